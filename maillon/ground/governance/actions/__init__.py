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

__all__ = [
    "accept_access",
    "ask_access",
    "confirm_access",
    "forget_unconfirmed",
    "refuse_access",
    "reply_access",
    "request_access",
    "withdraw_access",
]
