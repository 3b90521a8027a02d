"""What is read of receptions: the comparison, and its table."""

from maillon.giving.receptions.queries.logs import Told, donor_logs, offers_of
from maillon.giving.receptions.queries.matching import Match, bare, match
from maillon.giving.receptions.queries.table import HEADS, rows, told
from maillon.giving.receptions.queries.tally import Gap, Sum, Tally, announced, copied, listed, tally

__all__ = [
    "HEADS",
    "Gap",
    "Match",
    "Sum",
    "Tally",
    "Told",
    "announced",
    "bare",
    "copied",
    "donor_logs",
    "listed",
    "match",
    "offers_of",
    "rows",
    "tally",
    "told",
]
