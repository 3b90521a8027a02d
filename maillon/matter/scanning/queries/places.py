"""The tree of locations, and what stands on them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from maillon.ground.organisations.models import Member, Site
from maillon.matter.devices.models import IN_STOCK
from maillon.matter.ledger.models import Location
from maillon.matter.lots.queries import choosable_sites


@dataclass(frozen=True)
class Zone:
    """A zone with its shelves, each with its `count` of devices, and how many stand in all of it."""

    location: Location
    shelves: list[Location]
    count: int


@dataclass(frozen=True)
class Tree:
    """A site with its zones."""

    site: Site
    zones: list[Zone] = field(default_factory=list)


def places(member: Member) -> QuerySet:
    """The locations that this member sees, each with the `count` of devices that stand on it."""
    stocked = Count("devices", filter=Q(devices__state__in=IN_STOCK))
    return Location.objects.visible_to(member).in_use().select_related("site", "parent").annotate(count=stocked)


def trees(member: Member) -> list[Tree]:
    """Her sites with their zones and shelves, by name; two queries."""
    by_parent: dict[object, list[Location]] = defaultdict(list)
    counts: Counter[object] = Counter()
    for location in sorted(places(member), key=lambda location: natural(location.name)):
        by_parent[location.parent_id or location.site_id].append(location)
        counts[location.parent_id or location.pk] += location.count
    sites = choosable_sites(member)
    return [
        Tree(site, [Zone(zone, by_parent[zone.pk], counts[zone.pk]) for zone in by_parent[site.pk]])
        for site in sites
        if by_parent[site.pk] or site.organisation_id == member.organisation_id
    ]


def natural(name: str) -> list[tuple[int, int, str]]:
    """B2 before B10."""
    parts: list[tuple[int, int, str]] = []
    word = ""
    for sign in f"{name}\0":
        if word and sign.isdecimal() != word[-1].isdecimal():
            parts.append((0, int(word), "") if word.isdecimal() else (1, 0, word.lower()))
            word = ""
        word += sign
    return parts


def captions(locations: Iterable[Location]) -> list[tuple[str, str, str]]:
    """What the label of each says: its name in big letters, its code, where it is."""
    return [
        (
            location.name,
            location.code,
            " › ".join([location.site.name, *([location.parent.name] if location.parent else [])]),
        )
        for location in locations
    ]
