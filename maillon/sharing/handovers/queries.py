"""What a hand-over states."""

from typing import Any

from maillon.sharing.handovers.models import HandOver


def attestation_facts(handover: HandOver) -> dict[str, Any]:
    """What the attestation states, without the person's identity: that is read from `people` when it is printed."""
    return {
        "need": handover.need.reference,
        "kind": handover.kind,
        "done_on": handover.done_on.isoformat() if handover.done_on else None,
        "place": handover.place,
        "distributor": handover.distributor.name,
        "association": handover.need.association.name if handover.need.association else "",
        "guarantee_until": handover.guarantee_until.isoformat() if handover.guarantee_until else None,
        "accompaniment": str(handover.enrolment.session) if handover.enrolment else "",
        "waiver": handover.waiver,
        "devices": [
            {
                "label": item.device.label,
                "title": item.device.title,
                "category": item.device.category.name,
                "serial": item.device.serial,
                "system": item.device.system,
                "known_defects": item.device.known_defects,
                "price_cents": item.price_cents,
            }
            for item in handover.items.select_related("device", "device__category")
        ],
        "accessories": [
            {"name": line.category.name, "units": line.units}
            for line in handover.accessories.select_related("category")
        ],
    }
