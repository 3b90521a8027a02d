"""The mass balance and its checks; what reuse spares."""

import datetime
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum

from maillon.common import numbers
from maillon.matter.ledger.models import STOCK, Account, CarbonFactor, Movement, Stock

Method = CarbonFactor.Method


@dataclass
class Balance:
    """One balance, in units or in grams: what came in equals what went out plus the change of stock."""

    received: int = 0
    returns: int = 0
    transfers_in: int = 0
    reuse_out: int = 0
    waste_out: int = 0
    losses: int = 0
    transfers_out: int = 0
    stock_change: int = 0
    unexplained: int = 0

    @property
    def closes(self) -> bool:
        came = self.received + self.returns + self.transfers_in
        went = self.reuse_out + self.waste_out + self.losses + self.transfers_out
        return came == went + self.stock_change + self.unexplained

    def as_dict(self) -> dict[str, int]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


INFLOWS = {Account.DONOR: "received", Account.PEOPLE: "returns", Account.MEMBER: "transfers_in"}
OUTFLOWS = {
    Account.PEOPLE: "reuse_out",
    Account.WASTE: "waste_out",
    Account.LOST: "losses",
    Account.MEMBER: "transfers_out",
    Account.GAP: "unexplained",
}


def balance(movements: QuerySet[Movement]) -> tuple[Balance, Balance]:
    """The balance of these movements, in units and in grams.

    What is found again counts against losses; a correction of an entry counts against it.
    """
    units, grams = Balance(), Balance()
    for row in movements.order_by().values("source", "target").annotate(u=Sum("units"), g=Sum("mass_g")):
        source, target = Account(row["source"]), Account(row["target"])
        if source not in STOCK:
            name, sign = (INFLOWS[source], 1) if source in INFLOWS else (OUTFLOWS[source], -1)
        elif target not in STOCK:
            name, sign = (OUTFLOWS[target], 1) if target in OUTFLOWS else (INFLOWS[target], -1)
        else:
            continue
        for side, amount in ((units, row["u"]), (grams, row["g"])):
            setattr(side, name, getattr(side, name) + sign * amount)
            change = amount if source not in STOCK else -amount
            side.stock_change += change
    return units, grams


def of_period(
    network: uuid.UUID, first: datetime.date, last: datetime.date, *, holder: uuid.UUID | None = None
) -> QuerySet[Movement]:
    """The movements of a network, or of one of its holders, from one day to another, both included."""
    movements = Movement.objects.filter(network=network, on__gte=first, on__lte=last)
    return movements.filter(holder=holder) if holder else movements


def stock_faults() -> Iterator[tuple[uuid.UUID, str, str]]:
    """(network, place, sentence) wherever the running stock differs from the sum of its movements."""
    sums: dict[tuple, list[int]] = {}
    keys = ("network", "holder", "lot", "category")
    for side, sign in (("source", -1), ("target", 1)):
        rows = (
            Movement.objects.filter(**{f"{side}__in": STOCK})
            .order_by()
            .values(*keys, side)
            .annotate(u=Sum("units"), g=Sum("mass_g"))
        )
        for row in rows.iterator():
            account = row[side]
            category = None if account == Account.UNSORTED else row["category"]
            total = sums.setdefault((row["network"], row["holder"], row["lot"], account, category), [0, 0])
            total[0] += sign * row["u"]
            total[1] += sign * row["g"]
    for stock in Stock.objects.values_list(
        "network", "holder", "lot", "account", "category", "units", "mass_g"
    ).iterator():
        units, grams = sums.pop(stock[:5], [0, 0])
        if (units, grams) != stock[5:]:
            yield (
                stock[0],
                f"{stock[1]}/{stock[3]}",
                f"Stock {stock[5:]} au lieu de {(units, grams)} (unités, grammes).",
            )
    for place, (units, grams) in sums.items():
        if units or grams:
            yield place[0], f"{place[1]}/{place[3]}", f"Stock absent : {units} unités, {grams} g attendus."


MEANINGS = {
    Method.MANUFACTURE: "le neuf qu’il n’a pas fallu fabriquer ni distribuer, une fois par appareil",
    Method.YEAR_OF_USE: "par année d’usage en plus : à multiplier par les années que l’appareil sert encore",
}


@dataclass
class Carbon:
    """What reused units spare by one method, in grams of CO2 equivalent. One method is never added to another."""

    method: str
    units: int = 0
    central_g: float = 0
    low_g: float = 0
    high_g: float = 0
    sources: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(Method(self.method).label)

    @property
    def meaning(self) -> str:
        return MEANINGS[Method(self.method)]

    @property
    def bounded(self) -> bool:
        """Whether anything else than the central value is published."""
        return self.low_g < self.high_g

    @property
    def words(self) -> str:
        """« ≈ 1,2 t, entre 0,82 et 2,1 t »: no more figures than the factors are worth."""
        central = f"≈{numbers.NO_BREAK}{numbers.about(self.central_g)}"
        if not self.bounded:
            return central
        return f"{central}, entre {numbers.about(self.low_g)} et {numbers.about(self.high_g)}"

    def add(self, factor: CarbonFactor, units: float, fewest: float | None = None, most: float | None = None) -> None:
        """So many units more; where their number is itself a guess, `fewest` and `most` of them."""
        low, high = factor.bounds
        self.central_g += units * factor.co2e_g
        self.low_g += (units if fewest is None else fewest) * low
        self.high_g += (units if most is None else most) * high
        for source in filter(None, (factor.source, factor.bounds_source)):
            if source not in self.sources:
                self.sources.append(source)

    def as_dict(self) -> dict[str, Any]:
        """As a document freezes it, to the gram."""
        return {
            "method": self.name,
            "meaning": self.meaning,
            "units": self.units,
            "central_g": round(self.central_g),
            "low_g": round(self.low_g) if self.bounded else None,
            "high_g": round(self.high_g) if self.bounded else None,
            "sources": self.sources,
        }


def factors(day: datetime.date) -> QuerySet[CarbonFactor]:
    """What one reused unit spares, as was known on that day."""
    return CarbonFactor.objects.filter(starts_on__lte=day).exclude(ends_on__lt=day)


Reused = Mapping[tuple[str, datetime.date], int]
"""How many units of a category reached someone on a day."""


def spared(reused: Reused) -> list[Carbon]:
    """What these units spare, by each method, with the edition of the day on which each was handed over; one query.

    A category without a factor spares nothing that is known: it is in no method's count of units.
    """
    known: dict[str, list[CarbonFactor]] = {}
    for factor in CarbonFactor.objects.filter(category__in={category for category, _ in reused}):
        known.setdefault(factor.category_id, []).append(factor)
    made: dict[str, Carbon] = {}
    for (category, day), units in sorted(reused.items()):
        for factor in known.get(category, ()):
            if factor.holds_on(day):
                carbon = made.setdefault(factor.method, Carbon(factor.method))
                carbon.add(factor, units)
                carbon.units += units
    return [made[method] for method in Method.values if method in made]


def with_people(movements: QuerySet[Movement]) -> Counter[tuple[str, datetime.date]]:
    """Of the devices of these movements, those that someone has: by category, and the day of their last hand-over."""
    moved = movements.filter(Q(source=Account.PEOPLE) | Q(target=Account.PEOPLE), device__isnull=False).order_by()
    rows = moved.values_list("device", "category").annotate(
        given=Sum("units", filter=Q(target=Account.PEOPLE), default=0),
        back=Sum("units", filter=Q(source=Account.PEOPLE), default=0),
        on=Max("on", filter=Q(target=Account.PEOPLE)),
    )
    return Counter((category, on) for _, category, given, back, on in rows if given > back and category)
