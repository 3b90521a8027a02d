"""When? An honest answer, from the queue and its pace."""

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from maillon.ground.organisations.models import Network
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger.models import Category
from maillon.sharing.needs.models import Need, NeedItem

PACE_WEEKS = 8
# What may do instead, if the person agrees.
SIMILAR = {"laptop": "desktop", "tablet": "laptop"}
WORKSHOP = (State.RECEIVED, State.SORTED, State.TO_ERASE, State.ERASED, State.IN_REPAIR)


@dataclass(frozen=True)
class Estimate:
    """What is ahead, what is ready, what is coming, the pace of the last weeks, and the weeks that it makes."""

    category: Category
    ahead: int
    ready: int
    in_workshop: int
    per_week: float
    weeks: tuple[int, int] | None

    @property
    def most_weeks(self) -> float:
        return self.weeks[1] if self.weeks else math.inf

    @property
    def label(self) -> str:
        """« moins d’une semaine », « 3 à 4 semaines », « pas encore estimable »."""
        if self.weeks is None:
            return "pas encore estimable"
        least, most = self.weeks
        if most <= 1:
            return "moins d’une semaine"
        return f"{least} à {most} semaines" if least != most else f"{most} semaines"


def estimate(
    network: Network, category: Category, usage: str, today: datetime.date, before: Need | None = None
) -> Estimate:
    """The wait for one more request of this category and usage; or for one already in the queue, `before` which others are.

    Ready devices serve the first of the queue within a week; the rest leave at the pace of the last eight weeks.
    """
    since = today - datetime.timedelta(weeks=PACE_WEEKS)
    waits = Q(state=NeedItem.State.WAITING, need__state__in=(Need.State.WAITING, Need.State.QUESTION))
    if before:
        older = Q(need__asked_on=before.asked_on, need__number__lt=before.number, need__year=before.year)
        waits &= Q(need__asked_on__lt=before.asked_on) | older
    left = Q(state=NeedItem.State.SERVED, need__served_on__gte=since, need__served_on__lte=today)
    queue = NeedItem.objects.filter(need__network=network, category=category)
    if category.holds_data:
        queue = queue.filter(need__usage=usage)
    counted = queue.aggregate(ahead=Count("pk", filter=waits), served=Count("pk", filter=left))
    suits = Q(state=State.READY, transfer=None) & (Q(usage=usage) if category.holds_data else Q())
    stock = Device.objects.filter(network=network, category=category).aggregate(
        ready=Count("pk", filter=suits), in_workshop=Count("pk", filter=Q(state__in=WORKSHOP))
    )
    ahead, per_week = counted["ahead"], counted["served"] / PACE_WEEKS
    weeks: tuple[int, int] | None
    if ahead < stock["ready"]:
        weeks = (0, 1)
    elif per_week:
        remaining = (ahead - stock["ready"] + 1) / per_week
        weeks = (max(1, math.floor(remaining)), max(1, math.ceil(remaining * 1.25)))
    else:
        weeks = None
    return Estimate(category, ahead, stock["ready"], stock["in_workshop"], round(per_week, 1), weeks)


@dataclass(frozen=True)
class Wait:
    """What a request waits for: one estimate a category, the longest first, and a category that would come sooner."""

    estimates: list[Estimate]
    sooner: Estimate | None

    @property
    def longest(self) -> Estimate | None:
        return self.estimates[0] if self.estimates else None


def wait(
    network: Network, categories: Iterable[Category], usage: str, today: datetime.date, before: Need | None = None
) -> Wait:
    """When a request for these categories may be served, all of them together."""
    estimates = [estimate(network, category, usage, today, before) for category in categories]
    estimates.sort(key=lambda one: -one.most_weeks)
    return Wait(estimates, _sooner(network, estimates, usage, today))


def _sooner(network: Network, estimates: list[Estimate], usage: str, today: datetime.date) -> Estimate | None:
    asked = {one.category.pk for one in estimates}
    other = SIMILAR.get(estimates[0].category.pk) if estimates else None
    if other is None or other in asked:
        return None
    found = estimate(network, Category.objects.get(pk=other), usage, today)
    return found if found.weeks and found.most_weeks * 2 <= estimates[0].most_weeks else None
