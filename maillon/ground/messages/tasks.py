"""Hand waiting messages to the mail server."""

import uuid

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone
from django_tasks import task

from maillon.ground.messages.models import Message
from maillon.ground.messages.queries import smtp_options, unsubscribe_url

ATTEMPTS = 5


@task()
def deliver(message_id: str) -> str:
    """Send one message; a failure is counted and tried again by `tick`, five times in all."""
    message = Message.objects.get(pk=uuid.UUID(message_id))
    if message.state == Message.State.SENT:
        return message.state
    if not settings.SMTP_URL:
        message.state, message.sent_at = Message.State.SENT, timezone.now()
        message.save(update_fields=["state", "sent_at"])
        return message.state
    headers = {}
    if message.kind:
        # What mail programs offer beside the sender's name (RFC 8058).
        headers = {
            "List-Unsubscribe": f"<{unsubscribe_url(message)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    mail = EmailMessage(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to], headers=headers)
    message.attempts += 1
    try:
        EmailBackend(**smtp_options(settings.SMTP_URL)).send_messages([mail])
    except OSError as error:
        message.last_error = type(error).__name__
        message.state = Message.State.FAILED if message.attempts >= ATTEMPTS else Message.State.WAITING
    else:
        message.state, message.sent_at, message.last_error = Message.State.SENT, timezone.now(), ""
    message.save(update_fields=["state", "sent_at", "attempts", "last_error"])
    return message.state
