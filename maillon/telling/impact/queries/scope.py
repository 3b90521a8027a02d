"""Of what, and of when, a figure is: a network or one of its territories, one year."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from maillon.common.calendar import add_months
from maillon.ground.organisations.models import Network, Territory

FIRST_YEAR = 2000


class UnknownScope(ValueError):
    """No such network, territory or year; the sentence says which exist."""


@dataclass(frozen=True)
class Scope:
    """A network, a year, and a territory or None for all of it."""

    network: Network
    year: int
    territory: Territory | None
    today: datetime.date

    @property
    def first(self) -> datetime.date:
        return datetime.date(self.year, 1, 1)

    @property
    def last(self) -> datetime.date:
        """31 December, or today in the running year."""
        return min(datetime.date(self.year, 12, 31), max(self.today, self.first))

    @property
    def running(self) -> bool:
        """Whether the year is not over."""
        return self.last < datetime.date(self.year, 12, 31)

    def during(self, field: str) -> Q:
        """What happened in the year, by a date."""
        return Q(**{f"{field}__gte": self.first, f"{field}__lte": self.last})

    @property
    def end(self) -> datetime.datetime:
        """The first instant after the year, or after today."""
        return _start_of(self.last + datetime.timedelta(days=1))

    def at_some_hour(self, field: str) -> Q:
        """What happened in the year, by an instant."""
        return Q(**{f"{field}__gte": _start_of(self.first), f"{field}__lt": self.end})

    def at(self, field: str) -> dict[str, Any]:
        """The filter that keeps what happened in the territory, by the commune of its place."""
        return {f"{field}__in": self.territory.communes} if self.territory else {}

    def earlier(self, years: int) -> "Scope":
        """The same, whole, so many years earlier."""
        return Scope(self.network, self.year - years, self.territory, self.today)

    def before(self) -> "Scope":
        """The year before, up to the same day: what this one is compared with."""
        return Scope(self.network, self.year - 1, self.territory, add_months(self.today, -12))

    def whole(self) -> "Scope":
        """The same year in all the network."""
        return Scope(self.network, self.year, None, self.today)


def _start_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def scope(network: str, year: int, territory: str | None = None) -> Scope:
    """The scope of these names. Raises UnknownScope with a sentence in French."""
    found = Network.objects.select_related("head").filter(slug=network).first()
    if found is None:
        known = ", ".join(Network.objects.values_list("slug", flat=True)) or "aucun"
        raise UnknownScope(f"Le réseau « {network} » n’existe pas. Réseaux connus : {known}.")
    return scope_of(found, year, territory)


def scope_of(network: Network, year: int, territory: str | None = None) -> Scope:
    """The scope of a network already at hand. Raises UnknownScope with a sentence in French."""
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year:
        raise UnknownScope(f"L’année {year} n’a pas de chiffres : choisissez entre {FIRST_YEAR} et {today.year}.")
    place = None
    if territory:
        place = network.territories.filter(slug=territory).first()
        if place is None:
            known = ", ".join(network.territories.values_list("slug", flat=True)) or "aucun"
            raise UnknownScope(f"Le territoire « {territory} » n’existe pas. Territoires connus : {known}.")
    return Scope(network, year, place, today)
