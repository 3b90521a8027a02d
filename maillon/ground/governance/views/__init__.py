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

__all__ = [
    "accept_access",
    "access",
    "access_list",
    "ask_access",
    "follow_access",
    "networks",
    "refuse_access",
    "request_access",
    "sent_access",
    "withdraw_access",
]
