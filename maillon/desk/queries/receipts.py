"""The declared values that wait for whoever issues tax receipts."""

from collections.abc import Iterator

from django.urls import reverse

from maillon.desk.queries.task import SHOWN, Task, late
from maillon.giving.donors.queries import to_answer
from maillon.ground.organisations.models import Member


def declared_values(member: Member) -> Iterator[Task]:
    """Declared values that wait for their tax receipt."""
    for value in to_answer(member).order_by("created_at")[:SHOWN]:
        yield Task(
            f"Établir le reçu fiscal du lot {value.lot.reference}",
            f"{value.donor.name} a déclaré la valeur de son don, avec sa pièce",
            reverse("donors:receipts"),
            "Lire et établir",
            value.created_at,
            late(value.created_at, 30),
            3,
        )
