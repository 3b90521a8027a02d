"""What waits for each person: her work queue, the one next act first."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from maillon.desk.queries import bench, dossiers, gifts
from maillon.desk.queries.agreements import ending_frames
from maillon.desk.queries.letters import suggestions, written
from maillon.desk.queries.network_life import network_life
from maillon.desk.queries.opening import opens
from maillon.desk.queries.receipts import declared_values
from maillon.desk.queries.reuse import proposed
from maillon.desk.queries.task import SHOWN, Task, instant
from maillon.desk.queries.transfers import transfers
from maillon.ground.imports.models import Import
from maillon.ground.organisations.models import WORKSHOP, Member, Role


def tasks(member: Member) -> list[Task]:
    """Everything that waits for this person, the most pressing first, then the oldest."""
    found: list[Task] = []
    for roles, source in SOURCES:
        if roles & set(member.roles):
            found += source(member)
    unique = {(task.title, task.url): task for task in found}
    return sorted(unique.values(), key=lambda task: (task.rank, instant(task.since)))


def _spreadsheets(member: Member) -> Iterator[Task]:
    """Spreadsheets that she sent and that wait for her: to be checked, or stopped on the way."""
    waiting = (Import.State.DRAFT, Import.State.STOPPED)
    for sheet in Import.objects.filter(author=member, state__in=waiting).order_by("created_at")[:SHOWN]:
        stopped = sheet.state == Import.State.STOPPED
        yield Task(
            f"{'Reprendre' if stopped else 'Vérifier'} {sheet.name}",
            sheet.trouble if stopped else sheet.target_name or "Tableau envoyé, rien n’est encore écrit",
            reverse("imports:follow", args=[sheet.kind, sheet.pk]),
            "Reprendre l’import" if stopped else "Voir ses lignes",
            sheet.created_at,
            "block" if stopped else "",
            4,
        )


R = Role
SOURCES: tuple[tuple[set[str], Any], ...] = (
    ({R.COORDINATOR}, opens),
    ({R.COORDINATOR}, gifts.to_answer),
    (set(R), network_life),
    ({R.COORDINATOR, R.ADMINISTRATOR}, written),
    ({R.COORDINATOR, R.ADMINISTRATOR, R.MEDIATOR}, suggestions),
    ({R.COORDINATOR, R.MANAGER}, declared_values),
    ({R.COORDINATOR, R.MANAGER}, ending_frames),
    ({R.DRIVER}, gifts.my_rounds),
    ({R.COORDINATOR, R.LOGISTICIAN}, gifts.to_collect),
    ({R.COORDINATOR, R.LOGISTICIAN, R.DRIVER}, gifts.arrivals),
    ({R.COORDINATOR, R.DISTRIBUTOR}, dossiers.queue),
    ({R.LOGISTICIAN, R.TECHNICIAN, R.SUPERVISOR, R.MANAGER}, bench.open_lots),
    ({R.COORDINATOR, R.LOGISTICIAN, R.MANAGER, *WORKSHOP}, transfers),
    ({R.TECHNICIAN, R.VOLUNTEER, R.EMPLOYEE, R.SUPERVISOR}, bench.in_hand),
    ({R.TECHNICIAN, R.VOLUNTEER, R.EMPLOYEE, R.SUPERVISOR}, bench.to_review),
    ({R.SUPERVISOR}, bench.claims),
    ({R.TECHNICIAN, R.VOLUNTEER, R.EMPLOYEE, R.SUPERVISOR}, bench.stages),
    ({R.TECHNICIAN, R.VOLUNTEER, R.EMPLOYEE, R.SUPERVISOR}, bench.rechecks),
    ({R.PRESCRIBER}, dossiers.my_needs),
    ({R.DISTRIBUTOR}, dossiers.to_appoint_all),
    ({R.DISTRIBUTOR, R.PRESCRIBER, R.COORDINATOR}, dossiers.appointments),
    ({R.MEDIATOR, R.PRESCRIBER, R.DISTRIBUTOR}, dossiers.attendance),
    ({R.DONOR}, gifts.questions),
    ({R.DONOR}, proposed),
    ({R.COORDINATOR, R.ADMINISTRATOR, R.LOGISTICIAN, R.DRIVER, R.MANAGER, *WORKSHOP}, _spreadsheets),
    ({R.COORDINATOR, R.SUPERVISOR, R.LOGISTICIAN, R.MANAGER}, bench.anomalies),
)
