from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "maillon.sharing.people"
    label = "people"
    verbose_name = "Personnes"
