from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "maillon.giving.rounds"
    label = "rounds"
    verbose_name = "Tournées"
