"""Write an e-mail that will leave when the act it tells of is committed; try again one that did not leave."""

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


@transaction.atomic
def try_again(message_id: uuid.UUID, *, by: Actor) -> Message:
    """Give five more tries to a message that did not leave. One that left, or that still waits, is left alone."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.state == Message.State.FAILED:
        message.state, message.attempts = Message.State.WAITING, 0
        message.save(update_fields=["state", "attempts"])
        tasks.deliver.enqueue(str(message.pk))
    return message
