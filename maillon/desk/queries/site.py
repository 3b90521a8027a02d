"""What the public pages of a network say of it."""

from typing import Any

from django.utils import timezone

from maillon.desk.queries.supply import supply
from maillon.ground.organisations.models import Network
from maillon.matter.devices.models import Device, State
from maillon.sharing.needs.models import Need
from maillon.telling.impact.queries import INDICATORS, Indicator, scope

FEWEST = 5
PUBLIC_FIGURES = ("mass_collected_kg", "devices_redistributed", "people_equipped", "donors", "members")


def public_figures(network: Network) -> tuple[int, list[tuple[str, Any, str]]]:
    """The figures of the last full year, as (name, value, unit); none that is zero, nor of fewer than five people."""
    year = timezone.localdate().year - 1
    of_year = scope(network.slug, year)
    chosen = [indicator for indicator in INDICATORS if indicator.key in PUBLIC_FIGURES]
    rows = [_told(indicator, indicator.compute(of_year)) for indicator in chosen]
    return year, [row for row in rows if row[1] and (row[2] != "personnes" or row[1] >= FEWEST)]


def _told(indicator: Indicator, value: Any) -> tuple[str, Any, str]:
    """A figure as it is said to people: tonnes, past the first one, rather than kilograms."""
    if indicator.unit == "kg" and value >= 1000:
        return indicator.name, round(value / 1000, 1), "t"
    return indicator.name, value, indicator.unit


STEPS = (
    ("Collecter", "Compté et pesé devant vous."),
    ("Effacer", "Disque par disque, avec preuve."),
    ("Remettre en état", "Réparé, testé, sous garantie."),
    ("Remettre", "À une personne d’ici."),
    ("Accompagner", "Pour que cela serve vraiment."),
)


def right_now(network: Network) -> list[tuple[int, str]]:
    """What is true today in the network, for its public page."""
    waiting = Need.objects.filter(network=network).queued().count()
    ready = Device.objects.filter(network=network, state=State.READY).count()
    missing = sum(-row.balance for row in supply(network) if row.balance < 0)
    rows = [
        (waiting, "demande attend un équipement" if waiting < 2 else "demandes attendent un équipement"),
        (ready, "appareil est prêt à partir" if ready < 2 else "appareils sont prêts à partir"),
        (missing, "appareil manque : le vôtre ?" if missing < 2 else "appareils manquent : les vôtres ?"),
    ]
    return [row for row in rows if row[0]]
