from django.apps import AppConfig


class LotsConfig(AppConfig):
    name = "maillon.matter.lots"
    label = "lots"
    verbose_name = "Lots"
