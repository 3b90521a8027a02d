from django.apps import AppConfig


class ErasureConfig(AppConfig):
    name = "maillon.matter.erasure"
    label = "erasure"
    verbose_name = "Effacement"
