"""What can be brought in from a spreadsheet, put together, and the worker that writes it."""

import uuid

from django_tasks import task

from maillon.common.tables import Kind
from maillon.giving.receptions.jobs import LISTS
from maillon.ground.imports import jobs as imports
from maillon.ground.organisations.jobs import ORGANISATIONS
from maillon.matter.devices.jobs import DEVICES
from maillon.matter.lots.jobs import DONORS, PAST_LOTS

KINDS: dict[str, Kind] = {kind.slug: kind for kind in (DEVICES, PAST_LOTS, LISTS, DONORS, ORGANISATIONS)}


@task()
def write_import(import_id: str) -> int:
    """Write what is left of an accepted import; returns how many lines it has written in all."""
    return imports.run(uuid.UUID(import_id), KINDS)


def later(import_id: str) -> None:
    """Have it written by the worker."""
    write_import.enqueue(import_id)


def resume_imports() -> int:
    """Take up the imports that no longer move, and forget those that nobody came back to; returns how many."""
    return imports.resume(later) + imports.forget_old()
