"""What the pages of desk read across all the apps below."""

from maillon.desk.queries.doors import Door, doors
from maillon.desk.queries.field import FieldPage, field_pages
from maillon.desk.queries.glance import Glance, glance
from maillon.desk.queries.pitch import Case, case
from maillon.desk.queries.site import STEPS, described, places, public_addresses, public_figures, right_now, words
from maillon.desk.queries.supply import Supply, supply
from maillon.desk.queries.task import Task
from maillon.desk.queries.work import tasks

__all__ = [
    "STEPS",
    "Case",
    "Door",
    "FieldPage",
    "Glance",
    "Supply",
    "Task",
    "case",
    "described",
    "doors",
    "field_pages",
    "glance",
    "places",
    "public_addresses",
    "public_figures",
    "right_now",
    "supply",
    "tasks",
    "words",
]
