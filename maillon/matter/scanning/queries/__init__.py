"""What is read: cards, codes, series, stocktakes."""

from maillon.matter.scanning.queries.cards import (
    LotMode,
    Mode,
    PlaceMode,
    ReadyMode,
    Verb,
    armed,
    category_choices,
    lot_card,
    place_card,
    read,
)
from maillon.matter.scanning.queries.codes import Found, find
from maillon.matter.scanning.queries.series import Series, answer, series, told

__all__ = [
    "Found",
    "LotMode",
    "Mode",
    "PlaceMode",
    "ReadyMode",
    "Series",
    "Verb",
    "answer",
    "armed",
    "category_choices",
    "find",
    "lot_card",
    "place_card",
    "read",
    "series",
    "told",
]
