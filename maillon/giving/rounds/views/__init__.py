"""Rounds: planning them, changing them, driving them, and what comes to the door."""

from maillon.giving.rounds.views.driving import arrive, bring, collect, door, mine, miss, note, photo, resume, stop
from maillon.giving.rounds.views.fleet import (
    containers,
    fleet,
    practice,
    prepare,
    withdraw_container,
    withdraw_vehicle,
)
from maillon.giving.rounds.views.planning import ask, keep, list_, plan
from maillon.giving.rounds.views.rounds import assign, cancel, detail, finish, move, recall, send, sheet, undo

__all__ = [
    "arrive",
    "ask",
    "assign",
    "bring",
    "cancel",
    "collect",
    "containers",
    "detail",
    "door",
    "finish",
    "fleet",
    "keep",
    "list_",
    "mine",
    "miss",
    "move",
    "note",
    "photo",
    "plan",
    "practice",
    "prepare",
    "recall",
    "resume",
    "send",
    "sheet",
    "stop",
    "undo",
    "withdraw_container",
    "withdraw_vehicle",
]
