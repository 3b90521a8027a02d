from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "maillon.ground.accounts"
    label = "accounts"
    verbose_name = "Comptes"
