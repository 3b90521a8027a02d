"""The inventory of one location: opened, scanned, closed with what each difference came to."""

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.common.models import new_id, repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices import actions as devices
from maillon.matter.ledger.models import Location
from maillon.matter.scanning import policy, queries
from maillon.matter.scanning.models import Difference, Stocktake

Decision = Difference.Decision


@transaction.atomic
def open_stocktake(location_id: uuid.UUID, *, by: Member, id: uuid.UUID | None = None) -> Stocktake:
    """Begin to scan what stands in a location; the one in progress there when there is one."""
    if made := repeated(Stocktake, id):
        return made
    location = Location.objects.select_related("site__organisation", "parent").locked().get(pk=location_id)
    require(location.network_id == by.network_id and policy.may_take_stock(by, location.site.organisation))
    if location.closed_on:
        raise Refused(f"L’emplacement « {location.name} » n’existe plus.")
    if running := Stocktake.objects.running().filter(location=location).first():
        return running
    made = Stocktake.objects.create(id=id or new_id(), network=by.network, location=location, opened_by=by)
    journal.record("scanning.open_stocktake", made, by=by, place=location.path)
    return made


@transaction.atomic
def close_stocktake(
    stocktake_id: uuid.UUID, *, decisions: Mapping[str, tuple[str, str]], by: Member, reason: str = ""
) -> Stocktake:
    """End the inventory: each difference, by its code, gets its decision and its reason, and is settled at once.

    `reason` holds where a line has none. Raises Refused when a difference has no decision, or a loss no reason.
    """
    stocktake = (
        Stocktake.objects.select_related("location__site__organisation", "location__parent")
        .locked()
        .get(pk=stocktake_id)
    )
    location = stocktake.location
    require(stocktake.network_id == by.network_id and policy.may_take_stock(by, location.site.organisation))
    if stocktake.closed_at:
        return stocktake
    found = queries.tally(stocktake)
    for gap in found.gaps:
        decision, why = decisions.get(gap.code, ("", ""))
        why = why.strip() or reason.strip()
        if decision not in gap.choices:
            raise Refused(f"{gap.code} : cet écart vient d’apparaître, dites ce qu’il devient.")
        if decision in (Decision.LOST, Decision.LEFT) and not why:
            raise Refused(f"{gap.code} : dites pourquoi, sur sa ligne ou pour tous.", field="reason")
        _settle(gap, decision, why, location, by=by)
        Difference.objects.create(
            stocktake=stocktake,
            kind=gap.kind,
            device=gap.device,
            code=gap.code,
            title=gap.title[:200],
            place=gap.place[:200],
            decision=decision,
            reason=why[:200],
        )
    stocktake.expected, stocktake.seen = found.expected, found.seen
    stocktake.closed_at = timezone.now()
    stocktake.save(update_fields=["expected", "seen", "closed_at"])
    journal.record(
        "scanning.close_stocktake",
        stocktake,
        by=by,
        place=location.path,
        expected=found.expected,
        seen=found.seen,
        differences=len(found.gaps),
    )
    return stocktake


def _settle(gap: queries.Gap, decision: str, why: str, location: Location, *, by: Member) -> None:
    """Make what is written agree with what was decided."""
    if gap.device is None or decision == Decision.LEFT:
        return
    if decision == Decision.FOUND:
        devices.find(gap.device.pk, by=by)
    if decision in (Decision.MOVED, Decision.FOUND):
        devices.place(gap.device.pk, location, by=by)
    elif decision == Decision.SOUGHT:
        devices.place(gap.device.pk, None, by=by)
    elif decision == Decision.LOST:
        devices.lose(gap.device.pk, reason=why, by=by)
