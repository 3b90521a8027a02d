"""The queue of requests, its matching with the devices that are ready, the wait, and what is missing."""

from maillon.sharing.needs.queries.matching import Match, candidates, plan, ready, share, suit, waiting_items
from maillon.sharing.needs.queries.page import Candidate, Line, Page, name_for, read
from maillon.sharing.needs.queries.proposals import Proposal, SharePage, plan_page
from maillon.sharing.needs.queries.queue import filtered, kinds, page_of, sees_network
from maillon.sharing.needs.queries.shortage import Shortage, shortages, unanswered
from maillon.sharing.needs.queries.timeline import Fact, timeline
from maillon.sharing.needs.queries.waiting import Estimate, Wait, estimate, wait

__all__ = [
    "Candidate",
    "Estimate",
    "Fact",
    "Line",
    "Match",
    "Page",
    "Proposal",
    "SharePage",
    "Shortage",
    "Wait",
    "candidates",
    "estimate",
    "filtered",
    "kinds",
    "name_for",
    "page_of",
    "plan",
    "plan_page",
    "read",
    "ready",
    "sees_network",
    "share",
    "shortages",
    "suit",
    "timeline",
    "unanswered",
    "wait",
    "waiting_items",
]
