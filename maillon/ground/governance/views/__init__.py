from maillon.ground.governance.views.access import (
    accept_access,
    access,
    access_list,
    ask_access,
    refuse_access,
)
from maillon.ground.governance.views.charter import (
    adherents,
    charter,
    charter_version,
    note_charter,
    note_contribution,
    panel,
    publish_charter,
)
from maillon.ground.governance.views.entering import (
    follow_access,
    networks,
    request_access,
    sent_access,
    withdraw_access,
)
from maillon.ground.governance.views.life import life
from maillon.ground.governance.views.recertification import (
    open_recertification,
    recertification,
    recertify,
    remind_recertification,
)
from maillon.ground.governance.views.rules import change_rules, rules

__all__ = [
    "accept_access",
    "access",
    "access_list",
    "adherents",
    "ask_access",
    "change_rules",
    "charter",
    "charter_version",
    "follow_access",
    "life",
    "networks",
    "note_charter",
    "note_contribution",
    "open_recertification",
    "panel",
    "publish_charter",
    "recertification",
    "recertify",
    "refuse_access",
    "remind_recertification",
    "request_access",
    "rules",
    "sent_access",
    "withdraw_access",
]
