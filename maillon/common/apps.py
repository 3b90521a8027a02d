from django.apps import AppConfig
from django.core import validators


class CommonConfig(AppConfig):
    name = "maillon.common"
    label = "common"
    verbose_name = "Outils"

    def ready(self) -> None:
        """Say what to write, where Django says what is wrong."""
        validators.MinValueValidator.message = "Écrivez %(limit_value)s ou plus."
        validators.MaxValueValidator.message = "Écrivez %(limit_value)s ou moins."
