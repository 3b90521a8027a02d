from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "maillon.ground.imports"
    label = "imports"
    verbose_name = "Documents"
