from maillon.giving.rounds.models.collections import Bulk, Collection, Practice
from maillon.giving.rounds.models.fleet import Container, Vehicle
from maillon.giving.rounds.models.plans import Plan
from maillon.giving.rounds.models.rounds import Round, Stop, Weighing

__all__ = ["Bulk", "Collection", "Container", "Plan", "Practice", "Round", "Stop", "Vehicle", "Weighing"]
