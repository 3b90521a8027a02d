from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "maillon.giving.groups"
    label = "groups"
    verbose_name = "Groupes de donateurs"
