"""What is read of lots: lists, the balance of one, which regimes suit a donor, and the timeline of anything."""

from maillon.matter.lots.queries.balance import Balance, CategoryBalance, accessories, balance, reception_facts
from maillon.matter.lots.queries.lists import choosable_sites, documents, filtered, holders, with_progress
from maillon.matter.lots.queries.outlets import LENT_LAW, Outlet, outlets
from maillon.matter.lots.queries.regimes import REGIMES_OF, regimes_for
from maillon.matter.lots.queries.timeline import Fact, facts, story

__all__ = [
    "LENT_LAW",
    "REGIMES_OF",
    "Balance",
    "CategoryBalance",
    "Fact",
    "Outlet",
    "accessories",
    "balance",
    "choosable_sites",
    "documents",
    "facts",
    "filtered",
    "holders",
    "outlets",
    "reception_facts",
    "regimes_for",
    "story",
    "with_progress",
]
