"""Opening hours in the syntax of OpenStreetMap: whether it is open, the week as one reads it, and as one types it.

https://wiki.openstreetmap.org/wiki/Key:opening_hours; public holidays are those of France, hours those of the place.
"""

import datetime
import re
from collections.abc import Sequence
from functools import lru_cache

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]

from maillon.common import moments

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
TIME = re.compile(r"(\d{1,2})(?:\s*[hH:.]\s*(\d{2})?)?")
RULE = re.compile(r"^([A-Z][a-z](?:[-,][A-Z][a-z])*)\s+(\d\d?:\d\d-\d\d?:\d\d(?:\s*,\s*\d\d?:\d\d-\d\d?:\d\d)*)$")
EXAMPLE = "9 h-12 h, 14 h-18 h 30"


@lru_cache(maxsize=32768)
def _parsed(text: str) -> OpeningHours | None:
    try:
        return OpeningHours(text, country="FR", max_interval_days=400)
    except ParserError:
        return None


def check(text: str) -> str:
    """These hours, raising ValueError with a sentence when the syntax is not OpenStreetMap's."""
    text = " ".join(text.split())
    if text and _parsed(text) is None:
        raise ValueError(
            "Ces horaires ne se lisent pas. Écrivez-les ainsi : Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00."
        )
    return text


def is_open(text: str, at: datetime.datetime) -> bool | None:
    """Whether it is open at that instant of Paris; None when the hours are not known."""
    parsed = _parsed(text) if text else None
    return None if parsed is None else bool(parsed.is_open(at.astimezone(moments.PARIS).replace(tzinfo=None)))


def week(text: str, on: datetime.date) -> list[tuple[str, str]]:
    """(« lundi », « 9 h – 12 h, 14 h – 18 h 30 » or « fermé ») for the seven days from Monday of that week.

    The dates count: a public holiday, a holiday season. Empty when the hours are not known.
    """
    parsed = _parsed(text) if text else None
    if parsed is None:
        return []
    monday = on - datetime.timedelta(days=on.weekday())
    return [(moments.DAYS[rank], _day(parsed, monday + datetime.timedelta(days=rank))) for rank in range(7)]


def _day(parsed: OpeningHours, day: datetime.date) -> str:
    start = datetime.datetime.combine(day, datetime.time())
    end = start + datetime.timedelta(days=1)
    spans = [(first, last) for first, last, state, _ in parsed.intervals(start, end) if str(state) == "open"]
    if spans == [(start, end)]:
        return "toute la journée"
    told = (
        f"{moments.hour(first.time())} – {moments.hour(last.time()) if last < end else 'minuit'}"
        for first, last in spans
    )
    return ", ".join(told) or "fermé"


def typed(text: str) -> str:
    """What one types for a day, « 9h-12h, 14h-18h30 », as « 09:00-12:00,14:00-18:30 »; empty when closed.

    Raises ValueError with a sentence.
    """
    text = text.strip().lower()
    if not text or text.startswith("ferm"):
        return ""
    times = [(int(hour), int(minute or 0)) for hour, minute in TIME.findall(text)]
    if not times or len(times) % 2 or any(hour > 24 or minute > 59 for hour, minute in times):
        raise ValueError(f"Écrivez une heure d’ouverture et une de fermeture, par exemple {EXAMPLE}.")
    if times != sorted(set(times)):
        raise ValueError(f"Ces heures ne se suivent pas : écrivez-les dans l’ordre, par exemple {EXAMPLE}.")
    told = [f"{hour:02d}:{minute:02d}" for hour, minute in times]
    return ",".join(f"{first}-{last}" for first, last in zip(told[::2], told[1::2], strict=True))


def from_week(days: Sequence[str]) -> str:
    """The hours of seven days, each as `typed` gives it; days that are alike are told together."""
    rules: list[tuple[int, int, str]] = []
    for rank, spans in enumerate(days):
        if spans and rules and rules[-1][1] == rank - 1 and rules[-1][2] == spans:
            rules[-1] = (rules[-1][0], rank, spans)
        elif spans:
            rules.append((rank, rank, spans))
    return "; ".join(
        f"{DAYS[first]}{'' if first == last else f'-{DAYS[last]}'} {spans}" for first, last, spans in rules
    )


def to_week(text: str) -> list[str] | None:
    """The seven days as one types them, or None for hours that a plain week cannot say (seasons, public holidays)."""
    days = [""] * 7
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        found = RULE.match(rule)
        ranks = _ranks(found[1]) if found else None
        if not found or ranks is None:
            return None
        for rank in ranks:
            days[rank] = ", ".join(_french(span) for span in found[2].split(","))
    return days


def _ranks(text: str) -> list[int] | None:
    ranks: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            return None
        begin, end = DAYS.index(first), DAYS.index(last or first)
        ranks += [rank % 7 for rank in range(begin, end + 1 if end >= begin else end + 8)]
    return ranks


def _french(span: str) -> str:
    first, last = ([int(part) for part in time.split(":")] for time in span.strip().split("-"))
    return f"{first[0]} h{f' {first[1]:02d}' if first[1] else ''}-{last[0]} h{f' {last[1]:02d}' if last[1] else ''}"
