"""What the pages of desk read across all the apps below."""

from maillon.desk.queries.doors import Door, doors
from maillon.desk.queries.site import STEPS, public_figures, right_now
from maillon.desk.queries.supply import Supply, supply
from maillon.desk.queries.work import Task, tasks

__all__ = ["STEPS", "Door", "Supply", "Task", "doors", "public_figures", "right_now", "supply", "tasks"]
