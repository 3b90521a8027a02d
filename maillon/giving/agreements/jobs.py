"""What comes with time: the reminders of the end of framework agreements."""

from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.giving.agreements import actions, queries


def remind_frames() -> int:
    """Remind both parties of the agreements that end; each step once. Returns how many."""
    found = queries.due(timezone.localdate())
    for frame, step in found:
        actions.remind(frame.pk, step=step, by=PLATFORM)
    return len(found)
