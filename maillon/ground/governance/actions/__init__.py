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
from maillon.ground.governance.actions.charter import accept_charter, note_contribution, publish_charter
from maillon.ground.governance.actions.networks import create_network
from maillon.ground.governance.actions.recertification import (
    answer_recertification,
    close_recertification,
    open_recertification,
    remind_recertification,
)
from maillon.ground.governance.actions.rules import change_rules

__all__ = [
    "accept_access",
    "accept_charter",
    "answer_recertification",
    "ask_access",
    "change_rules",
    "close_recertification",
    "confirm_access",
    "create_network",
    "forget_unconfirmed",
    "note_contribution",
    "open_recertification",
    "publish_charter",
    "refuse_access",
    "remind_recertification",
    "reply_access",
    "request_access",
    "withdraw_access",
]
