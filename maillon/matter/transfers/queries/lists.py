"""Transfers as a list, the list of one, and what its reception found."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from maillon.common.spreadsheets import Cell
from maillon.ground.organisations.models import Affiliation, Member, Organisation, OrganisationRole
from maillon.matter.transfers.models import Bulk, Item, Outcome, Transfer

HANDLES = (OrganisationRole.COLLECTOR, OrganisationRole.REFURBISHER, OrganisationRole.DISTRIBUTOR)
HEADS = ("Étiquette", "Objet", "Catégorie", "Numéro de série", "Masse (kg)", "Envoyés", "Reçus", "Devenir", "Motif")


def receivers(network: uuid.UUID, sender: uuid.UUID) -> QuerySet[Organisation]:
    """The members of the network that handle equipment, but the sender."""
    present = Affiliation.objects.filter(network=network).present()
    keys: set[uuid.UUID] = set()
    for role in HANDLES:
        keys |= set(present.having(role).values_list("organisation", flat=True))
    return Organisation.objects.filter(pk__in=keys - {sender}).order_by("name")


def listed(member: Member) -> QuerySet[Transfer]:
    """The transfers that this member sees, each with `units` and `mass_g` of its list."""

    def total(model: type[Item] | type[Bulk], of: str, **only: object) -> Coalesce:
        rows = model._default_manager.filter(transfer=OuterRef("pk"), **only).order_by().values("transfer")
        how = Count("pk") if of == "pk" else Sum(of)
        return Coalesce(Subquery(rows.annotate(n=how).values("n"), output_field=IntegerField()), 0)

    found = Transfer.objects.visible_to(member).select_related("sender", "receiver")
    return found.annotate(
        units=total(Item, "pk", expected=True) + total(Bulk, "units"),
        mass_g=total(Item, "mass_g", expected=True) + total(Bulk, "mass_g"),
    )


def rows(transfer: Transfer) -> list[Item]:
    """Its devices, those of the list first, by label; one query."""
    found = transfer.items.select_related("device__category", "device__holder", "device__lot")
    return sorted(found, key=lambda item: (not item.expected, item.device.label))


@dataclass(frozen=True)
class Row:
    """One device at the end of the reception, and what may be said of it, the usual first."""

    item: Item
    choices: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of its fields."""
        return self.item.device.pk.hex


def tally(transfer: Transfer, items: Iterable[Item]) -> list[Row]:
    """Each device with the outcomes that fit what was scanned: what differs from the waybill comes first."""
    found = []
    for item in items:
        if not item.seen_at:
            found.append(Row(item, (Outcome.MISSING,)))
        elif item.expected:
            found.append(Row(item, (Outcome.RECEIVED, Outcome.DAMAGED, Outcome.RETURNED)))
        elif item.device.holder_id == transfer.sender_id and item.device.in_stock and item.device.transfer is None:
            found.append(Row(item, (Outcome.KEPT, Outcome.RETURNED)))
        else:
            found.append(Row(item, (Outcome.RETURNED,)))
    return sorted(found, key=lambda row: (row.choices[0] == Outcome.RECEIVED, row.item.expected))


def exported(transfer: Transfer) -> list[tuple[Cell, ...]]:
    """Its lines as a spreadsheet, under HEADS; two queries."""
    made: list[tuple[Cell, ...]] = [
        (
            item.device.label,
            item.device.title,
            item.device.category.name,
            item.device.serial,
            (item.mass_g or item.device.mass_g) / 1000,
            1 if item.expected else 0,
            1 if item.outcome in (Outcome.RECEIVED, Outcome.DAMAGED, Outcome.KEPT) else 0,
            item.word,
            item.reason,
        )
        for item in rows(transfer)
    ]
    for bulk in transfer.bulks.select_related("category"):
        mass = (bulk.mass_g or 0) / 1000
        received = "" if bulk.received is None else bulk.received
        told = bulk.get_outcome_display() if bulk.outcome else ""
        made.append(("", "en vrac", bulk.category.plural, "", mass, bulk.units, received, told, bulk.reason))
    return made
