"""What the waybill states, frozen when the transfer leaves; and under which agreements things go."""

import datetime
from typing import Any

from django.core.paginator import Page
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.utils import timezone

from maillon.ground.documents.models import Document
from maillon.ground.files import queries as files
from maillon.ground.organisations.models import Member
from maillon.matter.transfers.models import Agreement, Bulk, Item, Transfer

SOON = datetime.timedelta(days=90)
"""How long before its end an agreement is said to renew."""


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


def agreements(member: Member) -> QuerySet[Agreement]:
    """Those that this member sees, the ones in force first, the last first."""
    seen = Agreement.objects.visible_to(member).select_related("first", "second")
    over = Case(When(ends_on__lt=timezone.localdate(), then=Value(1)), default=Value(0), output_field=IntegerField())
    return seen.annotate(over=over, count=Count("transfers")).order_by("over", "-starts_on", "title")


def agreements_page(page: Page, may: bool) -> dict[str, Any]:
    """What their page shows: each with its signed original; two queries."""
    today, kept = timezone.localdate(), files.of_each(page)
    rows = [(one, _standing(one, today), kept[one.pk]) for one in page]
    return {"page": page, "rows": rows, "may_agree": may}


def _standing(one: Agreement, today: datetime.date) -> tuple[str, str]:
    """The words and the look of its badge."""
    if one.ends_on and one.ends_on < today:
        return "Terminée", "end"
    if one.starts_on > today:
        return "À venir", "soon"
    if one.ends_on and one.ends_on <= today + SOON:
        return "À renouveler", "wait"
    return "En vigueur", "ok"


def last_agreement(transfer: Transfer) -> str:
    """The agreement in force between the two, or the one under which they last exchanged something."""
    known = Agreement.objects.filter(network=transfer.network_id).between(transfer.sender, transfer.receiver)
    if live := known.in_force(timezone.localdate()).first():
        return live.title
    former = Transfer.objects.filter(
        network=transfer.network_id, sender=transfer.sender_id, receiver=transfer.receiver_id
    )
    return former.exclude(agreement="").exclude(pk=transfer.pk).values_list("agreement", flat=True).first() or ""
