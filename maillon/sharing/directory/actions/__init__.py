from maillon.sharing.directory.actions.bringing import bring, save_mapping
from maillon.sharing.directory.actions.merging import merge, split, tell_apart
from maillon.sharing.directory.actions.places import close, confirm, correct, enter, remind, reopen
from maillon.sharing.directory.actions.resources import recommend, restore, reword, verify, withdraw
from maillon.sharing.directory.actions.suggestions import decline, suggest, take

__all__ = [
    "bring",
    "close",
    "confirm",
    "correct",
    "decline",
    "enter",
    "merge",
    "recommend",
    "remind",
    "reopen",
    "restore",
    "reword",
    "save_mapping",
    "split",
    "suggest",
    "take",
    "tell_apart",
    "verify",
    "withdraw",
]
