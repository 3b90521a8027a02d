"""A lot reopened, corrected, split in two, or two lots that are one."""

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.corrections.actions.documents import reissue
from maillon.matter.corrections.queries.rules import check_giver, line, received, why
from maillon.matter.devices.models import Device
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account, Category, Movement
from maillon.matter.lots import policy
from maillon.matter.lots.actions import TRUCK_G
from maillon.matter.lots.models import Count, Donor, Lot


@transaction.atomic
def lock_lot(lot_id: uuid.UUID, *, by: Member) -> Lot:
    """The lot, locked to the end of the transaction, that `by` may correct. Raises Refused once it was merged into another."""
    lots = Lot.objects.select_related("network__head", "holder", "site", "donor__organisation", "merged_into").locked()
    lot = lots.get(pk=lot_id)
    require(policy.may_correct(by, lot))
    if lot.merged_into:
        raise Refused(f"Le lot {lot.reference} a été réuni au lot {lot.merged_into.reference} : corrigez celui-là.")
    return lot


@transaction.atomic
def reopen_lot(lot_id: uuid.UUID, *, reason: str, by: Member) -> Lot:
    """Let things enter a closed lot again: what was called unexplained goes back to the unsorted, to be explained anew.

    Its balance is then given again by closing it.
    """
    lot, reason = lock_lot(lot_id, by=by), why(reason)
    if lot.state != Lot.State.CLOSED:
        return lot
    gap = Movement.objects.filter(lot=lot.pk, holder=lot.holder)
    lost = gap.filter(target=Account.GAP).aggregate(u=Sum("units", default=0), g=Sum("mass_g", default=0))
    found = gap.filter(source=Account.GAP).aggregate(u=Sum("units", default=0), g=Sum("mass_g", default=0))
    units, grams = lost["u"] - found["u"], lost["g"] - found["g"]
    closing = gap.filter(source=Account.UNSORTED, target=Account.GAP).order_by("-pk").first()
    entered = Device.objects.filter(lot=lot).exists()
    lot.state, lot.closed_on = (Lot.State.SORTING if entered else Lot.State.RECEIVED), None
    lot.save(update_fields=["state", "closed_on"])
    entry = journal.record(
        "corrections.reopen_lot", lot, by=by, lot=lot.reference, mass_g=grams, units=units, reason=reason
    )
    if units or grams:
        move = line(
            lot, Account.UNSORTED, Account.GAP, -units, -grams, reason, corrects=closing.pk if closing else None
        )
        ledger.move([move], network=lot.network, holder=lot.holder, on=timezone.localdate(), act=entry.pk, by=by)
    return lot


@transaction.atomic
def correct_lot(
    lot_id: uuid.UUID,
    *,
    reason: str,
    by: Member,
    weighed_g: int | None = None,
    counts: Mapping[Category, int] | None = None,
    donor: Donor | None = None,
    regime: str = "",
) -> Lot:
    """Put right what was noted of a lot on arrival: its mass in grams, its counts by category, its donor, its regime.

    What is None or empty stays. The ledger gets the difference on the day of the reception; a closed lot stays closed,
    and its unexplained takes it. Raises Refused for a regime that what already left does not allow.
    """
    lot, reason = lock_lot(lot_id, by=by), why(reason)
    before = {"mass_g": lot.weighed_g, "donor": str(lot.donor_id), "regime": lot.regime}
    donor, regime = donor or lot.donor, regime or lot.regime
    weighed_g = lot.weighed_g if weighed_g is None else weighed_g
    _check_mass(weighed_g)
    check_giver(lot, donor, regime, Device.objects.filter(lot=lot))
    changes = _recount(lot, counts or {})
    heavier = weighed_g - lot.weighed_g
    if not (heavier or changes or donor.pk != lot.donor_id or regime != lot.regime):
        raise Refused("Rien n’a changé : corrigez la masse, un décompte, le donateur ou le régime.")

    lot.weighed_g, lot.donor, lot.regime = weighed_g, donor, regime
    closed = lot.state == Lot.State.CLOSED
    if closed and not lot.gap_reason:
        lot.gap_reason = reason
    lot.save(update_fields=["weighed_g", "donor", "regime", "gap_reason"])
    Device.objects.filter(lot=lot).exclude(regime=regime).update(regime=regime)
    entry = journal.record(
        "corrections.correct_lot",
        lot,
        by=by,
        lot=lot.reference,
        reason=reason,
        former=before,
        mass_g=weighed_g,
        donor=str(donor.pk),
        regime=regime,
        counts={category.slug: units for category, units in changes.items()},
    )
    lines = received(lot, heavier, changes, reason)
    if lines:
        ledger.move(lines, network=lot.network, holder=lot.holder, on=lot.received_on, act=entry.pk, by=by)
    if closed:
        _explain(lot, heavier, changes, reason, act=entry.pk, by=by)
    reissue(lot, by=by)
    return lot


def _check_mass(weighed_g: int) -> None:
    if weighed_g <= 0:
        raise Refused("Une masse de 0 kg n’est pas possible : pesez le lot.", field="weighed")
    if weighed_g > TRUCK_G:
        raise Refused("Plus de 44 tonnes : aucun camion ne porte cela. Vérifiez l’unité.", field="weighed")


def _recount(lot: Lot, counts: Mapping[Category, int]) -> dict[Category, int]:
    """Write the counts that differ; returns the difference of each."""
    known = {count.category_id: count for count in Count.objects.filter(lot=lot)}
    changes = {}
    for category, units in counts.items():
        count = known.get(category.pk) or Count(lot=lot, category=category, counted=0)
        if units < 0:
            raise Refused("Un décompte ne descend pas sous zéro.", field="counts")
        if units != count.counted:
            changes[category] = units - count.counted
            count.counted = units
            count.save()
    if changes and not Count.objects.filter(lot=lot, counted__gt=0).exists():
        raise Refused("Comptez au moins un objet.", field="counts")
    return changes


def _explain(
    lot: Lot, heavier: int, changes: Mapping[Category, int], reason: str, *, act: uuid.UUID, by: Member
) -> None:
    """Keep a closed lot closed: what the correction leaves in the unsorted is unexplained, with the same reason."""
    bulk = [(category, change) for category, change in changes.items() if category.counted_in_bulk]
    units = sum(changes.values()) - sum(change for _, change in bulk)
    grams = heavier - sum(change * category.default_mass_g for category, change in bulk)
    if units or grams:
        move = line(lot, Account.UNSORTED, Account.GAP, units, grams, reason)
        ledger.move([move], network=lot.network, holder=lot.holder, on=timezone.localdate(), act=act, by=by)
