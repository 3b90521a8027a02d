from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "maillon.telling.impact"
    label = "impact"
    verbose_name = "Chiffres"
