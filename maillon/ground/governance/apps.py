from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "maillon.ground.governance"
    label = "governance"
    verbose_name = "Vie du réseau"
