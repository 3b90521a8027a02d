from django.apps import AppConfig


class AccompanimentConfig(AppConfig):
    name = "maillon.sharing.accompaniment"
    label = "accompaniment"
    verbose_name = "Accompagnement"
