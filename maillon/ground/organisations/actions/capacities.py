"""Say what an organisation can take in."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.organisations import policy
from maillon.ground.organisations.models import Affiliation, Capacity, Member

MOST_KG, MOST_BENCHES = 1_000_000, 1000


@transaction.atomic
def declare_capacity(
    affiliation_id: uuid.UUID,
    *,
    monthly_kg: int | None,
    benches: int | None,
    vehicle_kg: int | None,
    competences: Iterable[str],
    by: Actor,
    note: str = "",
) -> Capacity:
    """Say anew what the organisation can take in, in this network; None is « not said »."""
    affiliation = Affiliation.objects.select_related("organisation").locked().get(pk=affiliation_id)
    if isinstance(by, Member):
        require(
            by.network_id == affiliation.network_id and policy.may_manage_organisation(by, affiliation.organisation)
        )
    if affiliation.ended_on:
        raise Refused(f"{affiliation.organisation} n’est plus dans le réseau.")
    for name, value, most in (
        ("monthly_kg", monthly_kg, MOST_KG),
        ("benches", benches, MOST_BENCHES),
        ("vehicle_kg", vehicle_kg, MOST_KG),
    ):
        if value is not None and not 0 <= value <= most:
            raise Refused(f"Écrivez un nombre entre 0 et {most}, ou rien.", field=name)
    said = {
        "monthly_kg": monthly_kg,
        "benches": benches,
        "vehicle_kg": vehicle_kg,
        "competences": [Capacity.Competence(one).value for one in dict.fromkeys(competences)],
        "note": note.strip()[:200],
    }
    known = Capacity.objects.filter(affiliation=affiliation).first()
    if known is not None and all(getattr(known, name) == value for name, value in said.items()):
        return known
    made, _ = Capacity.objects.update_or_create(
        affiliation=affiliation, defaults={**said, "declared_at": timezone.now()}
    )
    told: dict[str, Any] = {name: value for name, value in said.items() if name != "note"}
    journal.record(
        "organisations.declare_capacity", affiliation.organisation, by=by, network=affiliation.network_id, **told
    )
    return made
