"""A part of a lot made a lot of its own; two lots that are one."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from maillon.common import numbers
from maillon.common.errors import Refused
from maillon.common.models import repeated
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.corrections.actions.documents import reissue
from maillon.matter.corrections.actions.lots import lock_lot
from maillon.matter.corrections.queries.rules import check_giver, received, why
from maillon.matter.devices.models import Device
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account, Category, Movement
from maillon.matter.lots.models import Count, Donor, Lot
from maillon.matter.lots.queries import reception_facts, regimes_for


@transaction.atomic
def split_lot(
    lot_id: uuid.UUID,
    *,
    reason: str,
    weighed_g: int,
    counts: Mapping[Category, int],
    by: Member,
    devices: Iterable[uuid.UUID] = (),
    donor: Donor | None = None,
    regime: str = "",
    id: uuid.UUID | None = None,
) -> Lot:
    """Make a part of the lot a lot of its own: so many grams, so many units of each category, among them these devices.

    The new lot was received the same day at the same place, by another donor or under another regime where told. What
    its devices lived is told of the new lot, by as many counter-entries. Raises Refused when nothing would be left.
    """
    if made := repeated(Lot, id):
        return made
    lot, reason = lock_lot(lot_id, by=by), why(reason)
    if lot.state == Lot.State.CLOSED:
        raise Refused(f"Le bilan du lot {lot.reference} est rendu : rouvrez-le avant de le scinder.")
    donor = donor or lot.donor
    regime = regime or (lot.regime if donor == lot.donor else regimes_for(donor.kind)[0])
    counts = {category: units for category, units in counts.items() if units}
    moved = list(Device.objects.filter(lot=lot, pk__in=list(devices)).select_related("category").locked())
    _check_part(lot, weighed_g, counts, moved)
    check_giver(lot, donor, regime, Device.objects.filter(pk__in=[device.pk for device in moved]))

    part = Lot.objects.create(
        **({"id": id} if id else {}),
        network=lot.network,
        holder=lot.holder,
        site=lot.site,
        donor=donor,
        regime=regime,
        year=lot.year,
        number=documents.next_number(lot.network.head, "lot", lot.year, by=by),
        received_on=lot.received_on,
        weighed_g=weighed_g,
        state=Lot.State.SORTING if moved else Lot.State.RECEIVED,
    )
    for category, units in counts.items():
        Count.objects.create(lot=part, category=category, counted=units)
        Count.objects.filter(lot=lot, category=category).update(counted=F("counted") - units)
    lot.weighed_g -= weighed_g
    lot.save(update_fields=["weighed_g"])
    told: dict[str, Any] = {"units": sum(counts.values()), "mass_g": weighed_g, "reason": reason}
    entry = journal.record("corrections.split_lot", lot, by=by, lot=lot.reference, part=part.reference, **told)
    journal.record("corrections.part_lot", part, by=by, lot=part.reference, whole=lot.reference, **told)
    came = received(part, weighed_g, counts, reason)
    left = received(lot, -weighed_g, {category: -units for category, units in counts.items()}, reason)
    for lines in (came, left):
        ledger.move(lines, network=lot.network, holder=lot.holder, on=lot.received_on, act=entry.pk, by=by)
    keys = [device.pk for device in moved]
    _repost(Movement.objects.filter(lot=lot.pk, device__in=keys), part, reason, act=entry.pk, by=by)
    Device.objects.filter(pk__in=keys).update(lot=part, regime=regime)
    _say_moved(moved, part, reason, by=by)
    reissue(lot, by=by)
    _receipt(part, lot, by=by)
    reissue(part, by=by)
    return part


def _check_part(lot: Lot, weighed_g: int, counts: Mapping[Category, int], moved: list[Device]) -> None:
    if not 0 < weighed_g < lot.weighed_g:
        raise Refused(f"La part pèse plus de 0 kg et moins que le lot ({numbers.kg(lot.weighed_g)}).", field="weighed")
    known = {count.category_id: count.counted for count in lot.counts.all()}
    entered: dict[str, int] = {}
    for device in moved:
        entered[device.category_id] = entered.get(device.category_id, 0) + 1
    for category, units in counts.items():
        if units > known.get(category.pk, 0):
            raise Refused(
                f"Le lot compte {category.named(known.get(category.pk, 0))} : la part ne peut pas en compter {units}.",
                field="counts",
            )
    for device in moved:
        if entered[device.category_id] > counts.get(device.category, 0):
            raise Refused(
                f"Vous déplacez {device.category.named(entered[device.category_id])} : comptez-en au moins autant dans "
                "la part.",
                field="counts",
            )
    if not counts or sum(counts.values()) >= sum(known.values()):
        raise Refused("Une part compte au moins un objet, et en laisse au moins un au lot.", field="counts")


def _receipt(part: Lot, lot: Lot, *, by: Member) -> None:
    """The donor of a part gets a receipt as the donor of the whole did."""
    from_whole = Document.objects.filter(about=lot.pk, kind=Document.Kind.RECEPTION)
    if from_whole.exists():
        documents.issue(
            Document.Kind.RECEPTION,
            network=part.network,
            issuer=part.holder,
            recipient=part.donor.organisation,
            about=part.pk,
            facts=reception_facts(part),
            on=timezone.localdate(),
            by=by,
        )


@transaction.atomic
def merge_lots(lot_id: uuid.UUID, into_id: uuid.UUID, *, reason: str, by: Member) -> Lot:
    """Say that two lots are one delivery: all of the first is told of the second, which weighs and counts both.

    Both are open, of the same donor, regime, holder and year. The emptied lot keeps its number, and leads to the other.
    """
    reason = why(reason)
    if lot_id == into_id:
        raise Refused("Choisissez un autre lot que celui-ci.", field="into")
    first, second = sorted((lot_id, into_id))
    locked = {key: lock_lot(key, by=by) for key in (first, second)}
    lot, into = locked[lot_id], locked[into_id]
    _check_alike(lot, into)
    for count in list(lot.counts.select_related("category")):
        same, _ = Count.objects.get_or_create(lot=into, category=count.category, defaults={"counted": 0})
        same.counted += count.counted
        if count.announced is not None:
            same.announced = (same.announced or 0) + count.announced
        same.save(update_fields=["counted", "announced"])
    lot.counts.all().delete()
    moved = list(Device.objects.filter(lot=lot).select_related("category").locked())
    entry = journal.record(
        "corrections.merge_lots",
        into,
        by=by,
        lot=into.reference,
        other=lot.reference,
        mass_g=lot.weighed_g,
        units=len(moved),
        reason=reason,
    )
    journal.record("corrections.empty_lot", lot, by=by, lot=lot.reference, into=into.reference, reason=reason)
    _repost(Movement.objects.filter(lot=lot.pk), into, reason, act=entry.pk, by=by)
    Device.objects.filter(lot=lot).update(lot=into)
    _say_moved(moved, into, reason, by=by)
    into.weighed_g += lot.weighed_g
    into.state = Lot.State.SORTING if moved or into.state == Lot.State.SORTING else into.state
    into.save(update_fields=["weighed_g", "state"])
    lot.weighed_g, lot.merged_into = 0, into
    lot.state, lot.closed_on = Lot.State.CLOSED, timezone.localdate()
    lot.gap_reason = f"Réuni au lot {into.reference}."
    lot.save(update_fields=["weighed_g", "merged_into", "state", "closed_on", "gap_reason"])
    reissue(lot, by=by)
    reissue(into, by=by)
    return into


def _check_alike(lot: Lot, into: Lot) -> None:
    if Lot.State.CLOSED in (lot.state, into.state):
        raise Refused("Le bilan d’un des deux est rendu : rouvrez-le avant de les réunir.", field="into")
    for same, what in (
        (
            lot.network_id == into.network_id and lot.holder_id == into.holder_id,
            "n’ont pas été reçus par la même structure",
        ),
        (lot.donor_id == into.donor_id, "ne viennent pas du même donateur"),
        (lot.regime == into.regime, "ne sont pas sous le même régime, qui suit chaque appareil"),
        (lot.year == into.year, "n’ont pas été reçus la même année"),
    ):
        if not same:
            raise Refused(f"Ces lots {what} : corrigez d’abord celui des deux qui se trompe.", field="into")


def _repost(movements: QuerySet[Movement], lot: Lot, reason: str, *, act: uuid.UUID, by: Member) -> None:
    """Tell these movements of another lot: the same again there, in their order, then their counter-entries backwards.

    In that order no stock becomes negative on the way; each keeps its day and its holder, so no figure of a period
    or of a member changes.
    """
    lived = list(movements.select_related("holder", "category").order_by("pk"))
    for movement in lived:
        _copy(movement, lot.pk, 1, reason, lot, act=act, by=by)
    for movement in reversed(lived):
        _copy(movement, movement.lot, -1, reason, lot, act=act, by=by)


def _copy(
    movement: Movement, key: uuid.UUID | None, sign: int, reason: str, lot: Lot, *, act: uuid.UUID, by: Member
) -> None:
    line = ledger.Line(
        source=Account(movement.source),
        target=Account(movement.target),
        units=sign * movement.units,
        mass_g=sign * movement.mass_g,
        category=movement.category,
        lot=key,
        device=movement.device,
        reason=reason,
        corrects=movement.pk if sign < 0 else None,
    )
    ledger.move([line], network=lot.network, holder=movement.holder, on=movement.on, act=act, by=by)


def _say_moved(devices: Iterable[Device], lot: Lot, reason: str, *, by: Member) -> None:
    for device in devices:
        journal.record("corrections.change_lot", device, by=by, label=device.label, lot=lot.reference, reason=reason)
