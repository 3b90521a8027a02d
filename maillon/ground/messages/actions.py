"""Write an e-mail that will leave when the act it tells of is committed."""

import uuid

from django.db import transaction

from maillon.common.actors import Actor
from maillon.ground.messages import tasks
from maillon.ground.messages.models import Message


@transaction.atomic
def write(to: str, subject: str, body: str, *, by: Actor, network: uuid.UUID | None = None) -> Message:
    """Queue one message. The task is a row of the same database: it commits with the act, or not at all."""
    message = Message.objects.create(to=to, subject=subject[:200], body=body, network=network)
    tasks.deliver.enqueue(str(message.pk))
    return message
