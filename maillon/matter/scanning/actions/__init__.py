"""Every change made by scanning, one verb a function."""

from maillon.matter.scanning.actions.places import close_place, open_places
from maillon.matter.scanning.actions.scans import scan, undo
from maillon.matter.scanning.actions.stocktakes import close_stocktake, open_stocktake

__all__ = ["close_place", "close_stocktake", "open_places", "open_stocktake", "scan", "undo"]
