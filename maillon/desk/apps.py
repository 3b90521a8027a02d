from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "maillon.desk"
    label = "desk"
    verbose_name = "Accueil"
