from django.apps import AppConfig


class TransfersConfig(AppConfig):
    name = "maillon.matter.transfers"
    label = "transfers"
    verbose_name = "Transferts"
