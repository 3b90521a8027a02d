"""What a donor gave has become, and the proof of it."""

from maillon.giving.donors.queries.evidence import PUBLIC, Evidence, evidence
from maillon.giving.donors.queries.outcome import FATES, Line, Outcome, of_lot, of_year, years
from maillon.giving.donors.queries.spaces import (
    RECENT,
    names_donor,
    of_network,
    own,
    papers,
    progress,
    reached,
    space_path,
    space_url,
)
from maillon.giving.donors.queries.tables import facts, rows, sheets

__all__ = [
    "FATES", "PUBLIC", "RECENT", "Evidence", "Line", "Outcome", "evidence", "facts", "names_donor", "of_lot", "of_network", "of_year",
    "own", "papers", "progress", "reached", "rows", "sheets", "space_path", "space_url", "years",
]  # fmt: skip
