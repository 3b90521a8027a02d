from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "maillon.giving.agreements"
    label = "agreements"
    verbose_name = "Conventions"
