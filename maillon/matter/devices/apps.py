from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "maillon.matter.devices"
    label = "devices"
    verbose_name = "Appareils"
