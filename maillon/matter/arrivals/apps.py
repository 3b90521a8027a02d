from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    name = "maillon.matter.arrivals"
    label = "arrivals"
    verbose_name = "Rapports reçus"
