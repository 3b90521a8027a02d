from django.apps import AppConfig


class DonationsConfig(AppConfig):
    name = "maillon.giving.donations"
    label = "donations"
    verbose_name = "Dons"
