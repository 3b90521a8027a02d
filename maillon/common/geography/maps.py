"""Maps drawn from the outlines of the départements: an SVG for the page or a document, without any tile or script.

Everything is a presentation attribute, so that a content security policy that forbids inline styles accepts it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from itertools import pairwise
from math import ceil, cos, floor, hypot, isfinite, log2, radians, sqrt
from typing import NamedTuple

from .departements import departement, outlines

LAND, LAND_AROUND, BORDER = "#e7e1d3", "#f1ede4", "#faf8f4"
DOT, INK = "#0b5d51", "#1c2733"
FONT = "Segoe UI, Ubuntu, Noto Sans, Liberation Sans, Arial, sans-serif"

SMALLEST_RADIUS, EVEN_RADIUS = 3.5, 5.5
LABEL_SIZE = 14
# A mean sign of these fonts is 0.54 em wide; a little more keeps labels apart.
SIGN_WIDTH = 0.58 * LABEL_SIZE

Pixel = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on a map. The area of its disc grows as `value`; `label` is written beside it where there is room,
    `title` shown under the pointer (the label when empty)."""

    latitude: float
    longitude: float
    value: float = 1
    label: str = ""
    title: str = ""


def outline_svg(departements: Sequence[str], points: Iterable[Dot], width: int = 640, *, title: str = "") -> str:
    """A map of these départements with their neighbours paler around them, and a disc for each point in the frame.

    `width` is in pixels; the height follows from the land. `title` is the accessible name, by default the names of
    the départements: say what the discs mean, and give the same figures in a table. The départements must be near
    one another (not Finistère with La Réunion). Raises UnknownDepartement, or ValueError when there is none.
    """
    chosen = [departement(code) for code in dict.fromkeys(departements)]
    if not chosen:
        raise ValueError("Choisissez au moins un département à dessiner.")
    names = [place.code for place in chosen]
    frame = _Frame([_extent(code) for code in names], width)
    around = [code for code in outlines() if code not in names and frame.meets(_extent(code))]
    title = title or "Carte : " + ", ".join(place.name.replace("'", "’") for place in chosen)

    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {frame.width} {frame.height}" '
        f'width="{frame.width}" height="{frame.height}"><title>{_text(title)}</title>'
        f'<g stroke="{BORDER}" stroke-width="1.5" stroke-linejoin="round" fill-rule="evenodd">'
        f'<g fill="{LAND_AROUND}">{_land(around, frame)}</g><g fill="{LAND}">{_land(names, frame)}</g></g>'
        f"{_dots(points, frame)}</svg>"
    )


@cache
def _extent(code: str) -> tuple[float, float, float, float]:
    """West, south, east and north of a département, in degrees."""
    longitudes, latitudes = zip(*(point for ring in outlines()[code] for point in ring), strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


class _Frame:
    """From degrees to pixels: equirectangular, true in both directions at the middle latitude."""

    def __init__(self, extents: Sequence[tuple[float, float, float, float]], width: int):
        west, south = min(extent[0] for extent in extents), min(extent[1] for extent in extents)
        east, north = max(extent[2] for extent in extents), max(extent[3] for extent in extents)
        margin = 0.03 * width
        self.width = width
        self.narrowing = cos(radians((south + north) / 2))
        # A land much higher than wide would make a page of map: keep it at most as high as 1.25 times the width.
        self.scale = min(
            (width - 2 * margin) / ((east - west) * self.narrowing), (1.25 * width - 2 * margin) / (north - south)
        )
        self.height = round((north - south) * self.scale + 2 * margin)
        self.west = (west + east) / 2 - width / 2 / self.scale / self.narrowing
        self.north = north + margin / self.scale

    def pixel(self, longitude: float, latitude: float) -> Pixel:
        return (longitude - self.west) * self.narrowing * self.scale, (self.north - latitude) * self.scale

    def meets(self, extent: tuple[float, float, float, float]) -> bool:
        left, bottom = self.pixel(extent[0], extent[1])
        right, top = self.pixel(extent[2], extent[3])
        return left < self.width and right > 0 and top < self.height and bottom > 0

    def holds(self, pixel: Pixel) -> bool:
        return 0 <= pixel[0] <= self.width and 0 <= pixel[1] <= self.height


def _land(codes: Iterable[str], frame: _Frame) -> str:
    paths = []
    for code in codes:
        rings = [_thinned(_clipped([frame.pixel(*point) for point in ring], frame)) for ring in outlines()[code]]
        drawn = "".join(_path(ring) for ring in rings if len(ring) > 2)
        if drawn:
            paths.append(f'<path d="{drawn}"/>')
    return "".join(paths)


def _clipped(ring: list[Pixel], frame: _Frame) -> list[Pixel]:
    """What of the ring is in the frame (Sutherland–Hodgman), with a little beyond so that no border shows at its edge."""
    beyond = 4
    for axis, bound, sign in (
        (0, -beyond, 1),
        (0, frame.width + beyond, -1),
        (1, -beyond, 1),
        (1, frame.height + beyond, -1),
    ):
        kept: list[Pixel] = []
        for before, here in zip(ring[-1:] + ring[:-1], ring, strict=True):
            was_in, is_in = (before[axis] - bound) * sign >= 0, (here[axis] - bound) * sign >= 0
            if was_in != is_in:
                share = (bound - before[axis]) / (here[axis] - before[axis])
                kept.append((before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])))
            if is_in:
                kept.append(here)
        ring = kept
    return ring


def _thinned(ring: list[Pixel]) -> list[Pixel]:
    """Without the points that nobody would see apart: the border drawn over them is wider."""
    kept = ring[:1]
    for point in ring[1:]:
        if hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= 1.2:
            kept.append(point)
    return kept


def _path(ring: list[Pixel]) -> str:
    tenths = [(round(10 * x), round(10 * y)) for x, y in ring]
    steps = [f"{_tenth(x2 - x1)} {_tenth(y2 - y1)}" for (x1, y1), (x2, y2) in pairwise(tenths)]
    return f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}l{' '.join(steps)}z"


def _tenth(number: int) -> str:
    return f"{number / 10:.1f}".removesuffix(".0")


def _dots(points: Iterable[Dot], frame: _Frame) -> str:
    placed = [(dot, frame.pixel(dot.longitude, dot.latitude)) for dot in points]
    placed = [(dot, pixel) for dot, pixel in placed if frame.holds(pixel)]
    # The largest first: the small ones stay visible over them.
    placed.sort(key=lambda item: -item[0].value if isfinite(item[0].value) else 0)
    values = [dot.value for dot, _ in placed if isfinite(dot.value)]
    largest = max(values, default=0)
    even = largest <= 0 or min(values) == largest

    def radius(dot: Dot) -> float:
        if even or not isfinite(dot.value):
            return EVEN_RADIUS if even else SMALLEST_RADIUS
        return max(SMALLEST_RADIUS, frame.width / 38 * sqrt(max(0.0, dot.value / largest)))

    discs: list[str] = []
    labels: list[str] = []
    boxes = [_box(pixel, radius(dot)) for dot, pixel in placed]
    written: list[Box] = []
    for rank, (dot, (x, y)) in enumerate(placed):
        name = dot.title or dot.label
        hint = f"<title>{_text(name)}</title>" if name else ""
        discs.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius(dot):.1f}">{hint}</circle>')
        if dot.label:
            # Clear of every disc if possible; else a place may be named over the smaller ones.
            for taken in (boxes, boxes[: rank + 1]):
                if label := _label(dot.label, (x, y), radius(dot), frame, written + taken):
                    written.append(label.box)
                    labels.append(label.svg)
                    break
    return (
        f'<g fill="{DOT}" fill-opacity=".82" stroke="#ffffff" stroke-width="1.5">{"".join(discs)}</g>'
        f'<g fill="{INK}" font-family="{FONT}" font-size="{LABEL_SIZE}" font-weight="600" stroke="{BORDER}" '
        f'stroke-width="3.5" stroke-linejoin="round" paint-order="stroke">{"".join(labels)}</g>'
    )


def _box(pixel: Pixel, radius: float) -> Box:
    return pixel[0] - radius, pixel[1] - radius, pixel[0] + radius, pixel[1] + radius


class _Label(NamedTuple):
    """A label at one side of its disc."""

    box: Box
    svg: str


def _label(text: str, pixel: Pixel, radius: float, frame: _Frame, taken: Sequence[Box]) -> _Label | None:
    """The label on the first free side of its disc, or none: the hint and the table still name the place."""
    x, y = pixel
    long, high, gap = SIGN_WIDTH * len(text), LABEL_SIZE * 1.1, radius + 4
    sides = (
        ("start", x + gap, y, (x + gap, y - high / 2, x + gap + long, y + high / 2)),
        ("end", x - gap, y, (x - gap - long, y - high / 2, x - gap, y + high / 2)),
        ("middle", x, y - gap - high / 2, (x - long / 2, y - gap - high, x + long / 2, y - gap)),
        ("middle", x, y + gap + high / 2, (x - long / 2, y + gap, x + long / 2, y + gap + high)),
    )
    for anchor, at, middle, box in sides:
        inside = box[0] >= 2 and box[1] >= 2 and box[2] <= frame.width - 2 and box[3] <= frame.height - 2
        if inside and not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            baseline = middle + 0.35 * LABEL_SIZE
            return _Label(box, f'<text x="{at:.1f}" y="{baseline:.1f}" text-anchor="{anchor}">{_text(text)}</text>')
    return None


def _text(text: str) -> str:
    """Escaped, and without the control signs that XML refuses."""
    return escape("".join(sign for sign in text if sign.isprintable()))


@dataclass(frozen=True, slots=True)
class Milestone:
    """One stop of a route: its number in a disc, its name beside it where there is room, where a click on it leads."""

    latitude: float
    longitude: float
    number: str
    label: str = ""
    title: str = ""
    href: str = ""
    filled: bool = False


def route_svg(routes: Sequence[Sequence[Milestone]], depots: Sequence[Dot], width: int = 720, *, title: str) -> str:
    """A map of routes: each leaves the depot of its rank, passes by its milestones in order, and comes back.

    The frame follows the places, with the land and its départements behind. Raises ValueError when there is no place.
    """
    frame = _Frame([_around([*depots, *(stone for route in routes for stone in route)])], width)
    land = _land([code for code in outlines() if frame.meets(_extent(code))], frame)
    lines, discs, labels = [], [], []
    taken = [_box(frame.pixel(stone.longitude, stone.latitude), 14) for route in routes for stone in route]
    taken += [_box(frame.pixel(depot.longitude, depot.latitude), 16) for depot in depots]
    for rank, route in enumerate(routes):
        depot = depots[min(rank, len(depots) - 1)]
        way: list[Dot | Milestone] = [depot, *route, depot]
        path = [frame.pixel(place.longitude, place.latitude) for place in way]
        lines.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in path))
        for stone in route:
            discs.append(_milestone(stone, frame))
    squares = [_depot(frame.pixel(depot.longitude, depot.latitude), depot) for depot in dict.fromkeys(depots)]
    named = [(depot.label, frame.pixel(depot.longitude, depot.latitude)) for depot in dict.fromkeys(depots)]
    named += [(stone.label, frame.pixel(stone.longitude, stone.latitude)) for route in routes for stone in route]
    for text, pixel in named:
        if text and (label := _label(text, pixel, 14, frame, taken)):
            taken.append(label.box)
            labels.append(label.svg)
    clickable = any(stone.href for route in routes for stone in route)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="{"group" if clickable else "img"}" aria-label="{_text(title)}" '
        f'viewBox="0 0 {frame.width} {frame.height}" width="{frame.width}" height="{frame.height}">'
        f'<g fill="{LAND_AROUND}" stroke="{COAST}" stroke-width="1.5" stroke-linejoin="round" fill-rule="evenodd">{land}</g>'
        f'<path d="{"".join(lines)}" fill="none" stroke="{DOT}" stroke-width="4" stroke-linejoin="round"/>'
        f'{"".join(squares)}<g font-family="{FONT}" font-size="14" font-weight="700" text-anchor="middle">{"".join(discs)}</g>'
        f'<g fill="{INK}" font-family="{FONT}" font-size="{LABEL_SIZE}" font-weight="600" stroke="{LAND_AROUND}" '
        f'stroke-width="4" stroke-linejoin="round" paint-order="stroke">{"".join(labels)}</g></svg>'
    )


def marks_svg(marks: Sequence[Milestone], width: int = 720, *, title: str) -> str:
    """A map of places apart: a disc each, wide enough for its number, with the land and its départements behind.

    Raises ValueError when there is no place.
    """
    extent = _snapped(_around(marks))
    frame = _Frame([extent], width)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="group" aria-label="{_text(title)}" '
        f'viewBox="0 0 {frame.width} {frame.height}" width="{frame.width}" height="{frame.height}">'
        f'<g fill="{LAND_AROUND}" stroke="{COAST}" stroke-width="1.5" stroke-linejoin="round" fill-rule="evenodd">{_backdrop(extent, width)}</g>'
        f'<g font-family="{FONT}" font-size="14" font-weight="700" text-anchor="middle">'
        f"{''.join(_milestone(mark, frame, 8 + 5 * len(mark.number)) for mark in marks)}</g></svg>"
    )


def _snapped(extent: Box) -> Box:
    """A little wider, on the lines of a grid: searches that find almost the same places show the same land."""
    west, south, east, north = extent
    step = max(east - west, north - south) / 16
    step = 2.0 ** ceil(log2(step))
    return floor(west / step) * step, floor(south / step) * step, ceil(east / step) * step, ceil(north / step) * step


@lru_cache(maxsize=64)
def _backdrop(extent: Box, width: int) -> str:
    """The land of that frame; drawn once, it is the slowest part of a map of the country."""
    frame = _Frame([extent], width)
    return _land([code for code in outlines() if frame.meets(_extent(code))], frame)


COAST = "#cfc6b4"
# A map of one village would show nothing around it.
LEAST_DEGREES = 0.2


def _around(places: Sequence[Dot | Milestone]) -> tuple[float, float, float, float]:
    """West, south, east and north of these places, with some land around, never a thin strip."""
    if not places:
        raise ValueError("Il n’y a rien à dessiner : donnez au moins un lieu.")
    west, east = min(place.longitude for place in places), max(place.longitude for place in places)
    south, north = min(place.latitude for place in places), max(place.latitude for place in places)
    wide, high = max(LEAST_DEGREES, 1.16 * (east - west)), max(LEAST_DEGREES, 1.2 * (north - south))
    narrowing = cos(radians((south + north) / 2))
    wide, high = max(wide, 0.9 * high / narrowing), max(high, 0.6 * wide * narrowing)
    x, y = (west + east) / 2, (south + north) / 2
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _milestone(stone: Milestone, frame: _Frame, radius: int = 13) -> str:
    x, y = frame.pixel(stone.longitude, stone.latitude)
    paper, ink = (DOT, "#ffffff") if stone.filled else ("#ffffff", INK)
    name = _text(stone.title or stone.label)
    drawn = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{paper}" stroke="{DOT}" stroke-width="4"><title>{name}</title></circle>'
        f'<text x="{x:.1f}" y="{y + 5:.1f}" fill="{ink}">{_text(stone.number)}</text>'
    )
    return f'<a href="{_text(stone.href)}" aria-label="{name}">{drawn}</a>' if stone.href else drawn


def _depot(pixel: Pixel, depot: Dot) -> str:
    x, y = pixel
    return (
        f'<rect x="{x - 16:.1f}" y="{y - 16:.1f}" width="32" height="32" rx="7" fill="{INK}">'
        f"<title>{_text(depot.title or depot.label)}</title></rect>"
        f'<path d="M{x - 7:.1f} {y + 7:.1f}v-9l7-6 7 6v9z" fill="#ffffff"/>'
    )
