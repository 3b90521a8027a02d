"""Who comes, when, for what; and whose it is for whoever may know."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from maillon.common import moments
from maillon.ground.organisations.models import Member, Role
from maillon.sharing.handovers import policy
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs.models import NeedItem
from maillon.sharing.people.queries import name_of

DONE, CANCELLED = "faites", "annulees"


def agenda(member: Member, when: str = "", day: datetime.date | None = None) -> QuerySet[HandOver]:
    """The appointments to keep, the oldest first (late ones are to be closed); or those done, or called off."""
    items = NeedItem.objects.exclude(state=NeedItem.State.CANCELLED).select_related("category")
    rows = (
        HandOver.objects.visible_to(member)
        .select_related("need", "need__prescriber", "need__association", "distributor")
        .prefetch_related(Prefetch("need__items", items.order_by("category__rank", "id")))
    )
    if not sees_network(member):
        rows = rows.select_related("need__person")
    if when == DONE:
        rows = rows.done().order_by("-done_on", "-planned_at")
    elif when == CANCELLED:
        rows = rows.filter(state=HandOver.State.CANCELLED).order_by("-planned_at")
    else:
        rows = rows.filter(state=HandOver.State.PLANNED).order_by("planned_at")
    return rows.filter(planned_at__date=day) if day else rows


def name_for(member: Member, handover: HandOver) -> str:
    """The person's name, for those whom `may_identify` lets read it; empty for anyone else, the coordinator included."""
    if handover.need.person is None or not policy.may_identify(member, handover):
        return ""
    return name_of(handover.need.person)


def phone_for(member: Member, handover: HandOver) -> str:
    """Her telephone, on the same condition as her name."""
    if handover.need.person is None or not policy.may_identify(member, handover):
        return ""
    return handover.need.person.told.get("phone", "")


@dataclass(frozen=True)
class Entry:
    """One hand-over in the agenda, under its heading."""

    handover: HandOver
    name: str
    heading: str


def lines(member: Member, rows: Iterable[HandOver], today: datetime.date) -> list[Entry]:
    """The agenda as it is read. Whoever sees the whole network reads no name here."""
    return [Entry(row, "" if sees_network(member) else name_for(member, row), _heading(row, today)) for row in rows]


def sees_network(member: Member) -> bool:
    return member.has(Role.COORDINATOR, Role.ADMINISTRATOR)


def _heading(handover: HandOver, today: datetime.date) -> str:
    if handover.state == HandOver.State.DONE and handover.done_on:
        return moments.month(handover.done_on).capitalize()
    day = timezone.localdate(handover.planned_at)
    if handover.state == HandOver.State.CANCELLED:
        return "Annulées"
    if day < today:
        return "À noter : le jour est passé"
    return "Aujourd’hui" if day == today else moments.full_day(day).capitalize()
