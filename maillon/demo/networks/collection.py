"""Deliveries: who gives what to whom and when, what each weighs, and what becomes of each unit."""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from maillon.demo.networks.ground import Team
from maillon.demo.networks.machines import Machine, draw
from maillon.giving.donations.models import Offer
from maillon.ground.documents.models import Document
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Donor, Lot

# What is not kept for reuse: its share, its usual mass and how far from it, in grams.
WORN_OUT = {
    "monitor": (30, 6500, 1500),
    "desktop": (30, 9500, 2200),
    "printer": (13, 10500, 3000),
    "multifunction": (7, 36000, 9000),
    "server": (6, 24000, 5000),
    "laptop": (8, 2300, 300),
    "network": (3, 3100, 900),
    "projector": (3, 3200, 600),
}
USUAL = {"laptop": 1700, "desktop": 5600, "monitor": 5200, "tablet": 520, "smartphone": 180}
SPREAD = {"laptop": 180, "desktop": 500, "monitor": 900, "tablet": 60, "smartphone": 15}
ACCESSORIES = {"charger": 34, "keyboard": 22, "mouse": 22, "cable": 12, "dock": 5, "headset": 3, "webcam": 1, "bag": 1}
SCALE_G = 500  # the step of the platform scales
# Under the first, what is missing to a delivery is made of screens; under the second, of one.
HEAVIEST_G, LAST_SCREEN_G = 60_000, 10_000


@dataclass(slots=True, eq=False)
class Giver:
    """A donor to be: its offer makes it known to the network."""

    name: str
    kind: str
    commune_code: str
    contact: str
    email: str
    phone: str
    siret: str = ""
    donor: Donor | None = None


@dataclass(slots=True, eq=False)
class Unit:
    """One device to be. `fate`: reuse, recycled (at sorting), failed (at erasure), bench (at its test), lost."""

    category: str
    mass_g: int | None
    fate: str
    lot: "Delivery"
    machine: Machine | None = None
    cosmetic: str = "worn"
    usage: str = ""
    ready_at: datetime.datetime | None = None
    installed: bool = True
    device: Device | None = None
    certificate: Document | None = None


@dataclass(slots=True, eq=False)
class Delivery:
    """One lot to be. `offered`: it comes of an offer; else it is brought to the door. `bench_from`: no erasure before.

    `at` is when it arrives, where that is known; `collect` receives it on the road rather than at the door.
    """

    team: Team
    giver: Giver
    day: datetime.date
    share: float = 1.0
    bench_from: datetime.date | None = None
    offered: bool = True
    at: datetime.datetime | None = None
    collect: "Callable[[Delivery, dict[str, Any]], Lot] | None" = None
    units: list[Unit] = field(default_factory=list)
    accessories: Counter[str] = field(default_factory=Counter)
    weighed_g: int = 0
    offer: Offer | None = None
    lot: Lot | None = None

    def counts(self) -> Counter[str]:
        return Counter(unit.category for unit in self.units) + self.accessories


class Filling:
    """Puts units and accessories into deliveries."""

    def __init__(self, random: Random, categories: Mapping[str, Category]):
        self.random = random
        self.categories = categories

    def reuse(self, deliveries: Sequence[Delivery], mix: Mapping[str, int], fate: str = "reuse") -> list[Unit]:
        """So many units of each category that will be kept, among the deliveries by their shares."""
        wanted = [category for category, count in mix.items() for _ in range(count)]
        if not wanted:
            return []
        self.random.shuffle(wanted)
        places = self.random.choices(deliveries, [delivery.share for delivery in deliveries], k=len(wanted))
        return [self._kept(category, delivery, fate) for category, delivery in zip(wanted, places, strict=True)]

    def _kept(self, category: str, delivery: Delivery, fate: str) -> Unit:
        machine = draw(category, self.random)
        usual = machine.model.mass_g if machine else USUAL[category]
        weighed = self.random.random() < 0.7
        mass = self._mass(category, usual, SPREAD[category]) if weighed else None
        cosmetic = self.random.choices(("fine", "worn", "marked", "damaged"), (30, 50, 17, 3))[0]
        unit = Unit(category, mass, fate, delivery, machine, cosmetic)
        delivery.units.append(unit)
        return unit

    def _mass(self, category: str, usual: int, spread: int) -> int:
        bounds = self.categories[category]
        mass = round(self.random.gauss(usual, spread), -1)
        return int(min(bounds.most_mass_g, max(bounds.least_mass_g, mass)))

    def _worn_out(self, delivery: Delivery, category: str = "") -> Unit:
        category = category or self.random.choices(list(WORN_OUT), [share for share, _, _ in WORN_OUT.values()])[0]
        _, usual, spread = WORN_OUT[category]
        fate = self.random.choices(("recycled", "failed", "bench", "lost"), (900, 60, 36, 4))[0]
        if category not in ("laptop", "desktop") and fate in ("failed", "bench"):
            fate = "recycled"
        machine = draw(category, self.random) if fate in ("failed", "bench") else None
        unit = Unit(category, self._mass(category, usual, spread), fate, delivery, machine, installed=False)
        delivery.units.append(unit)
        return unit

    def accessories(self, deliveries: Sequence[Delivery], count: int) -> None:
        """So many accessories, among the deliveries by their shares."""
        places = self.random.choices(deliveries, [delivery.share for delivery in deliveries], k=count)
        kinds = self.random.choices(list(ACCESSORIES), list(ACCESSORIES.values()), k=count)
        for delivery, kind in zip(places, kinds, strict=True):
            delivery.accessories[kind] += 1

    def to_count(self, deliveries: Sequence[Delivery], units: int) -> None:
        """Worn-out units until there are `units` in all; each delivery is weighed, to a small difference."""
        missing = units - sum(len(delivery.units) for delivery in deliveries)
        for delivery in self.random.choices(deliveries, [delivery.share for delivery in deliveries], k=missing):
            self._worn_out(delivery)
        for delivery in deliveries:
            self.weigh(delivery)

    def weigh(self, delivery: Delivery) -> None:
        """What the scales say: what is in it, some packaging or none, to the step of the scales."""
        told = self.mass(delivery) * self.random.uniform(0.997, 1.006)
        delivery.weighed_g = max(SCALE_G, round(told / SCALE_G) * SCALE_G)

    def to_mass(self, deliveries: Sequence[Delivery], mass_g: int) -> None:
        """Worn-out units until each delivery has its share of the mass; the scales then say exactly `mass_g` in all."""
        shares = sum(delivery.share for delivery in deliveries)
        for delivery in deliveries:
            left = mass_g * delivery.share / shares - self.mass(delivery)
            while left > HEAVIEST_G:
                left -= self._worn_out(delivery).mass_g or 0
            while left > LAST_SCREEN_G:
                left -= self._worn_out(delivery, "monitor").mass_g or 0
            if left > self.categories["monitor"].least_mass_g:
                delivery.units.append(Unit("monitor", round(left / 10) * 10, "recycled", delivery, installed=False))
        told = [self.mass(delivery) * self.random.uniform(0.997, 1.005) for delivery in deliveries]
        for delivery, mass in zip(deliveries, told, strict=True):
            delivery.weighed_g = round(mass * mass_g / sum(told) / SCALE_G) * SCALE_G
        heaviest = max(deliveries, key=lambda delivery: delivery.weighed_g)
        heaviest.weighed_g += mass_g - sum(delivery.weighed_g for delivery in deliveries)

    def mass(self, delivery: Delivery) -> int:
        """The mass of all that is in it, in grams."""
        units = (unit.mass_g or self.categories[unit.category].default_mass_g for unit in delivery.units)
        bulk = (self.categories[kind].default_mass_g * count for kind, count in delivery.accessories.items())
        return sum(units) + sum(bulk)


def spread(first: datetime.date, last: datetime.date, count: int, random: Random) -> list[datetime.date]:
    """So many days from one to the other, in order."""
    length = (last - first).days
    return sorted(first + datetime.timedelta(days=random.randint(0, length)) for _ in range(count))
