"""Clock work: try again what did not leave."""

import datetime

from django.utils import timezone

from maillon.ground.messages import tasks
from maillon.ground.messages.models import Message


def retry(older_than_minutes: int = 10) -> int:
    """Queue again the messages that still wait after `older_than_minutes`; returns how many."""
    limit = timezone.now() - datetime.timedelta(minutes=older_than_minutes)
    waiting = Message.objects.filter(state=Message.State.WAITING, created_at__lt=limit)
    for message in waiting:
        tasks.deliver.enqueue(str(message.pk))
    return len(waiting)
