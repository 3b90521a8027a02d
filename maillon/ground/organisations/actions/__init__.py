"""Every write on networks, organisations and members."""

from maillon.ground.organisations.actions.capacities import declare_capacity
from maillon.ground.organisations.actions.members import change_roles, invite, join, leave, remind
from maillon.ground.organisations.actions.merging import absorb, give_over, lock_pair
from maillon.ground.organisations.actions.networks import (
    adhere,
    affiliate,
    draw_territory,
    end_membership,
    enter,
    open_network,
    part,
    reassign,
    withdraw,
)
from maillon.ground.organisations.actions.organisations import found, open_site
from maillon.ground.organisations.actions.qualities import (
    accept_quality,
    end_quality,
    hand_in_quality,
    record_quality,
    refuse_quality,
    remind_quality,
)
from maillon.ground.organisations.actions.tokens import issue_token, note_use, revoke_token
from maillon.ground.organisations.actions.visits import note_sign_in

__all__ = [
    "absorb",
    "accept_quality",
    "adhere",
    "affiliate",
    "change_roles",
    "declare_capacity",
    "draw_territory",
    "end_membership",
    "end_quality",
    "enter",
    "found",
    "give_over",
    "hand_in_quality",
    "invite",
    "issue_token",
    "join",
    "leave",
    "lock_pair",
    "note_sign_in",
    "note_use",
    "open_network",
    "open_site",
    "part",
    "reassign",
    "record_quality",
    "refuse_quality",
    "remind",
    "remind_quality",
    "revoke_token",
    "withdraw",
]
