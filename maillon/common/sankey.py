"""A flow in two steps, several sources to one whole to several ends: an SVG for the page, without style or script.

Everything is a presentation attribute, so that a content security policy that forbids inline styles accepts it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 800, 300
MIDDLE, RIGHT = 300, 590
BAR = 10
GAP = 12
# Two lines of text, whatever the width of the band beside them.
ROOM = 38
TOP = 48
INK = "#1c2733"


@dataclass(frozen=True)
class Band:
    """One source or one end: how much, in words too, and its colour."""

    label: str
    amount: int
    told: str
    colour: str


@dataclass(frozen=True)
class _Placed:
    band: Band
    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def sankey_svg(sources: Sequence[Band], ends: Sequence[Band], *, title: str, whole: str, note: str = "") -> str:
    """The drawing. `title` is its accessible name: say there what flows, and give the same figures in a table.

    `whole` is written above the middle bar, `note` under it. Both sides add up to the same amount, or the shorter one
    leaves the bar bare. Raises ValueError when nothing flows.
    """
    total = max(sum(band.amount for band in sources), sum(band.amount for band in ends))
    if total <= 0:
        raise ValueError("Rien à dessiner : aucune quantité.")
    scale = HEIGHT / total
    height = TOP + max(HEIGHT, *(_needed(side, scale) for side in (sources, ends))) + 8
    start = TOP + (height - TOP - 8 - HEIGHT) / 2
    parts = [
        *_drawn(_placed(sources, scale, height), scale, start, left=True),
        f'<rect x="{MIDDLE}" y="{start:.1f}" width="14" height="{HEIGHT}" fill="{INK}"/>',
        *_drawn(_placed(ends, scale, height), scale, start, left=False),
        _line(MIDDLE + 7, start - 24, whole, bold=True, anchor="middle"),
        _line(MIDDLE + 7, start - 8, note, anchor="middle") if note else "",
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _needed(side: Sequence[Band], scale: float) -> float:
    return sum(max(band.amount * scale, ROOM) for band in side) + GAP * max(len(side) - 1, 0)


def _placed(side: Sequence[Band], scale: float, height: float) -> list[_Placed]:
    """Each band with the room that its words take, the whole centred."""
    y = TOP + (height - TOP - 8 - _needed(side, scale)) / 2
    placed = []
    for band in side:
        room = max(band.amount * scale, ROOM)
        placed.append(_Placed(band, y + (room - band.amount * scale) / 2, band.amount * scale))
        y += room + GAP
    return placed


def _drawn(placed: Sequence[_Placed], scale: float, start: float, *, left: bool) -> list[str]:
    parts, at = [], start
    for place in placed:
        x0, y0, x1, y1 = (BAR, place.top, MIDDLE, at) if left else (MIDDLE + 14, at, RIGHT, place.top)
        parts.append(_ribbon(x0, y0, x1, y1, place.height, place.band.colour))
        bar = 0 if left else RIGHT
        thickness = max(place.height, 1)
        parts.append(
            f'<rect x="{bar}" y="{place.top:.1f}" width="{BAR}" height="{thickness:.1f}" fill="{place.band.colour}"/>'
        )
        x = 20 if left else RIGHT + 20
        parts.append(_line(x, place.middle - 3, place.band.told, bold=True))
        parts.append(_line(x, place.middle + 14, place.band.label))
        at += place.height
    return parts


def _ribbon(x0: float, y0: float, x1: float, y1: float, thickness: float, colour: str) -> str:
    bend = (x0 + x1) / 2
    return (
        f'<path d="M{x0} {y0:.1f}C{bend} {y0:.1f} {bend} {y1:.1f} {x1} {y1:.1f}v{thickness:.1f}'
        f'C{bend} {y1 + thickness:.1f} {bend} {y0 + thickness:.1f} {x0} {y0 + thickness:.1f}z" '
        f'fill="{colour}" fill-opacity=".3"/>'
    )


def _line(x: float, y: float, text: str, *, bold: bool = False, anchor: str = "") -> str:
    weight = ' font-weight="700"' if bold else ""
    anchored = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x}" y="{y:.1f}" font-size="{14 if bold else 13}"{weight}{anchored}>{escape(text)}</text>'
