"""When? An honest answer, from the queue and its pace."""

import datetime
import math
from dataclasses import dataclass

from maillon.ground.organisations.models import Network
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger.models import Category
from maillon.sharing.needs.models import Need, NeedItem

PACE_WEEKS = 8
WORKSHOP = (State.RECEIVED, State.SORTED, State.TO_ERASE, State.ERASED, State.IN_REPAIR)


@dataclass(frozen=True)
class Estimate:
    """What is ahead, what is ready, what is coming, the pace of the last weeks, and the weeks that it makes."""

    ahead: int
    ready: int
    in_workshop: int
    per_week: float
    weeks: tuple[int, int] | None

    @property
    def label(self) -> str:
        """« moins d’une semaine », « 3 à 4 semaines », or that it cannot be said."""
        if self.weeks is None:
            return "pas encore estimable"
        least, most = self.weeks
        if most <= 1:
            return "moins d’une semaine"
        return f"{least} à {most} semaines" if least != most else f"{most} semaines"


def estimate(network: Network, category: Category, usage: str, today: datetime.date) -> Estimate:
    """The wait for one more request of this category and usage.

    Ready devices serve the first of the queue within a week; the rest leave at the pace of the last eight weeks.
    """
    items = NeedItem.objects.filter(need__network=network, category=category, need__usage=usage)
    ahead = items.filter(
        state=NeedItem.State.WAITING, need__state__in=(Need.State.WAITING, Need.State.QUESTION)
    ).count()
    devices = Device.objects.filter(network=network, category=category)
    ready = devices.filter(state=State.READY, usage=usage).count()
    in_workshop = devices.filter(state__in=WORKSHOP).count()
    since = today - datetime.timedelta(weeks=PACE_WEEKS)
    served = items.filter(state=NeedItem.State.SERVED, need__served_on__gte=since, need__served_on__lte=today).count()
    per_week = served / PACE_WEEKS
    weeks: tuple[int, int] | None
    if ahead < ready:
        weeks = (0, 1)
    elif per_week:
        left = (ahead - ready + 1) / per_week
        weeks = (max(1, math.floor(left)), max(1, math.ceil(left * 1.25)))
    else:
        weeks = None
    return Estimate(ahead, ready, in_workshop, round(per_week, 1), weeks)
