"""What is read of transfers: who may receive, what may go, what arrived and what did not, and what is wrong."""

from maillon.matter.transfers.queries.checks import entitled, faults, problem
from maillon.matter.transfers.queries.lists import HEADS, Row, exported, listed, receivers, rows, tally
from maillon.matter.transfers.queries.page import page
from maillon.matter.transfers.queries.stock import Available, Share, available, shares
from maillon.matter.transfers.queries.waybill import agreements, agreements_page, last_agreement, waybill, waybill_facts

__all__ = [
    "HEADS",
    "Available",
    "Row",
    "Share",
    "agreements",
    "agreements_page",
    "available",
    "entitled",
    "exported",
    "faults",
    "last_agreement",
    "listed",
    "page",
    "problem",
    "receivers",
    "rows",
    "shares",
    "tally",
    "waybill",
    "waybill_facts",
]
