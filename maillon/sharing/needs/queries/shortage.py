"""What is missing to serve everyone, and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from maillon.ground.organisations.models import Network
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.sharing.needs.models import Need, NeedItem
from maillon.sharing.needs.queries.matching import USAGES, Match, standing_for
from maillon.sharing.needs.queries.waiting import WORKSHOP


@dataclass(frozen=True)
class Shortage:
    """Things asked for that no proposal serves, of one category and usage, and the sentence that says why."""

    category: Category
    usage: str
    units: int
    why: str
    in_workshop: int

    @property
    def title(self) -> str:
        usage = f" d’usage {Device.Usage(self.usage).label.lower()}" if self.category.holds_data else ""
        return f"{self.category.named(self.units)}{usage}"


def shortages(
    network: Network, items: Iterable[NeedItem], devices: Iterable[Device], matches: Iterable[Match]
) -> list[Shortage]:
    """What is left over by this share, the most wanted first."""
    served = {match.item.pk for match in matches}
    left = [item for item in items if item.pk not in served]
    categories = {item.category_id: item.category for item in left}
    wanted = Counter((item.category_id, item.need.usage if item.category.holds_data else "") for item in left)
    stock = list(devices)
    workshop = dict(
        Device.objects.filter(network=network, state__in=WORKSHOP, category__in=categories)
        .order_by()
        .values_list("category")
        .annotate(units=Count("pk"))
    )
    return [
        Shortage(categories[slug], usage, units, _why(slug, usage, stock), workshop.get(slug, 0))
        for (slug, usage), units in wanted.most_common()
    ]


def _why(slug: str, usage: str, stock: list[Device]) -> str:
    """No device at all; or too slow ones; or all of them for older requests."""
    same = [device for device in stock if device.category_id in standing_for(slug)]
    if not same:
        return "Aucun n’est prêt."
    suited = [device for device in same if not usage or not device.usage or rank(device.usage) >= rank(usage)]
    if not suited:
        most = max((device.usage for device in same), key=rank)
        return f"{_ready(len(same))}, mais d’usage {Device.Usage(most).label.lower()} au mieux."
    return f"{_ready(len(suited))}, déjà proposé{'s' if len(suited) > 1 else ''} à des demandes plus anciennes ou urgentes."


def rank(usage: str) -> int:
    """The place of a usage class, from the lightest."""
    return USAGES.index(Device.Usage(usage)) if usage else -1


def _ready(count: int) -> str:
    return "Un seul est prêt" if count == 1 else f"{count} sont prêts"


def unanswered(network: Network) -> int:
    """How many requests wait for their prescriber's answer, and are left out of the share meanwhile."""
    return Need.objects.filter(network=network, state=Need.State.QUESTION).count()
