"""What is read: cards, codes, series, stocktakes."""

from maillon.matter.scanning.queries.cards import (
    CARD,
    PLACE,
    LotMode,
    Mode,
    PlaceMode,
    ReadyMode,
    Verb,
    armed,
    category_choices,
    lot_card,
    offered,
    place_card,
    read,
)
from maillon.matter.scanning.queries.codes import Found, find
from maillon.matter.scanning.queries.places import Tree, Zone, captions, places, trees
from maillon.matter.scanning.queries.series import Series, answer, series, told
from maillon.matter.scanning.queries.stocktakes import HEADS, Gap, Tally, exported, standing_at, tally

__all__ = [
    "CARD",
    "HEADS",
    "PLACE",
    "Found",
    "Gap",
    "LotMode",
    "Mode",
    "PlaceMode",
    "ReadyMode",
    "Series",
    "Tally",
    "Tree",
    "Verb",
    "Zone",
    "answer",
    "armed",
    "captions",
    "category_choices",
    "exported",
    "find",
    "lot_card",
    "offered",
    "place_card",
    "places",
    "read",
    "series",
    "standing_at",
    "tally",
    "told",
    "trees",
]
