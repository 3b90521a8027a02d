"""What a donor gave has become, and the proof of it."""

from maillon.giving.donors.queries.evidence import PUBLIC, Evidence, evidence
from maillon.giving.donors.queries.outcome import FATES, Line, Outcome, of_lot, of_year, years
from maillon.giving.donors.queries.receipts import (
    entitlement,
    form_of,
    issued,
    known_of,
    receipt_facts,
    receipts_file,
    to_answer,
    told_goods,
    totals,
)
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
    "FATES",
    "PUBLIC",
    "RECENT",
    "Evidence",
    "Line",
    "Outcome",
    "entitlement",
    "evidence",
    "facts",
    "form_of",
    "issued",
    "known_of",
    "names_donor",
    "of_lot",
    "of_network",
    "of_year",
    "own",
    "papers",
    "progress",
    "reached",
    "receipt_facts",
    "receipts_file",
    "rows",
    "sheets",
    "space_path",
    "space_url",
    "to_answer",
    "told_goods",
    "totals",
    "years",
]  # fmt: skip
