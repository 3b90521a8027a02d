"""What sister services propose to a donor's own."""

from collections.abc import Iterator

from django.urls import reverse

from maillon.common import moments
from maillon.desk.queries.task import SHOWN, Task
from maillon.giving.reuse import queries
from maillon.ground.organisations.models import Member


def proposed(member: Member) -> Iterator[Task]:
    """Equipment that a sister service lets go, to take before it goes to the network."""
    for proposal in queries.to_take(member)[:SHOWN]:
        assert proposal.closes_on is not None
        yield Task(
            f"{proposal.donor_name} vous propose du matériel",
            f"{proposal.summary} · à prendre jusqu’au {moments.day(proposal.closes_on)}",
            reverse("reuse:take", args=[proposal.pk]),
            "Voir et prendre",
            proposal.state_since,
            "",
            3,
        )
