"""Will there be enough: who waits for a kind of equipment, and what is on its way to them."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from maillon.giving.donations.models import Offer, OfferLine
from maillon.ground.organisations.models import Network
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger.models import Category
from maillon.sharing.needs.models import Need, NeedItem

BENCH = (State.RECEIVED, State.SORTED, State.TO_ERASE, State.ERASED, State.IN_REPAIR)


@dataclass(frozen=True)
class Supply:
    """For one category: who waits, what is ready, in the workshop, announced, and what that leaves."""

    category: Category
    waiting: int
    ready: int
    in_workshop: int
    announced: int

    @property
    def balance(self) -> int:
        return self.ready + self.in_workshop + self.announced - self.waiting

    @property
    def verdict(self) -> str:
        if self.balance < 0:
            return f"Manque {-self.balance}"
        return f"{self.balance} de trop" if self.balance > 2 * max(self.waiting, 5) else "Assez"

    @property
    def look(self) -> str:
        if self.balance < 0:
            return "stop"
        return "run" if "trop" in self.verdict else "ok"


def supply(network: Network) -> list[Supply]:
    """« Y en aura-t-il assez ? » : the categories that people ask for, in four queries."""
    waiting = _counted(
        NeedItem.objects.filter(need__network=network, state=NeedItem.State.WAITING, need__state__in=Need.OPEN).values(
            "category"
        )
    )
    devices = Device.objects.filter(network=network)
    ready = _counted(devices.filter(state=State.READY).values("category"))
    bench = _counted(devices.filter(state__in=BENCH).values("category"))
    lines = OfferLine.objects.filter(offer__network=network, offer__state=Offer.State.ACCEPTED).values_list(
        "category", "units"
    )
    announced: dict[str, int] = {}
    for slug, units in lines:
        announced[slug] = announced.get(slug, 0) + units
    asked = Category.objects.filter(pk__in={*waiting, *ready} - {""})
    return [
        Supply(
            category,
            waiting.get(category.pk, 0),
            ready.get(category.pk, 0),
            bench.get(category.pk, 0),
            announced.get(category.pk, 0),
        )
        for category in asked
    ]


def _counted(rows: QuerySet) -> dict[str, int]:
    return {row["category"]: row["count"] for row in rows.order_by().annotate(count=Count("pk"))}
