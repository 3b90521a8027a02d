"""Every write on how a network lives with its members."""

from maillon.ground.governance.actions.access import (
    accept_access,
    ask_access,
    confirm_access,
    forget_unconfirmed,
    refuse_access,
    reply_access,
    request_access,
    withdraw_access,
)
from maillon.ground.governance.actions.networks import create_network
from maillon.ground.governance.actions.rules import change_rules

__all__ = [
    "accept_access",
    "ask_access",
    "change_rules",
    "confirm_access",
    "create_network",
    "forget_unconfirmed",
    "refuse_access",
    "reply_access",
    "request_access",
    "withdraw_access",
]
