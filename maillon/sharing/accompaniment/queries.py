"""Sessions to come, the seats that are left, and whose they are for whoever may know."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from maillon.common import geography, moments
from maillon.ground.organisations.models import Member
from maillon.sharing.accompaniment.models import Enrolment, Session
from maillon.sharing.people.queries import names_of

# The kinds that welcome helped persons; the others are for professionals.
FOR_PEOPLE = (Session.Kind.HANDOVER, Session.Kind.WORKSHOP, Session.Kind.INDIVIDUAL)


def with_seats(sessions: QuerySet[Session]) -> QuerySet[Any]:
    """The sessions, each with `taken` and `left`."""
    return sessions.annotate(
        taken=Count("enrolments", filter=~Q(enrolments__state=Enrolment.State.CANCELLED)), left=F("seats") - F("taken")
    )


def open_sessions(member: Member, after: datetime.datetime) -> QuerySet[Session]:
    """The network's sessions to come that have a seat left and welcome helped persons, the soonest first."""
    return with_seats(
        Session.objects.visible_to(member).filter(starts_at__gt=after, cancelled_at=None, kind__in=FOR_PEOPLE)
    ).filter(left__gt=0)


def listed(
    member: Member, now: datetime.datetime, *, when: str = "", kind: str = "", places: str = ""
) -> QuerySet[Session]:
    """Those to come, the soonest first, or those past, the latest first; of one kind; with a seat left."""
    sessions = with_seats(Session.objects.visible_to(member).select_related("organisation"))
    if when == "passees":
        sessions = sessions.filter(starts_at__lt=now).order_by("-starts_at")
    else:
        sessions = sessions.filter(starts_at__gte=now).order_by("starts_at")
    if kind:
        sessions = sessions.filter(kind=kind)
    return sessions.filter(left__gt=0, cancelled_at=None) if places == "libres" else sessions


@dataclass(frozen=True)
class Near:
    """A session with a seat left, and how far it is by road."""

    session: Session
    left: int
    km: float

    @property
    def title(self) -> str:
        return f"{self.session.title}, {moments.moment(self.session.starts_at)}"

    @property
    def hint(self) -> str:
        seats = "une place" if self.left == 1 else f"{self.left} places"
        where = "sur place" if self.km < 1 else f"à {self.km:.0f} km"
        return f"{self.session.place}, {where} · {seats}"


def nearest(member: Member, commune: geography.Commune, after: datetime.datetime, limit: int = 8) -> list[Near]:
    """The open sessions of the next two months: the nearest to this commune, then the soonest, told in time order."""
    until = after + datetime.timedelta(days=62)
    found = []
    rows: Iterable[Any] = open_sessions(member, after).filter(starts_at__lt=until)
    for session in rows:
        km = geography.distance_km(commune, session.commune) * geography.ROAD_FACTOR
        found.append(Near(session, session.left, km))
    # Twenty kilometres count as much as a week.
    found.sort(key=lambda near: near.km / 20 + (near.session.starts_at - after).days / 7)
    return sorted(found[:limit], key=lambda near: near.session.starts_at)


@dataclass(frozen=True)
class Seat:
    """An enrolment as this member may read it: a name for her own organisation's people, a number for the others."""

    enrolment: Enrolment
    name: str
    known: bool


def seats(member: Member, session: Session) -> list[Seat]:
    """The enrolments of the session that she may see. No identity but her own organisation's leaves the database."""
    rows = list(
        Enrolment.objects.visible_to(member)
        .current()
        .filter(session=session)
        .select_related("person", "person__organisation", "organisation", "session")
        .defer("person__identity")
        .order_by("created_at")
    )
    names = names_of(member, (row.person_id for row in rows))
    return [_seat(row, names) for row in rows]


def _seat(row: Enrolment, names: dict[uuid.UUID, str]) -> Seat:
    if row.person is None:
        return Seat(row, row.organisation.name if row.organisation else "", True)
    if row.person_id in names:
        return Seat(row, names[row.person_id], True)
    return Seat(row, f"{row.person}, suivie par {row.person.organisation.name}", False)
