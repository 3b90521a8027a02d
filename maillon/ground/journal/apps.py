from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "maillon.ground.journal"
    label = "journal"
    verbose_name = "Journal"
