from maillon.ground.governance.views.access import (
    accept_access,
    access,
    access_list,
    ask_access,
    refuse_access,
)
from maillon.ground.governance.views.entering import (
    follow_access,
    networks,
    request_access,
    sent_access,
    withdraw_access,
)
from maillon.ground.governance.views.rules import change_rules, rules

__all__ = [
    "accept_access",
    "access",
    "access_list",
    "ask_access",
    "change_rules",
    "follow_access",
    "networks",
    "refuse_access",
    "request_access",
    "rules",
    "sent_access",
    "withdraw_access",
]
