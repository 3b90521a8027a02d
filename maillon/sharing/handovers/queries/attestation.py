"""What the attestation of a hand-over states."""

from typing import Any

from django.utils import timezone

from maillon.ground.documents.models import Document
from maillon.matter.devices.models import Device
from maillon.matter.lots.models import Ceiling, Regime
from maillon.sharing.handovers.models import HandOver


def attestation_facts(handover: HandOver) -> dict[str, Any]:
    """What the attestation states, without the person's identity: that is read from `people` when it is printed."""
    return {
        "need": handover.need.reference,
        "kind": handover.kind,
        "done_on": handover.done_on.isoformat() if handover.done_on else None,
        "return_on": handover.return_on.isoformat() if handover.return_on else None,
        "place": handover.place,
        "distributor": handover.distributor.name,
        "prescriber": handover.need.prescriber.name,
        "association": handover.need.association.name if handover.need.association else "",
        "handed_by": handover.done_by.full_name if handover.done_by else "",
        "guarantee_until": handover.guarantee_until.isoformat() if handover.guarantee_until else None,
        "guarantee_months": _months(handover),
        "guarantor": _guarantor(handover),
        "session": _session(handover),
        "waiver": handover.waiver,
        "devices": [
            _device(item.device, item.price_cents, handover)
            for item in sorted(handover.items.all(), key=lambda item: (item.device.category.rank, item.device.label))
        ],
        "accessories": [
            {"name": line.category.name, "units": line.units, "text": line.category.named(line.units)}
            for line in sorted(handover.accessories.all(), key=lambda line: line.category.rank)
        ],
    }


def _months(handover: HandOver) -> int | None:
    """For how many months the guarantee runs, as it was promised on that day."""
    if not (handover.done_on and handover.guarantee_until):
        return None
    last, first = handover.guarantee_until, handover.done_on
    return (last.year - first.year) * 12 + last.month - first.month


def _guarantor(handover: HandOver) -> str:
    """Who repairs or replaces: whoever refurbished all the devices, else whoever handed them over."""
    holders = {item.device.holder.name for item in handover.items.all()}
    return holders.pop() if len(holders) == 1 else handover.distributor.name


def _session(handover: HandOver) -> dict[str, str] | None:
    if handover.enrolment is None:
        return None
    session = handover.enrolment.session
    at = timezone.localtime(session.starts_at).replace(tzinfo=None)
    return {"title": session.title, "at": at.isoformat(timespec="seconds"), "place": session.place}


def _device(device: Device, price_cents: int, handover: HandOver) -> dict[str, Any]:
    limited = handover.kind == HandOver.Kind.SALE and Regime(device.regime).public
    ceiling = Ceiling.of(device.category, handover.done_on) if limited and handover.done_on else None
    return {
        "label": device.label,
        "title": device.title,
        "category": device.category.name,
        "serial": device.serial,
        "system": device.system,
        "system_until": f"{device.system_until:%Y-%m}" if device.system_until else None,
        "known_defects": device.known_defects,
        "tested": device.refurbished,
        "no_medium": bool(device.no_medium),
        "price_cents": price_cents,
        "ceiling_cents": ceiling.amount_cents if ceiling else None,
    }


def attestation_of(handover: HandOver) -> Document | None:
    """The attestation in force of this hand-over; None before it is done."""
    return (
        Document.objects.filter(about=handover.pk, kind=Document.Kind.HANDOVER, replaced_by=None)
        .select_related("network", "issuer", "recipient")
        .first()
    )
