from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "maillon.matter.ledger"
    label = "ledger"
    verbose_name = "Registre des masses"
