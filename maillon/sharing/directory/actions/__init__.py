from maillon.sharing.directory.actions.places import close, confirm, correct, enter, reopen

__all__ = ["close", "confirm", "correct", "enter", "reopen"]
