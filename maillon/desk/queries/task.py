"""One thing that waits for a person, and how long it has."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

# Of each kind of thing that waits, the most that are told one by one.
SHOWN = 8


@dataclass(frozen=True)
class Task:
    """One thing that waits: what, since when, and the button that does it."""

    title: str
    text: str
    url: str
    label: str
    since: datetime.datetime | datetime.date | None
    level: str = ""
    rank: int = 5
    number: int | None = None
    unit: str = ""


def instant(since: datetime.datetime | datetime.date | None) -> datetime.datetime:
    """Since when it waits, for sorting; now when nobody knows."""
    if since is None:
        return timezone.now()
    if isinstance(since, datetime.datetime):
        return since
    return timezone.make_aware(datetime.datetime.combine(since, datetime.time()))


def late(since: datetime.datetime, days: int) -> str:
    """« late » when it has waited for more than so many days."""
    return "late" if timezone.now() - since > datetime.timedelta(days=days) else ""


def plural(count: int, one: str, many: str) -> str:
    """« 3 appareils »."""
    return f"{count} {one if count < 2 else many}"
