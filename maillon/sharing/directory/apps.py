from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "maillon.sharing.directory"
    label = "directory"
    verbose_name = "Annuaire"
