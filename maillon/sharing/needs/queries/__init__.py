"""The queue of requests, and its matching with the devices that are ready."""

from maillon.sharing.needs.queries.matching import Match, candidates, plan, suit
from maillon.sharing.needs.queries.waiting import Estimate, estimate

__all__ = ["Estimate", "Match", "candidates", "estimate", "plan", "suit"]
