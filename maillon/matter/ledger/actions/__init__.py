"""Write the movements of an act; arrange the locations of a site."""

from maillon.matter.ledger.actions.locations import close_location, open_location, rename_location
from maillon.matter.ledger.actions.movements import Line, move, move_many

__all__ = ["Line", "close_location", "move", "move_many", "open_location", "rename_location"]
