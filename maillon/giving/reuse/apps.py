from django.apps import AppConfig


class ReuseConfig(AppConfig):
    name = "maillon.giving.reuse"
    label = "reuse"
    verbose_name = "Réemploi interne"
