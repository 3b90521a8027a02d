from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "maillon.telling.pages"
    label = "pages"
    verbose_name = "Pages publiques"
