from django.apps import AppConfig


class DonorsConfig(AppConfig):
    name = "maillon.giving.donors"
    label = "donors"
    verbose_name = "Espace du donateur"
