"""Devices as a list: filters, tabs by state, choices that exist."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from maillon.ground.organisations.models import Member, Organisation, Role
from maillon.matter.devices.models import Device, State
from maillon.matter.devices.queries.search import matching
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Lot

# In the order of a life; a tab is shown when it has devices, or is the one asked for.
TABS = tuple(State)


@dataclass
class Tabs:
    """How many devices each state holds under the other filters, and the categories among them."""

    state: str = ""
    total: int = 0
    states: Counter[str] = field(default_factory=Counter)
    categories: dict[str, str] = field(default_factory=dict)

    @property
    def current(self) -> int:
        """How many devices the chosen tab holds."""
        return self.states[self.state] if self.state else self.total

    @property
    def shown(self) -> list[tuple[str, str, int]]:
        """(state, its label, count) of the tabs worth showing."""
        return [
            (state.value, str(state.label), self.states[state])
            for state in TABS
            if self.states[state] or state == self.state
        ]


def filtered(devices: QuerySet[Device], asked: dict[str, Any], prefix: str) -> QuerySet[Device]:
    """The devices that the answers of the filter keep, but for the state and the category, which are counted."""
    if asked.get("q"):
        devices = matching(devices, asked["q"], prefix)
    if asked.get("detenteur"):
        devices = devices.filter(holder=asked["detenteur"])
    if asked.get("grade"):
        devices = devices.filter(grade=asked["grade"])
    return devices


def tabs(devices: QuerySet[Device], asked: dict[str, Any]) -> Tabs:
    """Count these devices by state, those of the category asked for if there is one; one query."""
    made, category = Tabs(state=asked.get("etat", "")), asked.get("categorie")
    rows = devices.order_by().values("state", "category", "category__plural").annotate(count=Count("pk"))
    for row in rows:
        made.categories[row["category"]] = row["category__plural"]
        if not category or category == row["category"]:
            made.total += row["count"]
            made.states[row["state"]] += row["count"]
    return made


def holders(member: Member) -> list[tuple[uuid.UUID, str]]:
    """Who holds devices in the network, for those who see them all; empty for the others, without a query."""
    if not member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return []
    held = Device.objects.filter(holder=OuterRef("pk"), network=member.network_id)
    return list(Organisation.objects.filter(Exists(held)).values_list("pk", "name"))


def rows(devices: QuerySet[Device], asked: dict[str, Any], order: str) -> QuerySet[Device]:
    """The devices of the chosen tab and category, in order, with what a row shows."""
    if asked.get("etat"):
        devices = devices.filter(state=asked["etat"])
    if asked.get("categorie"):
        devices = devices.filter(category=asked["categorie"])
    return devices.select_related("category", "holder").order_by(order, "pk")


def of_lot(lot: Lot) -> QuerySet[Device]:
    """The devices of a lot, the last taken in first."""
    return Device.objects.filter(lot=lot).select_related("category").order_by("-created_at", "-pk")


@dataclass(frozen=True)
class Intake:
    """How far the intake of a lot is, and what may come next."""

    counted: int
    entered: int
    choices: list[tuple[str, str]]
    next_category: str

    @property
    def left(self) -> int:
        return max(self.counted - self.entered, 0)

    @property
    def progress(self) -> str:
        return f"{self.entered} sur {self.counted}"


def intake(lot: Lot) -> Intake:
    """What is left to take in, the categories of the lot first; three queries."""
    counts = lot.counts.filter(category__family=Category.Family.DEVICE)
    counted = dict(counts.order_by("category__rank").values_list("category", "counted"))
    made = Device.objects.filter(lot=lot).order_by().values_list("category").annotate(n=Count("pk"))
    entered = Counter(dict(made))
    names = dict(
        Category.objects.filter(family=Category.Family.DEVICE).order_by("rank", "name").values_list("slug", "name")
    )
    left = {slug: counted[slug] - entered[slug] for slug in counted}
    first = [slug for slug in counted if slug in names]
    return Intake(
        sum(counted.values()),
        sum(entered.values()),
        [
            *((slug, f"{names[slug]} ({left[slug]} à entrer)" if left[slug] > 0 else names[slug]) for slug in first),
            *((slug, name) for slug, name in names.items() if slug not in counted),
        ],
        next((slug for slug in first if left[slug] > 0), ""),
    )


def captions(devices: Iterable[Device]) -> list[tuple[str, str]]:
    """The label of each device, and what it is in a few words."""
    return [(device.label, device.title[:40]) for device in devices]
