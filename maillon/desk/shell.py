"""What every page carries around its content: who acts, for whom, where she can go."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from maillon.ground.organisations.models import WORKSHOP, Member, Network, Role
from maillon.telling.pages import queries as pages

ALL = frozenset(Role.values)


@dataclass(frozen=True)
class Item:
    """One entry of the navigation."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int | None = None
    seldom: bool = False


@dataclass(frozen=True)
class Shell:
    """The frame of a page."""

    demo: bool
    network: Network | None
    member: Member | None
    nav: list[Item] = field(default_factory=list)
    public_nav: list[Item] = field(default_factory=list)
    foot_nav: list[Item] = field(default_factory=list)
    others: bool = False

    @property
    def pitch(self) -> str:
        """The case made to donors, for the pages below that lead there."""
        return reverse("desk:pitch", args=[self.network.slug]) if self.network else ""

    @property
    def first(self) -> list[Item]:
        """What stands in the bar: everything when it fits, else what is opened each day."""
        return self.nav if len(self.nav) <= FITS else [item for item in self.nav if not item.seldom]

    @property
    def more(self) -> list[Item]:
        """What waits behind « Plus »."""
        return [] if len(self.nav) <= FITS else [item for item in self.nav if item.seldom]


# How many entries a bar of 1280 pixels holds on one line.
FITS = 11
# Opened some days only: behind « Plus » for whoever has many.
SELDOM = frozenset(
    {
        "donors:list",
        "agreements:frames",
        "groups:groups",
        "desk:forecast",
        "desk:pitch",
        "donors:receipts",
        "transfers:list",
        "erasure:list",
        "directory:list",
        "refurbishing:rules",
        "corrections:list",
    }
)
# Public pages of the network: their address names it.
OF_NETWORK = frozenset({"desk:pitch"})
# label, URL name, icon, roles that meet it; in the order of a device's life.
ENTRIES: tuple[tuple[str, str, str, frozenset[str]], ...] = (
    ("À faire", "desk:home", "home", ALL),
    ("Scanner", "desk:scan", "scan", frozenset({*WORKSHOP, Role.LOGISTICIAN, Role.DRIVER})),
    ("Dons", "donations:list", "gift", frozenset({Role.COORDINATOR, Role.DONOR, Role.LOGISTICIAN})),
    ("Mon bilan", "donors:mine", "chart", frozenset({Role.DONOR})),
    ("Donateurs", "donors:list", "people", frozenset({Role.COORDINATOR})),
    ("Conventions", "agreements:frames", "certificate", frozenset({Role.COORDINATOR, Role.MANAGER, Role.DONOR})),
    ("Groupes", "groups:groups", "network", frozenset({Role.COORDINATOR})),
    ("Réemploi interne", "reuse:list", "people", frozenset({Role.DONOR})),
    ("Mon groupe", "groups:mine", "network", frozenset({Role.DONOR})),
    ("Prévisions", "desk:forecast", "calendar", frozenset({Role.COORDINATOR, Role.LOGISTICIAN})),
    ("Argumentaire", "desk:pitch", "book", frozenset({Role.COORDINATOR, Role.DONOR})),
    ("Reçus fiscaux", "donors:receipts", "euro", frozenset({Role.COORDINATOR, Role.MANAGER})),
    ("Ma tournée", "rounds:mine", "truck", frozenset({Role.DRIVER})),
    ("Tournées", "rounds:list", "truck", frozenset({Role.COORDINATOR, Role.LOGISTICIAN})),
    ("Dépôts", "rounds:door", "box", frozenset({Role.DRIVER})),
    ("Lots", "lots:list", "box", frozenset({Role.COORDINATOR, Role.LOGISTICIAN, Role.MANAGER, *WORKSHOP})),
    (
        "Transferts",
        "transfers:list",
        "truck",
        frozenset({Role.COORDINATOR, Role.LOGISTICIAN, Role.MANAGER, *WORKSHOP}),
    ),
    ("Atelier", "refurbishing:workshop", "wrench", frozenset(WORKSHOP)),
    (
        "Appareils",
        "devices:list",
        "laptop",
        frozenset({Role.COORDINATOR, Role.MANAGER, Role.DISTRIBUTOR, Role.DONOR, *WORKSHOP}),
    ),
    (
        "Certificats",
        "erasure:list",
        "certificate",
        frozenset({Role.COORDINATOR, Role.DONOR, Role.MANAGER, Role.SUPERVISOR}),
    ),
    (
        "Nouvelle demande",
        "needs:ask",
        "file",
        frozenset({Role.PRESCRIBER}),
    ),
    (
        "Demandes",
        "needs:list",
        "people",
        frozenset({Role.COORDINATOR, Role.PRESCRIBER, Role.DISTRIBUTOR, Role.MEDIATOR}),
    ),
    (
        "Remises",
        "handovers:list",
        "handover",
        frozenset({Role.COORDINATOR, Role.PRESCRIBER, Role.DISTRIBUTOR}),
    ),
    (
        "Séances",
        "accompaniment:list",
        "calendar",
        frozenset({Role.COORDINATOR, Role.PRESCRIBER, Role.MEDIATOR, Role.DISTRIBUTOR}),
    ),
    (
        "Annuaire",
        "directory:list",
        "place",
        frozenset(
            {Role.COORDINATOR, Role.ADMINISTRATOR, Role.MANAGER, Role.PRESCRIBER, Role.MEDIATOR, Role.DISTRIBUTOR}
        ),
    ),
    ("Grades", "refurbishing:rules", "settings", frozenset({Role.COORDINATOR})),
    ("Réseau", "organisations:list", "network", frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.MANAGER})),
    (
        "Anomalies",
        "corrections:list",
        "warning",
        frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.SUPERVISOR, Role.LOGISTICIAN, Role.MANAGER}),
    ),
    (
        "Chiffres",
        "impact:report",
        "chart",
        frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.FUNDER, Role.MANAGER}),
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor; it reads nothing until a template asks."""
    return {"shell": SimpleLazyObject(lambda: build(request))}


def build(request: HttpRequest) -> Shell:
    """The frame of this request's page."""
    member = getattr(request, "member", None)
    # A public page bears the name of its own network, even before a member of another one.
    network = getattr(request, "network", None) or (member.network if member else None)
    return Shell(
        demo=settings.DEMO,
        network=network,
        member=member,
        nav=_navigation(request, member) if member else [],
        public_nav=_public_navigation(request, network),
        foot_nav=[Item(label, url, "") for label, url in pages.foot(network)],
        others=len(getattr(request, "members", ())) > 1,
    )


def _navigation(request: HttpRequest, member: Member) -> list[Item]:
    items = []
    for label, name, icon, roles in ENTRIES:
        if roles.intersection(member.roles):
            url = reverse(name, args=[member.network.slug] if name in OF_NETWORK else [])
            current = request.path == url or (url != "/a-faire/" and request.path.startswith(url))
            items.append(Item(label, url, icon, current, seldom=name in SELDOM))
    best = max((item for item in items if item.current), key=lambda item: len(item.url), default=None)
    return [replace(item, current=item is best) for item in items]


def _public_navigation(request: HttpRequest, network: Network | None) -> list[Item]:
    if network is None:
        return []
    pages = (
        ("Donner", reverse("donations:offer", args=[network.slug]), "gift"),
        ("Trouver un lieu", reverse("directory:search", args=[network.slug]), "place"),
        ("Impact", reverse("impact:public", args=[network.slug]), "chart"),
        ("Contact", reverse("pages:contact", args=[network.slug]), "mail"),
    )
    return [Item(label, url, icon, request.path == url) for label, url, icon in pages]
