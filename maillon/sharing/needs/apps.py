from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "maillon.sharing.needs"
    label = "needs"
    verbose_name = "Demandes"
