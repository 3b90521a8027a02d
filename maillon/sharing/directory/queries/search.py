"""Finding a place: by words, by distance, by what is done there; in a list, and on a map drawn without tiles."""

import datetime
import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Avg, Count, F, IntegerField, Max, Min, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from maillon.common import geography, hours
from maillon.common.geography.maps import Milestone, marks_svg
from maillon.common.text import fold
from maillon.ground.organisations.models import Network
from maillon.sharing.directory.models import Place

PAGE = 20
CELLS = 10
"""How many squares the map is cut into, along its longer side: the places of one make one disc."""
MAP_WIDTH = 400
DEGREE_KM = 111.2
Zone = tuple[float, float, float, float]


@dataclass(frozen=True)
class Wanted:
    """What someone looks for; what is empty does not count. `zone` is west, south, east, north in degrees."""

    words: str = ""
    near: geography.Commune | None = None
    km: int = 20
    service: str = ""
    audience: str = ""
    cost: str = ""
    care: str = ""
    category: str = ""
    open_now: bool = False
    zone: Zone | None = None


@dataclass(frozen=True)
class Cluster:
    """Places so near that the map shows one disc: how many, where, and the square they fill."""

    count: int
    latitude: float
    longitude: float
    zone: Zone


@dataclass(frozen=True)
class Row:
    """A place as the list shows it; `km` as the crow flies, None when no commune was given."""

    place: Place
    km: float | None
    is_open: bool | None


@dataclass(frozen=True)
class Found:
    page: Page
    rows: list[Row]
    clusters: list[Cluster]

    @property
    def count(self) -> int:
        return self.page.paginator.count


LISTS = (
    ("services", "service"),
    ("audiences", "audience"),
    ("costs", "cost"),
    ("care", "care"),
    ("categories", "category"),
)


def matching(network: Network, wanted: Wanted) -> QuerySet[Place]:
    """The published places that answer, but for the exact distance and the hours."""
    places = Place.objects.published().filter(network=network)
    for word in fold(wanted.words).split():
        places = places.filter(words__contains=word)
    for field, asked in LISTS:
        if value := getattr(wanted, asked):
            places = places.having(field, value)
    if wanted.near:
        places = places.filter(_box(wanted.near, wanted.km))
    if wanted.zone:
        west, south, east, north = wanted.zone
        places = places.filter(latitude__range=(south, north), longitude__range=(west, east))
    return places


def _box(near: geography.Commune, km: float) -> Q:
    high = km / DEGREE_KM
    wide = high / max(math.cos(math.radians(near.latitude)), 0.01)
    return Q(
        latitude__range=(near.latitude - high, near.latitude + high),
        longitude__range=(near.longitude - wide, near.longitude + wide),
    )


@dataclass(frozen=True, slots=True)
class _Spot:
    pk: uuid.UUID
    latitude: float
    longitude: float


def found(network: Network, wanted: Wanted, now: datetime.datetime, number: Any = 1) -> Found:
    """One page of the places that answer, the nearest first or by name, and the discs of all of them."""
    places = matching(network, wanted)
    if wanted.near is None and not wanted.open_now:
        edges = places.order_by().aggregate(count=Count("*"), **EDGES)
        listed = Paginator(places.order_by("name", "pk"), PAGE)
        # Counted with the edges of the map, in one reading.
        listed.count = edges["count"]
        page = listed.get_page(number)
        return Found(page, [_row(place, None, now) for place in page], _grouped(places, edges))
    near = wanted.near
    kept = _kept(places, wanted, now)
    part: Page[Any] = Paginator(kept, PAGE).get_page(number)
    shown = Place.objects.in_bulk([spot.pk for _, spot in part])
    rows = [_row(shown[spot.pk], km if near else None, now) for km, spot in part]
    return Found(part, rows, _clustered([spot for _, spot in kept if spot.latitude is not None]))


def _kept(places: QuerySet[Place], wanted: Wanted, now: datetime.datetime) -> list[tuple[float, _Spot]]:
    """Those that are near enough and open, each with its distance: the nearest first, or by name."""
    near = wanted.near
    fields = ("pk", "latitude", "longitude", *(("opening_hours",) if wanted.open_now else ()))
    if wanted.open_now:
        places = places.exclude(opening_hours="")
    # Many places keep the same hours.
    is_open = cache(lambda text: hours.is_open(text, now))
    kept: list[tuple[float, _Spot]] = []
    for pk, latitude, longitude, *rest in places.order_by("name", "pk").values_list(*fields):
        if rest and is_open(rest[0]) is not True:
            continue
        spot = _Spot(pk, latitude, longitude)
        km = geography.distance_km(near, spot) if near and latitude is not None else 0.0
        if near is None or km <= wanted.km:
            kept.append((km, spot))
    if near:
        kept.sort(key=lambda one: one[0])
    return kept


def _row(place: Place, km: float | None, now: datetime.datetime) -> Row:
    return Row(place, km, hours.is_open(place.opening_hours, now))


def _step(west: float, south: float, east: float, north: float) -> float:
    return max(east - west, north - south, 0.001) / CELLS * 1.0001


EDGES = {"w": Min("longitude"), "s": Min("latitude"), "e": Max("longitude"), "n": Max("latitude")}


def _grouped(places: QuerySet[Place], edges: Mapping[str, float | None]) -> list[Cluster]:
    """The discs, put together by the database: twenty thousand places do not come through here one by one."""
    at = places.order_by().filter(latitude__isnull=False)
    west, south, east, north = edges["w"], edges["s"], edges["e"], edges["n"]
    if west is None or south is None or east is None or north is None:
        return []
    step = _step(west, south, east, north)
    # PostgreSQL rounds what is cast and SQLite cuts it: the squares are half a step apart, the discs as true.
    cells = at.annotate(
        x=Cast((F("longitude") - west) / step, IntegerField()),
        y=Cast((F("latitude") - south) / step, IntegerField()),
    ).values("x", "y")
    rows = cells.annotate(
        count=Count("*"),
        across=Avg("longitude"),
        up=Avg("latitude"),
        w=Min("longitude"),
        s=Min("latitude"),
        e=Max("longitude"),
        n=Max("latitude"),
    )
    return [Cluster(row["count"], row["up"], row["across"], (row["w"], row["s"], row["e"], row["n"])) for row in rows]


def _clustered(spots: Sequence[_Spot]) -> list[Cluster]:
    """The same discs, of places that are already in memory."""
    if not spots:
        return []
    west, south = min(spot.longitude for spot in spots), min(spot.latitude for spot in spots)
    east, north = max(spot.longitude for spot in spots), max(spot.latitude for spot in spots)
    step = _step(west, south, east, north)
    cells: dict[tuple[int, int], list[_Spot]] = {}
    for spot in spots:
        cell = int((spot.longitude - west) / step), int((spot.latitude - south) / step)
        cells.setdefault(cell, []).append(spot)
    return [_cluster(inside) for inside in cells.values()]


def _cluster(spots: Sequence[_Spot]) -> Cluster:
    across, up = [spot.longitude for spot in spots], [spot.latitude for spot in spots]
    zone = (min(across), min(up), max(across), max(up))
    return Cluster(len(spots), sum(up) / len(spots), sum(across) / len(spots), zone)


def drawing(clusters: Iterable[Cluster], address: str, query: str, near: geography.Commune | None = None) -> SafeString:
    """The map: a disc with its number leads to the places of its square, with the rest of the search; empty without any."""
    marks = [
        Milestone(
            cluster.latitude,
            cluster.longitude,
            str(cluster.count),
            title="Un lieu, le voir" if cluster.count == 1 else f"{cluster.count} lieux, les voir",
            href=f"{address}?{query}{'&' if query else ''}zone={zone_text(cluster.zone)}",
        )
        for cluster in sorted(clusters, key=lambda one: (-one.latitude, one.longitude))
    ]
    if not marks:
        return SafeString("")
    around = f" autour de {near}" if near else ""
    # marks_svg escapes every word.
    return mark_safe(marks_svg(marks, MAP_WIDTH, title=f"Carte des lieux trouvés{around} ; la liste les nomme"))  # nosec B308, B703


MOST_NAMED = 150


def on_tiles(network: Network, wanted: Wanted, now: datetime.datetime) -> dict[str, list[dict[str, Any]]]:
    """What the map with a street background shows: each place by its name where they are few, else discs with a number."""
    places = matching(network, wanted).filter(latitude__isnull=False)
    if wanted.near is None and not wanted.open_now and places.count() > MOST_NAMED:
        return {"places": [], "discs": _discs(found(network, wanted, now).clusters)}
    kept = _kept(places, wanted, now)
    if len(kept) > MOST_NAMED:
        return {"places": [], "discs": _discs(_clustered([spot for _, spot in kept]))}
    shown = Place.objects.filter(pk__in=[spot.pk for _, spot in kept]).order_by("name", "pk")
    told = [
        {
            "name": place.name,
            "where": place.where,
            "url": reverse("directory:place", args=[network.slug, place.pk]),
            "at": [place.latitude, place.longitude],
        }
        for place in shown
    ]
    return {"places": told, "discs": []}


def _discs(clusters: Iterable[Cluster]) -> list[dict[str, Any]]:
    return [
        {"count": cluster.count, "at": [cluster.latitude, cluster.longitude], "zone": cluster.zone}
        for cluster in clusters
    ]


def zone_text(zone: Zone) -> str:
    """The square as the address keeps it, a little wider so that what is on its edge stays in."""
    west, south, east, north = zone
    return ",".join(f"{value:.5f}" for value in (west - 0.00002, south - 0.00002, east + 0.00002, north + 0.00002))


def zone_of(text: str) -> Zone | None:
    """What `zone_text` wrote, or None."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return (west, south, east, north) if all(map(math.isfinite, (west, south, east, north))) else None
