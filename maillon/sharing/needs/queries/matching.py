"""Which ready device suits which request, and why; then the best share of all devices over the whole queue.

Every reason is a sentence for the person who decides. Nothing here writes.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from maillon.common import geography
from maillon.ground.organisations.models import Network
from maillon.matter.devices.models import Device, State
from maillon.matter.lots.models import Regime
from maillon.sharing.needs.models import Need, NeedItem

USAGES = [Device.Usage.OCCASIONAL, Device.Usage.EVERYDAY, Device.Usage.ADVANCED]
# A portable may serve who asked for a desktop, never the other way round: space and moving are the person's constraints.
STANDS_FOR = {"desktop": ("desktop", "laptop")}
LIGHT_G = 2000
NEAR_KM = 50.0


@dataclass(frozen=True)
class Match:
    """A device for an item of a request: how well it suits (higher is better), why, and what to beware of."""

    item: NeedItem
    device: Device
    score: float
    distance_km: float
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def journey(self) -> str:
        """« Sur place », « À 34 km »."""
        return "Sur place" if self.distance_km < 1 else f"À {self.distance_km:.0f} km"

    @property
    def merits(self) -> list[str]:
        """The reasons without the journey, for a table that has its column."""
        return [reason for reason in self.reasons if reason != self.journey]


def suit(item: NeedItem, device: Device, today: datetime.date) -> Match | None:
    """Whether this device suits this item, and how well; None when it does not.

    A device of a lower usage class never suits; a higher one costs, since someone else may need it. The age of the
    request and its attested urgency count for every device alike: they decide between requests, not between devices.
    """
    need = item.need
    if device.category_id not in standing_for(item.category_id):
        return None
    reasons, warnings = [], []
    score = float(need.weight_days(today))
    if device.category_id != item.category_id:
        score -= 5
        warnings.append(f"{device.category.name}, et non {item.category.name.lower()}")
    if device.usage and item.category.holds_data:
        gap = USAGES.index(Device.Usage(device.usage)) - USAGES.index(Device.Usage(need.usage))
        if gap < 0:
            return None
        score -= 8 * gap
        usage = Device.Usage(device.usage).label.lower()
        if gap:
            warnings.append(f"usage {usage} : plus que demandé")
        else:
            reasons.append(f"Usage {usage} : demandé")
    if need.urgent_before and need.urgent_before >= today:
        reasons.append(f"Urgence attestée : avant le {need.urgent_before:%d/%m/%Y}")
    score += _requirements(need, device, reasons, warnings)
    distance = _road_km(need.commune_code, device.holder.commune_code)
    score -= min(distance, 4 * NEAR_KM) / NEAR_KM * 5
    match = Match(item, device, round(score, 2), round(distance, 1), reasons, warnings)
    reasons += [match.journey, _outlet(device, need)]
    return match


@lru_cache(maxsize=50_000)
def _road_km(one: str, other: str) -> float:
    """The journey between two communes, by their official codes; the same pairs come back for every device."""
    return geography.distance_km(geography.commune(one), geography.commune(other)) * geography.ROAD_FACTOR


def _requirements(need: Need, device: Device, reasons: list[str], warnings: list[str]) -> float:
    change = 0.0
    if Need.Requirement.LIGHT in need.requirements:
        weight = f"{device.mass_g / 1000:.1f}".replace(".", ",") + " kg"
        if device.mass_g <= LIGHT_G:
            reasons.append(f"Léger, {weight} : demandé")
            change += 4
        else:
            warnings.append(f"{weight} : la personne a demandé un appareil léger")
            change -= 6
    if Need.Requirement.LARGE_SCREEN in need.requirements:
        if device.screen:
            reasons.append(f"Écran {device.screen} : grand écran demandé, à vérifier")
        else:
            warnings.append("Taille d’écran inconnue : un grand écran est demandé")
            change -= 1
    if Need.Requirement.CAMERA in need.requirements and "webcam" in device.known_defects.lower():
        warnings.append("Caméra absente ou en panne")
        change -= 10
    if device.battery_pct is not None and device.battery_pct < 50:
        warnings.append(f"Batterie à {device.battery_pct} %")
        change -= 2
    return change


def _outlet(device: Device, need: Need) -> str:
    regime = device.lot.get_regime_display()
    if device.regime == Regime.LOAN:
        return f"{regime} au réseau : ne peut qu’être prêté"
    return f"{regime} : peut lui être donné" if need.person_id else f"{regime} : association à vérifier"


def standing_for(category_id: str) -> tuple[str, ...]:
    """The categories whose devices may serve who asked for this one."""
    return STANDS_FOR.get(category_id, (category_id,))


def ready(network: Network, categories: Iterable[str]) -> list[Device]:
    """The ready devices that may serve these categories, with what matching reads of them."""
    wanted = {slug for category in categories for slug in standing_for(category)}
    devices = Device.objects.filter(network=network, state=State.READY, transfer=None, category__in=wanted)
    return list(devices.select_related("category", "holder", "lot"))


def candidates(item: NeedItem, today: datetime.date, limit: int = 10) -> list[Match]:
    """The ready devices that suit this item, best first."""
    found = (suit(item, device, today) for device in ready(item.need.network, [item.category_id]))
    return sorted((match for match in found if match), key=lambda match: -match.score)[:limit]


def waiting_items(network: Network) -> list[NeedItem]:
    """What requests without a question pending still wait for, with what matching reads of it."""
    items = NeedItem.objects.filter(
        need__network=network, need__state=Need.State.WAITING, state=NeedItem.State.WAITING
    ).select_related("need", "need__network", "need__association", "category")
    return list(items.order_by("need__asked_on", "need__number", "category__rank", "id"))


def plan(network: Network, today: datetime.date) -> list[Match]:
    """The best share of the ready devices among all waiting items: as many served as possible, then the highest scores.

    An assignment problem, solved exactly (scipy's linear_sum_assignment). The oldest request comes first.
    """
    items = waiting_items(network)
    return share(items, ready(network, {item.category_id for item in items}), today)


def share(items: list[NeedItem], devices: list[Device], today: datetime.date) -> list[Match]:
    """The same for these items and these devices."""
    rank = {item.pk: place for place, item in enumerate(items)}
    return sorted(_assign(items, devices, today), key=lambda match: rank[match.item.pk])


def _assign(items: list[NeedItem], devices: list[Device], today: datetime.date) -> Iterable[Match]:
    import numpy
    from scipy.optimize import linear_sum_assignment

    if not items or not devices:
        return []
    found: dict[tuple[int, int], Match] = {}
    for row, item in enumerate(items):
        for column, device in enumerate(devices):
            if match := suit(item, device, today):
                found[row, column] = match
    if not found:
        return []
    best = max(match.score for match in found.values())
    least = min(match.score for match in found.values())
    # Serving one more request is worth more than any gain of score: unsuitable pairs cost more than all others together.
    prohibitive = (best - least + 1) * (min(len(items), len(devices)) + 1)
    costs = numpy.full((len(items), len(devices)), prohibitive)
    for (row, column), match in found.items():
        costs[row, column] = best - match.score
    rows, columns = linear_sum_assignment(costs)
    return [found[pair] for pair in zip(rows.tolist(), columns.tolist(), strict=True) if pair in found]
