from maillon.sharing.directory.views.keeping import close, confirm, correct, enter, list_, reopen
from maillon.sharing.directory.views.public import place, search

__all__ = ["close", "confirm", "correct", "enter", "list_", "place", "reopen", "search"]
