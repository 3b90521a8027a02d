from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "maillon.ground.organisations"
    label = "organisations"
    verbose_name = "Organisations"
