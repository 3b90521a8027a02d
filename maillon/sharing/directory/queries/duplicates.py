"""Two pages that may be the same place: the same SIRET, or names alike a few steps from each other."""

import math
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from maillon.common.geography import distance_km
from maillon.common.text import fold
from maillon.ground.organisations.models import Network
from maillon.sharing.directory.models import Apart, Place

NEAR_KM = 0.3
ALIKE = 0.6
MOST = 100
CELL = 0.01
"""Degrees: about a kilometre, more than `NEAR_KM`, so that neighbours are in the same square or in one that touches it."""
EMPTY_WORDS = frozenset({"de", "du", "des", "la", "le", "les", "l", "d", "et", "a", "au", "aux", "en", "sur", "saint"})


@dataclass(frozen=True)
class Pair:
    """Two places, and why they may be one; `km` between them, None when one has no position of its own."""

    one: Place
    other: Place
    why: str
    km: float | None


@dataclass(frozen=True, slots=True)
class _Spot:
    pk: uuid.UUID
    name: frozenset[str]
    pivot: str
    commune: str
    latitude: float
    longitude: float
    placed: bool


def duplicates(network: Network, *, most: int = MOST, of: Place | None = None) -> list[Pair]:
    """The pairs that a person should look at, the surest first; only those with one place when it is given."""
    spots = {spot.pk: spot for spot in _spots(network)}
    apart = {frozenset(pair) for pair in Apart.objects.filter(one__network=network).values_list("one", "other")}
    found: dict[frozenset[uuid.UUID], tuple[int, float]] = {}
    for one, other in _candidates(spots.values(), of):
        key = frozenset((one.pk, other.pk))
        if key in apart or key in found or len(key) < 2:
            continue
        if (score := _score(one, other)) is not None:
            found[key] = score
    best = sorted(found.items(), key=lambda item: (item[1], sorted(map(str, item[0]))))[:most]
    places = Place.objects.select_related("organisation").in_bulk([pk for key, _ in best for pk in key])
    pairs = ([places[pk] for pk in sorted(key)] for key, _ in best)
    return [_pair(one, other, spots) for one, other in pairs]


def _spots(network: Network) -> Iterator[_Spot]:
    fields = ("pk", "name", "pivot", "commune_code", "latitude", "longitude", "placed")
    for pk, name, *rest in Place.objects.published().filter(network=network).order_by().values_list(*fields):
        yield _Spot(pk, _words(name), *rest)


def _words(name: str) -> frozenset[str]:
    text = "".join(sign if sign.isalnum() else " " for sign in fold(name))
    words = text.split()
    return frozenset(words) - EMPTY_WORDS or frozenset(words)


def _candidates(spots: Iterable[_Spot], of: Place | None) -> Iterator[tuple[_Spot, _Spot]]:
    """Those of one SIRET, those of one square and its neighbours, those of one commune without a position."""
    by_pivot, by_cell, by_commune = defaultdict(list), defaultdict(list), defaultdict(list)
    spots = list(spots)
    for spot in spots:
        if spot.pivot.strip("0"):
            by_pivot[spot.pivot].append(spot)
        if spot.placed:
            by_cell[_cell(spot)].append(spot)
        by_commune[spot.commune].append(spot)
    for one in spots:
        if of is not None and one.pk != of.pk:
            continue
        yield from ((one, other) for other in by_pivot.get(one.pivot, ()) if one.pivot.strip("0"))
        if one.placed:
            x, y = _cell(one)
            for cell in ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
                yield from ((one, other) for other in by_cell.get(cell, ()) if one.name & other.name)
        elif one.commune:
            yield from ((one, other) for other in by_commune[one.commune] if one.name & other.name)


def _cell(spot: _Spot) -> tuple[int, int]:
    return math.floor(spot.longitude / CELL), math.floor(spot.latitude / CELL)


def _alike(one: _Spot, other: _Spot) -> float:
    """How much of their words two names share, from 0 to 1."""
    both = one.name | other.name
    return len(one.name & other.name) / len(both) if both else 0.0


def _score(one: _Spot, other: _Spot) -> tuple[int, float] | None:
    """The smaller, the surer; None when nothing says that they are one."""
    alike = _alike(one, other)
    if one.pivot.strip("0") and one.pivot == other.pivot and (alike >= ALIKE / 2 or one.commune == other.commune):
        return (0, -alike)
    if alike < ALIKE or (one.pivot.strip("0") and other.pivot.strip("0")):
        return None
    if one.placed and other.placed:
        return (1, -alike) if distance_km(one, other) <= NEAR_KM else None
    return (2, -alike) if one.commune == other.commune and alike > 0.8 else None


def _pair(one: Place, other: Place, spots: dict[uuid.UUID, _Spot]) -> Pair:
    km = distance_km(spots[one.pk], spots[other.pk]) if one.placed and other.placed else None
    if one.pivot.strip("0") and one.pivot == other.pivot:
        why = "même SIRET, RNA ou RIDET"
    elif km is not None:
        why = f"noms proches, à {round(km * 1000 / 10) * 10} m"
    else:
        why = "noms proches, même commune"
    # The one that says more is kept, unless the person chooses the other.
    first, second = sorted((one, other), key=lambda place: (-_said(place), place.created_at))
    return Pair(first, second, why, km)


def _said(place: Place) -> int:
    fields = (
        "phone",
        "address",
        "opening_hours",
        "summary",
        "details",
        "services",
        "emails",
        "websites",
        "organisation",
    )
    return sum(bool(getattr(place, name)) for name in fields)


def count(network: Network) -> int:
    """How many pairs wait for a decision."""
    return len(duplicates(network))
