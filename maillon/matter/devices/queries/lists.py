"""Devices as a list: filters, tabs by state, choices that exist."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Aggregate, CharField, Count, Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast

from maillon.common.text import fold
from maillon.ground.organisations.models import Member, Organisation, Role
from maillon.matter.devices.models import Device, State
from maillon.matter.devices.queries.search import matching
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Lot

# In the order of a life; a tab is shown when it has devices, or is the one asked for.
TABS = tuple(State)


# Up to so many, the devices that a search found are read by their keys, without searching again.
FEW = 500


class KeysOf(Aggregate):
    """The keys of the rows of a group, joined by commas."""

    function = "string_agg"
    template = "%(function)s(%(expressions)s::text, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="group_concat(%(expressions)s)", **context)


@dataclass
class Tabs:
    """How many devices each state holds under the other filters; `keys`, those of the chosen tab when a search found few."""

    state: str = ""
    total: int = 0
    states: Counter[str] = field(default_factory=Counter)
    keys: list[uuid.UUID] | None = None

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
    """The devices that the answers of the filter keep, whatever their state, which is counted."""
    if asked.get("q"):
        devices = matching(devices, asked["q"], prefix)
    for name, column in (("categorie", "category"), ("detenteur", "holder"), ("grade", "grade")):
        if asked.get(name):
            devices = devices.filter(**{column: asked[name]})
    return devices


def tabs(devices: QuerySet[Device], asked: dict[str, Any]) -> Tabs:
    """Count these devices by state, and keep the keys of what a search found; one query."""
    made, keys = Tabs(state=asked.get("etat", "")), []
    counted = devices.order_by().values("state").annotate(count=Count("*"))
    for row in counted.annotate(keys=KeysOf("pk")) if asked.get("q") else counted:
        made.total += row["count"]
        made.states[row["state"]] = row["count"]
        if made.state in ("", row["state"]):
            keys += str(row.get("keys") or "").split(",")
    if asked.get("q") and made.current <= FEW:
        made.keys = [uuid.UUID(key) for key in keys if key]
    return made


def rows(devices: QuerySet[Device], tabs: Tabs, order: str) -> QuerySet[Device]:
    """The devices of the chosen tab, in order, with what a row shows."""
    if tabs.keys is not None:
        devices = Device.objects.filter(pk__in=tabs.keys)
    elif tabs.state:
        devices = devices.filter(state=tabs.state)
    return devices.select_related("category", "holder").order_by(order, "pk")


@dataclass
class Choices:
    """What the filter offers: the categories of devices, and for those who see the whole network its holders."""

    categories: list[tuple[str, str]] = field(default_factory=list)
    holders: list[tuple[str, str]] = field(default_factory=list)


def choices(member: Member) -> Choices:
    """The categories and the holders that one may choose, by name; one query for both."""
    named = Category.objects.filter(family=Category.Family.DEVICE).order_by()
    found = named.values_list(Value("categories"), "slug", "plural")
    if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        held = Device.objects.filter(holder=OuterRef("pk"), network=member.network_id)
        holders = Organisation.objects.filter(Exists(held)).order_by()
        key = Cast("pk", CharField())
        found = found.union(holders.values_list(Value("holders"), key, "name"), all=True)
    made = Choices()
    for kind, key, name in sorted(found, key=lambda row: fold(row[2])):
        getattr(made, kind).append((str(uuid.UUID(key)) if kind == "holders" else key, name))
    return made


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
