"""Every change to what is proven of a medium, one verb a function."""

from maillon.matter.erasure.actions.attestations import accept_hidden, cancel, destroy, record_manual
from maillon.matter.erasure.actions.certificates import certify, certify_lot, revoke
from maillon.matter.erasure.actions.donors import keep_donor_logs, match_donor_logs
from maillon.matter.erasure.actions.logs import attach, attest_log, dismiss_log, give_log, record_log, retry
from maillon.matter.erasure.actions.media import (
    add_medium,
    attest_absent,
    describe_medium,
    move_medium,
    put_back,
    restore_medium,
    take_out,
)
from maillon.matter.erasure.actions.rechecks import end_waiver, recheck, set_rules, waive
from maillon.matter.erasure.actions.records import OUTCOME

__all__ = [
    "OUTCOME",
    "accept_hidden",
    "add_medium",
    "attach",
    "attest_absent",
    "attest_log",
    "cancel",
    "certify",
    "certify_lot",
    "describe_medium",
    "destroy",
    "dismiss_log",
    "end_waiver",
    "give_log",
    "keep_donor_logs",
    "match_donor_logs",
    "move_medium",
    "put_back",
    "recheck",
    "record_log",
    "record_manual",
    "restore_medium",
    "retry",
    "revoke",
    "set_rules",
    "take_out",
    "waive",
]
