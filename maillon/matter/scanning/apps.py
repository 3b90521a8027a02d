from django.apps import AppConfig


class ScanningConfig(AppConfig):
    name = "maillon.matter.scanning"
    label = "scanning"
    verbose_name = "Scans en série"
