"""Every change to a device, one verb a function."""

from maillon.matter.devices.actions.bench import attach_report, attest_no_medium, clear_medium, identify, mark_tested
from maillon.matter.devices.actions.intake import print_labels, relabel, reweigh, sort, take_in, take_in_series
from maillon.matter.devices.actions.leaving import find, leave, lose, recycle, take_back
from maillon.matter.devices.actions.moves import advance, lock, release, reserve

__all__ = [
    "advance",
    "attach_report",
    "attest_no_medium",
    "clear_medium",
    "find",
    "identify",
    "leave",
    "lock",
    "lose",
    "mark_tested",
    "print_labels",
    "recycle",
    "relabel",
    "release",
    "reserve",
    "reweigh",
    "sort",
    "take_back",
    "take_in",
    "take_in_series",
]
