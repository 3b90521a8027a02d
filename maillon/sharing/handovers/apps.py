from django.apps import AppConfig


class HandoversConfig(AppConfig):
    name = "maillon.sharing.handovers"
    label = "handovers"
    verbose_name = "Remises"
