from django.apps import AppConfig


class ReceptionsConfig(AppConfig):
    name = "maillon.giving.receptions"
    label = "receptions"
    verbose_name = "Contrôle des réceptions"
