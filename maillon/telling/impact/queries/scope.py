"""Of what, and of when, a figure is: a network or one of its territories, one year."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from maillon.ground.organisations.models import Network, Territory


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

    def during(self, field: str) -> dict[str, Any]:
        """The filter that keeps what happened in the year."""
        return {f"{field}__gte": self.first, f"{field}__lte": self.last}

    def at(self, field: str) -> dict[str, Any]:
        """The filter that keeps what happened in the territory, by the commune of its place."""
        return {f"{field}__in": self.territory.communes} if self.territory else {}

    def earlier(self, years: int) -> "Scope":
        return Scope(self.network, self.year - years, self.territory, self.today)


def scope(network: str, year: int, territory: str | None = None) -> Scope:
    """The scope of these names. Raises UnknownScope with a sentence in French."""
    found = Network.objects.select_related("head").filter(slug=network).first()
    if found is None:
        known = ", ".join(Network.objects.values_list("slug", flat=True)) or "aucun"
        raise UnknownScope(f"Le réseau « {network} » n’existe pas. Réseaux connus : {known}.")
    today = timezone.localdate()
    if not 2000 <= year <= today.year:
        raise UnknownScope(f"L’année {year} n’a pas de chiffres : choisissez entre 2000 et {today.year}.")
    place = None
    if territory:
        place = found.territories.filter(slug=territory).first()
        if place is None:
            known = ", ".join(found.territories.values_list("slug", flat=True)) or "aucun"
            raise UnknownScope(f"Le territoire « {territory} » n’existe pas. Territoires connus : {known}.")
    return Scope(found, year, place, today)
