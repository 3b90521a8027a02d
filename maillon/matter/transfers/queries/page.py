"""Everything that the page of one transfer shows."""

from typing import Any

from maillon.ground.organisations.models import Member
from maillon.matter.lots.queries import facts, story
from maillon.matter.transfers import policy
from maillon.matter.transfers.models import Transfer
from maillon.matter.transfers.queries.lists import rows
from maillon.matter.transfers.queries.waybill import waybill


def page(transfer: Transfer, member: Member) -> dict[str, Any]:
    """Its devices, its bulk, their mass, its waybill and story, and what this member may do."""
    items, bulks = rows(transfer), list(transfer.bulks.select_related("category"))
    return {
        "transfer": transfer,
        "items": items,
        "bulks": bulks,
        "mass_g": sum(item.mass_g or item.device.mass_g for item in items if item.expected),
        "bulk_g": sum(bulk.mass_g or 0 for bulk in bulks),
        "bulk_units": sum(bulk.units for bulk in bulks),
        "seen": sum(1 for item in items if item.seen_at),
        "document": waybill(transfer),
        "facts": facts(story(transfer.pk)),
        "own": member.organisation_id,
        "may_send": policy.may_send(member, transfer),
        "may_receive": policy.may_receive(member, transfer),
        "may_settle": policy.may_settle(member, transfer),
    }
