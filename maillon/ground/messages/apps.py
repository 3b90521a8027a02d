from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "maillon.ground.messages"
    # `messages` is the label of Django's own application.
    label = "outbox"
    verbose_name = "Courriers"
