from maillon.sharing.directory.views.data import bring, data_inclusion, standard_csv, standard_json
from maillon.sharing.directory.views.judging import duplicates, judge, merge, split, suggest, suggestions, tell_apart
from maillon.sharing.directory.views.keeping import close, confirm, correct, enter, list_, reopen
from maillon.sharing.directory.views.public import map_data, orient, place, search
from maillon.sharing.directory.views.resources import (
    keep_resources,
    recommend,
    resources,
    restore,
    reword,
    verify,
    withdraw,
)

__all__ = [
    "bring",
    "close",
    "confirm",
    "correct",
    "data_inclusion",
    "duplicates",
    "enter",
    "judge",
    "keep_resources",
    "list_",
    "map_data",
    "merge",
    "orient",
    "place",
    "recommend",
    "reopen",
    "resources",
    "restore",
    "reword",
    "search",
    "split",
    "standard_csv",
    "standard_json",
    "suggest",
    "suggestions",
    "tell_apart",
    "verify",
    "withdraw",
]
