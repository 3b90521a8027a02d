from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "maillon.common"
    label = "common"
    verbose_name = "Outils"
