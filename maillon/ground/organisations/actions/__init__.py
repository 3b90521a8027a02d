"""Every write on networks, organisations and members."""

from maillon.ground.organisations.actions.members import change_roles, invite, join, leave, remind
from maillon.ground.organisations.actions.networks import (
    adhere,
    affiliate,
    end_membership,
    enter,
    open_network,
    part,
    reassign,
)
from maillon.ground.organisations.actions.organisations import end_quality, found, open_site, record_quality

__all__ = [
    "adhere",
    "affiliate",
    "change_roles",
    "end_membership",
    "end_quality",
    "enter",
    "found",
    "invite",
    "join",
    "leave",
    "open_network",
    "open_site",
    "part",
    "reassign",
    "record_quality",
    "remind",
]
