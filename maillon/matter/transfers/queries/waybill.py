"""What the waybill states, frozen when the transfer leaves."""

from typing import Any

from maillon.ground.documents.models import Document
from maillon.matter.transfers.models import Bulk, Item, Transfer


def waybill_facts(transfer: Transfer, items: list[Item], bulks: list[Bulk]) -> dict[str, Any]:
    """Sender, receiver, agreement, seals, and each thing with its mass in grams."""
    return {
        "sender": transfer.sender.name,
        "receiver": transfer.receiver.name,
        "agreement": transfer.agreement,
        "seals": transfer.seals,
        "devices": [
            {
                "label": item.device.label,
                "name": item.device.title,
                "category": item.device.category.name,
                "serial": item.device.serial,
                "state": item.device.state,
                "regime": item.device.regime,
                "mass_g": item.mass_g,
                "holds_data": item.device.category.holds_data and item.device.cleared_at is None,
            }
            for item in items
        ],
        "bulk": [
            {"category": bulk.category_id, "name": bulk.category.plural, "units": bulk.units, "mass_g": bulk.mass_g}
            for bulk in bulks
        ],
        "mass_g": sum(item.mass_g or 0 for item in items) + sum(bulk.mass_g or 0 for bulk in bulks),
        "units": len(items) + sum(bulk.units for bulk in bulks),
    }


def waybill(transfer: Transfer) -> Document | None:
    """The waybill in force of a transfer."""
    return Document.objects.filter(about=transfer.pk, kind=Document.Kind.TRANSFER).order_by("-created_at").first()


def last_agreement(transfer: Transfer) -> str:
    """The agreement under which the same two last exchanged something."""
    former = Transfer.objects.filter(
        network=transfer.network_id, sender=transfer.sender_id, receiver=transfer.receiver_id
    )
    return former.exclude(agreement="").exclude(pk=transfer.pk).values_list("agreement", flat=True).first() or ""
