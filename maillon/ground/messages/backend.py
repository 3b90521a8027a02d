"""What Django and allauth send goes through the same outbox as ours."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from maillon.common.actors import PLATFORM
from maillon.ground.messages import actions


class OutboxBackend(BaseEmailBackend):
    """Django's mail backend that writes each message to the outbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        count = 0
        for mail in email_messages:
            for to in mail.recipients():
                actions.write(to, str(mail.subject), str(mail.body), by=PLATFORM)
                count += 1
        return count
