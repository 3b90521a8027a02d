"""The pages of scanning: series, cards, locations, stocktakes."""

from maillon.matter.scanning.views.series import scan, series, undo

__all__ = ["scan", "series", "undo"]
