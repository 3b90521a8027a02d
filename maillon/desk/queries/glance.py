"""What those who mostly read find on their home: a donor its last gifts, a funder the figures of the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from maillon.common import numbers
from maillon.desk.queries.site import public_figures
from maillon.giving.donors import queries as donors
from maillon.ground.organisations.models import Member, Role

LAST_LOTS = 3


@dataclass(frozen=True)
class Glance:
    """A few figures, where they lead, and the last lots in plain words."""

    title: str
    stats: list[dict[str, str]]
    url: str
    label: str
    key: str = ""
    lots: Sequence[Any] = ()


def glance(member: Member) -> Glance | None:
    """None for whoever has a queue of her own to see first."""
    if member.roles == [Role.DONOR]:
        return _gifts(member)
    return _year(member) if member.roles == [Role.FUNDER] else None


def _gifts(member: Member) -> Glance | None:
    donor = donors.own(member)
    if donor is None:
        return None
    last = donor.lots.filter(merged_into=None).order_by("-received_on", "-number")[:LAST_LOTS]
    url = reverse("donors:space", args=[donor.pk])
    told = donors.given(donor)
    return Glance("Vos dons", told.stats, url, "Ouvrir votre espace", str(donor.pk), donors.progress(last))


def _year(member: Member) -> Glance:
    year = timezone.localdate().year - 1
    stats = [
        {"number": numbers.number(value), "unit": unit if unit in ("kg", "t") else "", "label": name}
        for name, value, unit in public_figures(member.network, year)
    ]
    return Glance(f"En {year}", stats, f"{reverse('impact:report')}?annee={year}", "Ouvrir chaque chiffre")
