"""The framework agreements that are about to end, for those who can renew them."""

from collections.abc import Iterator

from django.urls import reverse

from maillon.common import moments
from maillon.desk.queries.task import Task
from maillon.giving.agreements import queries
from maillon.ground.organisations.models import Member

SHOWN = 8


def ending_frames(member: Member) -> Iterator[Task]:
    """Agreements to renew: the network's for its coordinator, her organisation's for a manager."""
    frames = queries.ending(member)[:SHOWN]
    for frame in frames:
        over = frame.standing[1] == "stop"
        yield Task(
            f"Renouveler la convention-cadre avec {frame.donor.name}",
            f"{'Échue depuis le' if over else 'Elle prend fin le'} {moments.day(frame.ends_on)}",
            reverse("agreements:frame", args=[frame.pk]),
            "Renouveler",
            frame.warns_on,
            "late" if over else "",
            2 if over else 3,
        )
