"""The mass balance, and its checks."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.db.models import QuerySet, Sum

from maillon.matter.ledger.models import STOCK, Account, CarbonFactor, Movement, Stock


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


def factors(day: datetime.date) -> QuerySet[CarbonFactor]:
    """What one reused unit spares, as was known on that day."""
    return CarbonFactor.objects.filter(starts_on__lte=day).exclude(ends_on__lt=day)
