from maillon.sharing.directory.views.data import bring, data_inclusion, standard_csv, standard_json
from maillon.sharing.directory.views.keeping import close, confirm, correct, enter, list_, reopen
from maillon.sharing.directory.views.public import orient, place, search

__all__ = [
    "bring",
    "close",
    "confirm",
    "correct",
    "data_inclusion",
    "enter",
    "list_",
    "orient",
    "place",
    "reopen",
    "search",
    "standard_csv",
    "standard_json",
]
