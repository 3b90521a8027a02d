"""The figures of a network's presence: its directory, and who signs in."""

import datetime

from django.db.models import Q

from maillon.common.moments import PARIS
from maillon.telling.impact.queries import records
from maillon.telling.impact.queries.measures import Indicator, total
from maillon.telling.impact.queries.scope import Scope

NETWORK = "Le réseau"
SINCE = datetime.datetime(2023, 1, 1, tzinfo=PARIS)
"""The first day of the directory's published series."""


def _entered_in_year(scope: Scope) -> Q:
    return scope.at_some_hour("created_at")


def _entered_since(scope: Scope) -> Q:
    return Q(created_at__gte=SINCE)


def _first_ever(scope: Scope) -> Q:
    return Q(is_first=True)


PRESENCE: tuple[Indicator, ...] = (
    Indicator(
        "places",
        "lieux de l’annuaire",
        "lieux",
        "Lieux publiés dans l’annuaire le 31 décembre, ou aujourd’hui pour l’année en cours.",
        NETWORK,
        records.PLACES,
    ),
    Indicator(
        "places_new",
        "nouveaux lieux de l’annuaire",
        "lieux",
        "Parmi eux, ceux qui y sont entrés dans l’année.",
        NETWORK,
        records.PLACES,
        where=_entered_in_year,
    ),
    Indicator(
        "places_since_2023",
        "lieux entrés dans l’annuaire depuis 2023",
        "lieux",
        "Parmi eux, ceux qui y sont entrés depuis le 1er janvier 2023.",
        NETWORK,
        records.PLACES,
        where=_entered_since,
    ),
    Indicator(
        "visits",
        "connexions à la plateforme",
        "connexions",
        "Connexions de l’année, comptées jour par jour : ni cookie de mesure, ni adresse gardée.",
        NETWORK,
        records.VISITS,
        total("count"),
    ),
    Indicator(
        "users",
        "comptes actifs",
        "comptes",
        "Comptes qui se sont connectés au moins une fois dans l’année.",
        NETWORK,
        records.SIGN_INS,
    ),
    Indicator(
        "users_new",
        "nouveaux comptes actifs",
        "comptes",
        "Parmi eux, ceux qui ne s’étaient jamais connectés auparavant.",
        NETWORK,
        records.SIGN_INS,
        where=_first_ever,
    ),
)
