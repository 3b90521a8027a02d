from django.apps import AppConfig


class RefurbishingConfig(AppConfig):
    name = "maillon.matter.refurbishing"
    label = "refurbishing"
    verbose_name = "Remise en état"
