"""Dates and hours as French says them, in the time of Paris."""

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

PARIS = ZoneInfo("Europe/Paris")
NO_BREAK = "\N{NO-BREAK SPACE}"

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

MINUTE, HOUR = 60, 3600

# What is done without a network on a Friday evening arrives at the latest on the Tuesday.
LONGEST_DELAY = datetime.timedelta(days=4)
# Two clocks that differ by less say nothing of what came first.
CLOCKS_DIFFER = datetime.timedelta(minutes=10)


def day(value: datetime.date) -> str:
    """« 9 juin 2026 », « 1er mai 2026 », of a date or an instant."""
    date = _date(value)
    return f"{'1er' if date.day == 1 else date.day}{NO_BREAK}{MONTHS[date.month - 1]}{NO_BREAK}{date.year}"


def full_day(value: datetime.date) -> str:
    """« mardi 9 juin 2026 », of a date or an instant."""
    return f"{DAYS[_date(value).weekday()]} {day(value)}"


def month(value: datetime.date) -> str:
    """« juin 2026 », of a date or an instant."""
    date = _date(value)
    return f"{MONTHS[date.month - 1]}{NO_BREAK}{date.year}"


def hour(value: datetime.datetime | datetime.time) -> str:
    """« 14 h 07 », « 9 h »: no minutes on the hour."""
    if isinstance(value, datetime.datetime):
        value = _in_paris(value).time()
    return f"{value.hour}{NO_BREAK}h" + (f"{NO_BREAK}{value.minute:02d}" if value.minute else "")


def moment(value: datetime.datetime) -> str:
    """« 9 juin 2026, 14 h 07 »."""
    return f"{day(value)}, {hour(value)}"


def ago(value: datetime.date, now: datetime.datetime | None = None) -> str:
    """« il y a 3 jours », « dans 2 heures », « hier », « aujourd’hui » (a date) or « à l’instant » (an instant).

    Under twelve hours an instant is told in minutes or hours; then come days of the calendar, months beyond thirty
    days, and years.
    """
    now = _in_paris(now or datetime.datetime.now(PARIS))
    if isinstance(value, datetime.datetime):
        # Through timestamps: the difference of two hours of Paris ignores the change of the clocks.
        seconds = now.timestamp() - _in_paris(value).timestamp()
        if abs(seconds) < MINUTE:
            return "à l’instant"
        if abs(seconds) < HOUR:
            return _told(int(seconds / MINUTE), "minute")
        if abs(seconds) < 12 * HOUR:
            return _told(int(seconds / HOUR), "heure")
    days = (now.date() - _date(value)).days
    named = {0: "aujourd’hui", 1: "hier", 2: "avant-hier", -1: "demain", -2: "après-demain"}
    if days in named:
        return named[days]
    if abs(days) <= 30:
        return _told(days, "jour")
    months = _months(min(_date(value), now.date()), max(_date(value), now.date())) or 1
    sign = 1 if days > 0 else -1
    return _told(sign * months, "mois") if months < 12 else _told(sign * (months // 12), "an")


def believed(at: datetime.datetime | None, *, since: datetime.datetime | None = None) -> datetime.datetime:
    """When a phone says that something happened, if that is believable: neither to come nor too old; else now.

    Never before `since`, when what it was done to was last changed: a clock that is late does not turn a history around.
    """
    now = timezone.now()
    told = at if at is not None and now - LONGEST_DELAY <= at <= now else now
    return max(told, since) if since else told


def overtaken(at: datetime.datetime | None, by: datetime.datetime | None) -> bool:
    """Whether what was done `at` without a network comes after something newer, which nobody should undo unknowingly."""
    if at is None or by is None:
        return False
    return by > believed(at) and timezone.now() - believed(at) > CLOCKS_DIFFER


def _told(count: int, unit: str) -> str:
    size = abs(count)
    units = unit if size < 2 or unit.endswith("s") else f"{unit}s"
    return f"{'il y a' if count > 0 else 'dans'} {size}{NO_BREAK}{units}"


def _months(start: datetime.date, end: datetime.date) -> int:
    """Whole months from one date to the other."""
    return 12 * (end.year - start.year) + end.month - start.month - (end.day < start.day)


def _date(value: datetime.date) -> datetime.date:
    return _in_paris(value).date() if isinstance(value, datetime.datetime) else value


def _in_paris(value: datetime.datetime) -> datetime.datetime:
    """A naive instant is taken as written in Paris."""
    return value.astimezone(PARIS) if value.tzinfo else value.replace(tzinfo=PARIS)
