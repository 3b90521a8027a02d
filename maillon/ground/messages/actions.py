"""Write an e-mail that will leave when the act it tells of is committed; try again one that did not leave."""

import uuid

from django.db import transaction

from maillon.common.actors import Actor
from maillon.ground.messages import queries, tasks
from maillon.ground.messages.models import Kind, Message, OptOut


@transaction.atomic
def write(
    to: str, subject: str, body: str, *, by: Actor, network: uuid.UUID | None = None, kind: str = ""
) -> Message | None:
    """Queue one message. The task is a row of the same database: it commits with the act, or not at all.

    One of a `kind` (`models.Kind`: not necessary) says how to receive it no more, and is not written to whoever does.
    """
    if kind and OptOut.objects.filter(email=to.lower(), kind=kind).exists():
        return None
    message = Message(to=to, subject=subject[:200], body=body, network=network, kind=Kind(kind) if kind else "")
    if kind:
        message.body = f"{body.rstrip()}\n\n--\nNe plus recevoir ce courrier :\n{queries.unsubscribe_url(message)}\n"
    message.save(force_insert=True)
    tasks.deliver.enqueue(str(message.pk))
    return message


@transaction.atomic
def refuse(email: str, kind: str, *, by: Actor) -> None:
    """Send this kind of e-mail no more to this address. The calling view allowed `by`: a link, or the person herself."""
    OptOut.objects.get_or_create(email=email.lower(), kind=Kind(kind))


@transaction.atomic
def welcome_again(email: str, kind: str, *, by: Actor) -> None:
    """Send it again."""
    OptOut.objects.filter(email=email.lower(), kind=Kind(kind)).delete()


@transaction.atomic
def try_again(message_id: uuid.UUID, *, by: Actor) -> Message:
    """Give five more tries to a message that did not leave. One that left, or that still waits, is left alone."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.state == Message.State.FAILED:
        message.state, message.attempts = Message.State.WAITING, 0
        message.save(update_fields=["state", "attempts"])
        tasks.deliver.enqueue(str(message.pk))
    return message
