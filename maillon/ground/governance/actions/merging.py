"""Two organisations that are one: of what each may have only once, one is kept."""

from django.db import transaction
from django.db.models import Model

from maillon.common.errors import require
from maillon.ground.governance.models import Acceptance, Contribution, RecertificationAnswer
from maillon.ground.organisations import policy as organisations
from maillon.ground.organisations.models import Member, Organisation

ONCE: tuple[tuple[type[Model], tuple[str, ...], str], ...] = (
    (RecertificationAnswer, ("recertification_id",), "answered_on"),
    (Acceptance, ("charter_id",), "accepted_on"),
    (Contribution, ("network_id", "year"), "paid_on"),
)
"""What an organisation has once for each of these columns, and the day that tells which of two is worth keeping."""


@transaction.atomic
def reunite(organisation: Organisation, other: Organisation, *, by: Member) -> int:
    """Drop, of the two, the answer, acceptance or contribution that says less; returns how many. The rest is then absorbed."""
    require(organisations.may_manage_network(by, by.network))
    dropped = 0
    for model, columns, day in ONCE:
        kept = {_key(row, columns): row for row in model._default_manager.filter(organisation=organisation)}
        for row in model._default_manager.filter(organisation=other):
            twin = kept.get(_key(row, columns))
            if twin is not None:
                (row if getattr(twin, day) or not getattr(row, day) else twin).delete()
                dropped += 1
    return dropped


def _key(row: Model, columns: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(row, column) for column in columns)
