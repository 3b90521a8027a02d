from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "maillon.ground.documents"
    label = "documents"
    verbose_name = "Documents"
