from maillon.matter.erasure.views.certificates import certify, certify_lot, list_, lot_zip, panel_lot, revoke
from maillon.matter.erasure.views.media import (
    add_medium,
    attest_log,
    dismiss_log,
    give_log,
    medium_act,
    panel,
    put_back,
    retry,
)
from maillon.matter.erasure.views.rules import end_waiver, methods, recheck, rechecks, set_rules, waive

__all__ = [
    "add_medium",
    "attest_log",
    "certify",
    "certify_lot",
    "dismiss_log",
    "end_waiver",
    "give_log",
    "list_",
    "lot_zip",
    "medium_act",
    "methods",
    "panel",
    "panel_lot",
    "put_back",
    "recheck",
    "rechecks",
    "retry",
    "revoke",
    "set_rules",
    "waive",
]
