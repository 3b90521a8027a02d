"""What a lot weighed, what its units weigh, and what is left unsorted."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum

from maillon.common import numbers
from maillon.matter.ledger.models import Account, Movement
from maillon.matter.lots.models import Count, Lot


@dataclass
class CategoryBalance:
    """One category of a lot: announced by the donor, counted on arrival, entered unit by unit (or in bulk)."""

    count: Count
    entered: int = 0
    mass_g: int = 0

    @property
    def left(self) -> int:
        """Counted and not entered yet; never below zero."""
        return max(self.count.counted - self.entered, 0)


@dataclass
class Balance:
    """Units and grams of a lot, from its movements: what was weighed is what was entered, what is left, and the gap."""

    units: int = 0
    weighed_g: int = 0
    device_units: int = 0
    device_g: int = 0
    accessory_units: int = 0
    accessory_g: int = 0
    gap_units: int = 0
    gap_g: int = 0
    lines: list[CategoryBalance] = field(default_factory=list)

    @property
    def left_units(self) -> int:
        """Neither entered nor explained; below zero when more was entered than counted."""
        return self.units - self.device_units - self.accessory_units - self.gap_units

    @property
    def left_g(self) -> int:
        """Below zero when the units weigh more than the lot did."""
        return self.weighed_g - self.device_g - self.accessory_g - self.gap_g

    @property
    def counted_devices(self) -> int:
        return sum(line.count.counted for line in self.lines if line.count.category.family == "device")

    @property
    def progress(self) -> str:
        return f"{numbers.number(self.device_units)} sur {numbers.number(self.counted_devices)}"

    @property
    def left_words(self) -> str:
        """« Il en reste 12, soit 34,2 kg. »"""
        return f"Il en reste {numbers.number(self.left_units)}, soit {numbers.kg(self.left_g)}."

    @property
    def announced(self) -> bool:
        """Whether the donor had announced anything."""
        return any(line.count.announced is not None for line in self.lines)


# The column of the balance that a movement out of the unsorted adds to.
_PARTS = {Account.DEVICES: "device", Account.ACCESSORIES: "accessory", Account.GAP: "gap"}


def balance(lot: Lot) -> Balance:
    """The balance of a lot, and its counts; two queries."""
    lines = {count.category_id: CategoryBalance(count) for count in lot.counts.select_related("category")}
    made = Balance(weighed_g=lot.weighed_g, lines=list(lines.values()))
    rows = Movement.objects.filter(lot=lot.pk, source__in=(Account.DONOR, Account.UNSORTED, Account.GAP))
    # Held by another member since: it is still to sort, there.
    rows = rows.exclude(target=Account.MEMBER)
    for row in rows.order_by().values("source", "target", "category").annotate(u=Sum("units"), g=Sum("mass_g")):
        if row["source"] == Account.DONOR:
            made.units += row["u"]
            continue
        _add(made, Account(row["target"]), row["u"], row["g"])
        if row["source"] == Account.GAP:
            # A device weighed again once the lot is closed takes from what was unexplained.
            _add(made, Account.GAP, -row["u"], -row["g"])
        if line := lines.get(row["category"]):
            line.entered += row["u"]
            line.mass_g += row["g"]
    return made


def _add(made: Balance, target: Account, units: int, grams: int) -> None:
    part = _PARTS[target]
    setattr(made, f"{part}_units", getattr(made, f"{part}_units") + units)
    setattr(made, f"{part}_g", getattr(made, f"{part}_g") + grams)


def accessories(lot: Lot) -> dict[str, int]:
    """How many accessories of each category were counted of a lot; one query."""
    rows = Movement.objects.filter(lot=lot.pk, source=Account.UNSORTED, target=Account.ACCESSORIES).order_by()
    return dict(rows.values_list("category").annotate(units=Sum("units")))


def reception_facts(lot: Lot) -> dict[str, Any]:
    """What the receipt of a lot states: its mass in grams, and what was announced and counted of each category.

    A private donor's name is printed from its file, not kept here.
    """
    return {
        "lot": lot.reference,
        "received_on": lot.received_on.isoformat(),
        "holder": lot.holder.name,
        "site": str(lot.site) if lot.site else "",
        "donor": lot.donor.name if lot.donor.organisation_id else "un particulier",
        "regime": lot.regime,
        "mass_g": lot.weighed_g,
        "explanation": lot.gap_reason,
        "counts": [
            {
                "category": count.category.slug,
                "name": count.category.name,
                "announced": count.announced,
                "counted": count.counted,
            }
            for count in lot.counts.select_related("category")
        ],
    }
