"""Who may look after the directory."""

from maillon.ground.organisations.models import Member, Role
from maillon.sharing.directory.models import Place
from maillon.sharing.directory.models.places import RUNS

KEEPERS = (Role.MANAGER, Role.MEDIATOR, Role.PRESCRIBER, Role.DISTRIBUTOR)
"""Roles that keep true the places of their own organisation."""


def may_enter(member: Member) -> bool:
    """Add a place, import, merge, judge suggestions: those who run the network."""
    return member.has(*RUNS)


def may_correct(member: Member, place: Place) -> bool:
    """Those who run the network, or whoever works where the place is."""
    own = place.organisation_id == member.organisation_id and member.has(*KEEPERS)
    return place.network_id == member.network_id and (own or member.has(*RUNS))
