"""The acts of a network, planned in any order and played in the order of time."""

import datetime
from collections.abc import Callable
from heapq import heappop, heappush
from random import Random

Act = Callable[[datetime.datetime], object]
UTC = datetime.UTC
DAY = datetime.timedelta(days=1)
# Hours of the bench, in UTC: from 8 or 9 in the morning to 5 or 6 in the evening in Paris, always the same day.
OPENS, CLOSES = 7, 16


class Agenda:
    """Acts with their instants; those of one instant are played as they were planned. An act may plan others."""

    def __init__(self) -> None:
        self.acts: list[tuple[datetime.datetime, int, Act]] = []
        self.planned = 0

    def at(self, when: datetime.datetime, act: Act) -> None:
        self.planned += 1
        heappush(self.acts, (when, self.planned, act))

    def play(self, until: datetime.datetime) -> None:
        """Play every act before that instant, and forget the others: they have not happened yet."""
        while self.acts and self.acts[0][0] < until:
            when, _, act = heappop(self.acts)
            act(when)
        self.acts = []


def workday(day: datetime.date) -> datetime.date:
    """That day, or the Monday after a week-end."""
    return day + datetime.timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def back_to_work(day: datetime.date) -> datetime.date:
    """That day, or the Friday before a week-end."""
    return day - datetime.timedelta(days=max(0, day.weekday() - 4))


def instant(day: datetime.date, hour: int = 9, minute: int = 0) -> datetime.datetime:
    """An instant of that day, in UTC."""
    return datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def worked(day: datetime.date, random: Random) -> datetime.datetime:
    """Some instant of the working hours of that day, or of the next working day."""
    seconds = random.randrange(OPENS * 3600, CLOSES * 3600)
    return instant(workday(day), 0) + datetime.timedelta(seconds=seconds)


def after(when: datetime.datetime, days: int, random: Random) -> datetime.datetime:
    """Some working instant so many days later; with 0, later the same day."""
    if days:
        return worked(when.date() + datetime.timedelta(days=days), random)
    return when + datetime.timedelta(minutes=random.randrange(5, 40))
