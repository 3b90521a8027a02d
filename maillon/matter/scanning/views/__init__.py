"""The pages of scanning: series, cards, locations, stocktakes."""

from maillon.matter.scanning.views.cards import cards, cards_pdf
from maillon.matter.scanning.views.places import close, open_places, place, place_by_code, places, places_pdf, rename
from maillon.matter.scanning.views.series import scan, series, undo
from maillon.matter.scanning.views.stocktakes import (
    close_stocktake,
    export_stocktake,
    stocktake,
    stocktakes,
    take_stock,
)

__all__ = [
    "cards",
    "cards_pdf",
    "close",
    "close_stocktake",
    "export_stocktake",
    "open_places",
    "place",
    "place_by_code",
    "places",
    "places_pdf",
    "rename",
    "scan",
    "series",
    "stocktake",
    "stocktakes",
    "take_stock",
    "undo",
]
