"""Say what one will renew, change it, take it back, and be reminded in time."""

import uuid

from django.db import transaction
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.giving.donors import policy, queries
from maillon.giving.donors.models import Renewal
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.messages.models import Kind
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Donor

MOST_UNITS = 20_000
FARTHEST_YEARS = 5


def _check(units: int, year: int, quarter: int) -> None:
    today = timezone.localdate()
    if not 0 < units <= MOST_UNITS:
        raise Refused("Écrivez un nombre entre 1 et 20 000.", field="units")
    if (year, quarter) < (today.year, (today.month + 2) // 3):
        raise Refused("Ce trimestre est passé : choisissez celui-ci ou un autre à venir.", field="quarter")
    if year > today.year + FARTHEST_YEARS:
        raise Refused("C’est trop loin pour être prévu : cinq ans au plus.", field="quarter")


@transaction.atomic
def plan_renewal(
    donor_id: uuid.UUID,
    category: Category,
    *,
    units: int,
    year: int,
    quarter: int,
    confidence: str,
    by: Actor,
    note: str = "",
    id: uuid.UUID | None = None,
) -> Renewal:
    """Say what a donor expects to give in a quarter to come."""
    if made := repeated(Renewal, id):
        return made
    donor = Donor.objects.locked().get(pk=donor_id)
    require(policy.may_declare(by, donor))
    _check(units, year, quarter)
    made = Renewal.objects.create(
        **({"id": id} if id else {}),
        donor=donor,
        category=category,
        units=units,
        year=year,
        quarter=quarter,
        confidence=confidence,
        note=note.strip(),
    )
    journal.record(
        "donors.plan_renewal", made, by=by, network=donor.network_id, category=category.pk, units=units, when=made.when
    )
    return made


def _lock(renewal_id: uuid.UUID) -> Renewal:
    return Renewal.objects.select_related("donor__network", "category").locked().get(pk=renewal_id)


@transaction.atomic
def change_renewal(
    renewal_id: uuid.UUID,
    category: Category,
    *,
    units: int,
    year: int,
    quarter: int,
    confidence: str,
    by: Actor,
    note: str = "",
) -> Renewal:
    """Change what was planned; moved to another quarter, its reminder comes again."""
    made = _lock(renewal_id)
    require(policy.may_declare(by, made.donor))
    if made.withdrawn_at:
        raise Refused("Cette prévision est retirée : faites-en une autre.")
    _check(units, year, quarter)
    if (year, quarter) != (made.year, made.quarter):
        made.reminded_at = None
    made.category, made.units, made.year, made.quarter = category, units, year, quarter
    made.confidence, made.note = confidence, note.strip()
    made.save()
    journal.record("donors.change_renewal", made, by=by, network=made.donor.network_id, units=units, when=made.when)
    return made


@transaction.atomic
def withdraw_renewal(renewal_id: uuid.UUID, *, by: Actor) -> Renewal:
    """Take it back; a second time changes nothing."""
    made = _lock(renewal_id)
    require(policy.may_declare(by, made.donor))
    if made.withdrawn_at is None:
        made.withdrawn_at = timezone.now()
        made.save(update_fields=["withdrawn_at"])
        journal.record("donors.withdraw_renewal", made, by=by, network=made.donor.network_id)
    return made


@transaction.atomic
def remind_renewal(renewal_id: uuid.UUID, *, by: Actor) -> Renewal:
    """Remind the donor, once, of what it planned for the quarter to come."""
    made = _lock(renewal_id)
    if made.reminded_at or made.withdrawn_at:
        return made
    donor, network = made.donor, made.donor.network
    made.reminded_at = timezone.now()
    made.save(update_fields=["reminded_at"])
    if donor.email:
        messages.write(
            donor.email,
            f"Votre renouvellement du {made.when}",
            f"Bonjour,\n\nVous prévoyiez de donner {made.category.named(made.units)} au {made.when}.\n\n"
            f"C’est le moment de le proposer :\n{queries.offer_url(network)}\n\n"
            f"Ou de changer ce qui est prévu :\n{queries.plans_url(donor)}\n\n{network.name}\n",
            by=by,
            network=network.pk,
            kind=Kind.RENEWALS,
        )
    journal.record("donors.remind_renewal", made, by=by, network=network.pk, when=made.when)
    return made
