"""Will there be enough, quarter by quarter: what is planned and in stock, against who waits and who will ask."""

import datetime
import math
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils import timezone

from maillon.desk.queries.supply import BENCH
from maillon.giving.donations.models import Offer, OfferLine
from maillon.giving.donations.queries import FEWEST_KNOWN, likely
from maillon.giving.donors.models import Renewal
from maillon.ground.organisations.models import Network
from maillon.matter.devices.models import EXITS, Device, State
from maillon.matter.ledger.models import Category
from maillon.sharing.needs.models import Need, NeedItem

AHEAD = 4
PAST = 4
GONE = (*EXITS, State.DISMANTLED, State.RECYCLED, State.LOST)
Bounds = tuple[int, int]


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: datetime.date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    def plus(self, count: int) -> "Quarter":
        year, rank = divmod(self.year * 4 + self.number - 1 + count, 4)
        return Quarter(year, rank + 1)

    @property
    def first(self) -> datetime.date:
        return datetime.date(self.year, 3 * self.number - 2, 1)

    def __str__(self) -> str:
        return f"{self.number}{'er' if self.number == 1 else 'e'} trim. {self.year}"


@dataclass(frozen=True)
class Balance:
    """What is left at the end of a quarter once those who asked are served, at worst and at best; what was planned in it."""

    quarter: Quarter
    low: int
    high: int
    planned: int

    @property
    def verdict(self) -> str:
        if self.low >= 0:
            return "Assez"
        return "Manque" if self.high < 0 else "Incertain"

    @property
    def look(self) -> str:
        return {"Assez": "ok", "Manque": "stop", "Incertain": "wait"}[self.verdict]


@dataclass(frozen=True)
class Forecast:
    """One category: what stands today, what past quarters teach, and the balance of the quarters to come."""

    category: Category
    waiting: int
    ready: int
    in_workshop: int
    announced: int
    share: tuple[float, float]
    known: int
    asked: Bounds
    balances: list[Balance]

    @property
    def share_words(self) -> str:
        """« 62 à 71 % »."""
        low, high = (round(100 * one) for one in self.share)
        return f"{low} %" if low == high else f"{low} à {high} %"


def forecast(network: Network) -> list[Forecast]:
    """The categories that are asked for or planned; a fixed number of queries.

    At worst: only what is decided comes, the lowest share of it is fit for reuse, as many ask as in the busiest of the
    last four quarters. At best: the reverse. Nothing is guessed where too few devices are known: any share is possible.
    """
    now = Quarter.of(timezone.localdate())
    waiting = _counts(_items(network).filter(state=NeedItem.State.WAITING, need__state__in=Need.OPEN))
    stock = _stock(network)
    announced = _announced(network)
    asked = _asked(network, now)
    planned = _planned(network, now)
    shares = _shares(network)
    wanted = {*waiting, *asked, *planned}
    return [
        _one(category, now, waiting, stock, announced, asked, planned, shares)
        for category in Category.objects.filter(pk__in=wanted, family=Category.Family.DEVICE)
    ]


def _one(category, now, waiting, stock, announced, asked, planned, shares) -> Forecast:
    slug = category.pk
    ready, bench = stock.get((slug, True), 0), stock.get((slug, False), 0)
    to_come = sum(announced.get(slug, {}).values())
    share, known = shares.get(slug, ((0.0, 1.0), 0))
    each = asked.get(slug, (0, 0))
    low = ready + (bench + to_come) * share[0] - waiting.get(slug, 0)
    high = ready + (bench + to_come) * share[1] - waiting.get(slug, 0)
    balances = []
    for rank in range(AHEAD):
        quarter = now.plus(rank)
        sure, all_ = planned.get(slug, {}).get(quarter, (0, 0))
        low += sure * share[0] - each[1]
        high += all_ * share[1] - each[0]
        balances.append(Balance(quarter, math.floor(low), math.floor(high), all_))
    return Forecast(category, waiting.get(slug, 0), ready, bench, to_come, share, known, each, balances)


def _items(network: Network):
    return NeedItem.objects.filter(need__network=network).exclude(category=None)


def _counts(rows) -> dict[str, int]:
    return dict(rows.order_by().values_list("category").annotate(count=Count("pk")))


def _stock(network: Network) -> dict[tuple[str, bool], int]:
    """Devices in stock by category, those that are ready apart."""
    rows = Device.objects.filter(network=network, state__in=(State.READY, *BENCH)).order_by()
    found: dict[tuple[str, bool], int] = defaultdict(int)
    for slug, state, count in rows.values_list("category", "state").annotate(count=Count("pk")):
        found[slug, state == State.READY] += count
    return found


def _announced(network: Network) -> dict[str, dict[object, int]]:
    """Units of accepted offers that are still to come, by category then donor."""
    lines = OfferLine.objects.filter(offer__network=network, offer__state=Offer.State.ACCEPTED).order_by()
    found: dict[str, dict[object, int]] = defaultdict(dict)
    for slug, donor, units in lines.values_list("category", "offer__donor").annotate(units=Sum("units")):
        found[slug][donor] = units
    return found


def _asked(network: Network, now: Quarter) -> dict[str, Bounds]:
    """The fewest and the most asked for in one of the last four whole quarters."""
    first = now.plus(-PAST)
    rows = _items(network).filter(need__asked_on__gte=first.first, need__asked_on__lt=now.first).order_by()
    counts: dict[str, dict[Quarter, int]] = defaultdict(
        lambda: dict.fromkeys((now.plus(-rank) for rank in range(1, PAST + 1)), 0)
    )
    for slug, day, count in rows.values_list("category", "need__asked_on").annotate(count=Count("pk")):
        counts[slug][Quarter.of(day)] += count
    return {slug: (min(each.values()), max(each.values())) for slug, each in counts.items()}


def _planned(network: Network, now: Quarter) -> dict[str, dict[Quarter, Bounds]]:
    """Units planned by quarter: those decided, and all. What a donor has offered since is not counted twice."""
    offered = _announced(network)
    plans = Renewal.objects.expected().filter(donor__network=network).order_by("year", "quarter")
    found: dict[str, dict[Quarter, Bounds]] = defaultdict(dict)
    for plan in plans:
        quarter = Quarter(plan.year, plan.quarter)
        if quarter < now or quarter >= now.plus(AHEAD):
            continue
        taken = min(plan.units, offered.get(plan.category_id, {}).get(plan.donor_id, 0))
        if taken:
            offered[plan.category_id][plan.donor_id] -= taken
        left = plan.units - taken
        sure, all_ = found[plan.category_id].get(quarter, (0, 0))
        decided = left if plan.confidence == Renewal.Confidence.DECIDED else 0
        found[plan.category_id][quarter] = (sure + decided, all_ + left)
    return found


def _shares(network: Network) -> dict[str, tuple[tuple[float, float], int]]:
    """Of the devices of each category that have left, the share that was reused, with its bounds, and how many are known."""
    rows = Device.objects.filter(network=network, state__in=GONE).order_by().values_list("category")
    counted = rows.annotate(reused=Count("pk", filter=Q(state__in=EXITS)), known=Count("pk"))
    return {
        slug: (likely(reused, known) if known >= FEWEST_KNOWN else (0.0, 1.0), known) for slug, reused, known in counted
    }
