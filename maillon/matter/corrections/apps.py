from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    name = "maillon.matter.corrections"
    label = "corrections"
    verbose_name = "Corrections"
