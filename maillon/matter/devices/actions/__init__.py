"""Every change to a device, one verb a function."""

from maillon.matter.devices.actions.bench import (
    attach_report,
    attest_no_medium,
    carry,
    clear_medium,
    identify,
    mark_tested,
    settle,
)
from maillon.matter.devices.actions.intake import print_labels, relabel, reweigh, sort, take_in, take_in_series
from maillon.matter.devices.actions.leaving import find, leave, lose, recycle, take_back
from maillon.matter.devices.actions.many import Unit, take_in_many, take_out_many
from maillon.matter.devices.actions.moves import advance, lock, release, reserve
from maillon.matter.devices.actions.photos import add_photo, remove_photo
from maillon.matter.devices.actions.places import place, set_aside
from maillon.matter.devices.actions.refused import discard_refused, forget_refused, keep_refused
from maillon.matter.devices.actions.transit import arrive, depart, stay
from maillon.matter.devices.actions.undoing import restore, take_out

__all__ = [
    "Unit",
    "add_photo",
    "advance",
    "arrive",
    "attach_report",
    "attest_no_medium",
    "carry",
    "clear_medium",
    "depart",
    "discard_refused",
    "find",
    "forget_refused",
    "identify",
    "keep_refused",
    "leave",
    "lock",
    "lose",
    "mark_tested",
    "place",
    "print_labels",
    "recycle",
    "relabel",
    "release",
    "remove_photo",
    "reserve",
    "restore",
    "reweigh",
    "set_aside",
    "settle",
    "sort",
    "stay",
    "take_back",
    "take_in",
    "take_in_many",
    "take_in_series",
    "take_out",
    "take_out_many",
]
