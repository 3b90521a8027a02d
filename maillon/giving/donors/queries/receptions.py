"""What a donor reads of the check of a lot: its list against what came."""

from typing import Any

from maillon.giving.receptions import queries as receptions
from maillon.matter.lots.models import Lot


def compared(lot: Lot) -> receptions.Tally:
    """What came of this lot against all that described it."""
    return receptions.tally(lot)


def reception(lot: Lot) -> dict[str, Any]:
    """The comparison and its words; nothing, without a query, for a lot that nothing described."""
    if not lot.to_check:
        return {}
    tally = receptions.tally(lot)
    words = receptions.told(tally)
    return {"reception": tally, "reception_words": words} if words else {}
