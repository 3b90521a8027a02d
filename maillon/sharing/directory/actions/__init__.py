from maillon.sharing.directory.actions.bringing import bring, save_mapping
from maillon.sharing.directory.actions.places import close, confirm, correct, enter, reopen

__all__ = ["bring", "close", "confirm", "correct", "enter", "reopen", "save_mapping"]
