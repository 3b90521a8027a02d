"""What a sender has in bulk, and the lots that a transfer takes it from."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Sum

from maillon.matter.ledger.models import Account, Category, Stock
from maillon.matter.lots.models import PUBLIC_GIFTS, Lot
from maillon.matter.transfers.models import Bulk, Transfer
from maillon.matter.transfers.queries.checks import entitled

BULK = (Account.ACCESSORIES, Account.PARTS)


@dataclass(frozen=True)
class Available:
    """What the sender may still send of one category, in bulk, and what this transfer has of it."""

    account: Account
    category: Category
    units: int
    listed: int

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"{self.account.value}_{self.category.pk}"


@dataclass(frozen=True)
class Share:
    """Part of a stock that goes: units and grams of one lot."""

    lot: uuid.UUID | None
    units: int
    mass_g: int


def _stocks(transfer: Transfer, on: datetime.date):
    """What may go to the receiver, the oldest lots first: not the gifts of public bodies that it may not hold."""
    stocks = Stock.objects.filter(network=transfer.network_id, holder=transfer.sender_id, account__in=BULK, units__gt=0)
    if not entitled(transfer.receiver, PUBLIC_GIFTS[0], on):
        public = Lot.objects.filter(network=transfer.network_id, regime__in=PUBLIC_GIFTS).values("pk")
        stocks = stocks.exclude(lot__in=public)
    return stocks


def available(transfer: Transfer, on: datetime.date) -> list[Available]:
    """Everything that may be sent in bulk, less what is on the way already; three queries."""
    rows = _stocks(transfer, on).order_by().values("account", "category").annotate(n=Sum("units"))
    gone = Bulk.objects.filter(transfer__sender=transfer.sender_id, transfer__network=transfer.network_id)
    gone = gone.filter(transfer__state=Transfer.State.SENT).exclude(transfer=transfer.pk)
    travelling = {
        (row["account"], row["category"]): row["n"]
        for row in gone.order_by().values("account", "category").annotate(n=Sum("units"))
    }
    listed = {(bulk.account, bulk.category_id): bulk.units for bulk in transfer.bulks.all()}
    categories = Category.objects.in_bulk({row["category"] for row in rows})
    found = [
        Available(
            Account(row["account"]),
            categories[row["category"]],
            max(0, row["n"] - travelling.get((row["account"], row["category"]), 0)),
            listed.get((row["account"], row["category"]), 0),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.account, one.category.rank, one.category.name))


def shares(transfer: Transfer, bulk: Bulk, units: int, on: datetime.date) -> list[Share]:
    """The lots that so many units are taken from, the oldest first; fewer than asked when the stock holds fewer."""
    found: list[Share] = []
    stocks = _stocks(transfer, on).filter(account=bulk.account, category=bulk.category_id)
    for stock in stocks.order_by("pk"):
        taken = min(units, stock.units)
        if taken <= 0:
            break
        mass = stock.mass_g if taken == stock.units else round(stock.mass_g * taken / stock.units)
        found.append(Share(stock.lot, taken, mass))
        units -= taken
    return found
