"""How the records of a network's presence are listed."""

from collections.abc import Sequence

from django.urls import reverse

from maillon.common import moments, numbers
from maillon.ground.organisations.models import SignIn, Visits
from maillon.sharing.directory.models import Place
from maillon.telling.impact.queries.shapes import Kind, Row, columns, day, everyone


def _places(page: Sequence[Place]) -> list[Row]:
    return [
        Row(
            reverse("directory:place", args=[place.network.slug, place.pk]),
            [place.name, place.commune_name, moments.day(place.created_at), day(place.closed_on)],
        )
        for place in page
    ]


PLACES = Kind(
    "lieux",
    columns("Lieu", "Commune", "Entré le", "Fermé le"),
    _places,
    lambda rows: rows.select_related("network").order_by("-created_at", "name"),
    everyone,
)


def _visits(page: Sequence[Visits]) -> list[Row]:
    return [Row("", [moments.day(visits.on), numbers.number(visits.count)]) for visits in page]


VISITS = Kind(
    "jours",
    columns("Jour", "Connexions", numbers=["Connexions"]),
    _visits,
    lambda rows: rows.order_by("-on"),
    everyone,
)


def _sign_ins(page: Sequence[SignIn]) -> list[Row]:
    """An account is not named: that it came says nothing to anyone else."""
    return [Row("", [day(came.first_on), "première fois" if came.is_first else "déjà venu"]) for came in page]


SIGN_INS = Kind(
    "comptes",
    columns("Première connexion de l’année", "Compte"),
    _sign_ins,
    lambda rows: rows.order_by("-first_on", "pk"),
    everyone,
)
