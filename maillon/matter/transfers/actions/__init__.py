"""Every change to a transfer, one verb a function."""

from maillon.matter.transfers.actions.agreements import end_agreement, record_agreement
from maillon.matter.transfers.actions.listing import add, add_many, cancel, count, open_transfer, take_off
from maillon.matter.transfers.actions.reception import finish, see, settle, unsee
from maillon.matter.transfers.actions.travel import call_back, send

__all__ = [
    "add",
    "add_many",
    "call_back",
    "cancel",
    "count",
    "end_agreement",
    "finish",
    "open_transfer",
    "record_agreement",
    "see",
    "send",
    "settle",
    "take_off",
    "unsee",
]
