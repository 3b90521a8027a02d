from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "maillon.ground.files"
    label = "files"
    verbose_name = "Fichiers"
