"""Run a fleet, prepare what is to collect, plan, change by hand, drive, receive at the door."""

from maillon.giving.rounds.actions.driving import Weighed, arrive, bring, collect, finish, miss, resume
from maillon.giving.rounds.actions.fleet import (
    add_container,
    enter_vehicle,
    prepare,
    set_practice,
    withdraw_container,
    withdraw_vehicle,
)
from maillon.giving.rounds.actions.planning import ask, keep
from maillon.giving.rounds.actions.rounds import assign, cancel, move, recall, send, step_down, undo

__all__ = [
    "Weighed",
    "add_container",
    "arrive",
    "ask",
    "assign",
    "bring",
    "cancel",
    "collect",
    "enter_vehicle",
    "finish",
    "keep",
    "miss",
    "move",
    "prepare",
    "recall",
    "resume",
    "send",
    "set_practice",
    "step_down",
    "undo",
    "withdraw_container",
    "withdraw_vehicle",
]
