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
from maillon.ground.governance.actions.decisions import propose, settle, speak, withdraw_decision
from maillon.ground.governance.actions.groups import (
    MOST_TIMES,
    add_document,
    cancel_meeting,
    change_group,
    change_meeting,
    close_group,
    leave_groups,
    leave_seat,
    open_group,
    plan_meetings,
    remove_document,
    report_meeting,
    take_seat,
)
from maillon.ground.governance.actions.merging import reunite
from maillon.ground.governance.actions.networks import create_network, start_network
from maillon.ground.governance.actions.recertification import (
    answer_recertification,
    close_recertification,
    open_recertification,
    remind_recertification,
)
from maillon.ground.governance.actions.rules import change_rules

__all__ = [
    "MOST_TIMES",
    "accept_access",
    "accept_charter",
    "add_document",
    "answer_recertification",
    "ask_access",
    "cancel_meeting",
    "change_group",
    "change_meeting",
    "change_rules",
    "close_group",
    "close_recertification",
    "confirm_access",
    "create_network",
    "forget_unconfirmed",
    "leave_groups",
    "leave_seat",
    "note_contribution",
    "open_group",
    "open_recertification",
    "plan_meetings",
    "propose",
    "publish_charter",
    "refuse_access",
    "remind_recertification",
    "remove_document",
    "reply_access",
    "report_meeting",
    "request_access",
    "reunite",
    "settle",
    "speak",
    "start_network",
    "take_seat",
    "withdraw_access",
    "withdraw_decision",
]
