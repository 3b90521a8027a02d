"""Every counter-entry, one verb a function."""

from maillon.matter.corrections.actions.devices import choose_label, merge_devices, tell_apart, undo
from maillon.matter.corrections.actions.identities import merge_donors, merge_organisations
from maillon.matter.corrections.actions.lots import correct_lot, reopen_lot
from maillon.matter.corrections.actions.parts import merge_lots, split_lot
from maillon.matter.corrections.actions.reports import withdraw_report

__all__ = [
    "choose_label",
    "correct_lot",
    "merge_devices",
    "merge_donors",
    "merge_lots",
    "merge_organisations",
    "reopen_lot",
    "split_lot",
    "tell_apart",
    "undo",
    "withdraw_report",
]
