"""Everything that the workshop changes, one verb a function."""

from maillon.matter.refurbishing.actions.bench import conclude, examine, install, note, review
from maillon.matter.refurbishing.actions.grading import ask_second_check, correct_system, note_score, publish_rule
from maillon.matter.refurbishing.actions.team import (
    claim_skill,
    close_bench,
    declare_hours,
    give,
    give_back,
    lay_down,
    open_bench,
    remove_hours,
    take,
    validate_skill,
    withdraw_skill,
)

__all__ = [
    "ask_second_check",
    "claim_skill",
    "close_bench",
    "conclude",
    "correct_system",
    "declare_hours",
    "examine",
    "give",
    "give_back",
    "install",
    "lay_down",
    "note",
    "note_score",
    "open_bench",
    "publish_rule",
    "remove_hours",
    "review",
    "take",
    "validate_skill",
    "withdraw_skill",
]
