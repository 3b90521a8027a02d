"""As `accompaniment.actions`."""

import datetime
import uuid
from typing import Any

from maillon.demo.book.book import Book, local_day
from maillon.demo.book.people import meet
from maillon.ground.organisations.models import Member, Organisation
from maillon.sharing.accompaniment.models import Enrolment, Session
from maillon.sharing.people.models import Person


def plan(
    book: Book,
    *,
    kind: str,
    title: str,
    place: str,
    commune_code: str,
    starts_at: datetime.datetime,
    minutes: int,
    seats: int,
    by: Member,
    at: datetime.datetime,
    id: uuid.UUID | None = None,
    **fields: Any,
) -> Session:
    session = book.enter(
        Session,
        at,
        id=id,
        network=by.network,
        organisation=by.organisation,
        kind=kind,
        title=title,
        place=place,
        commune_code=commune_code,
        starts_at=starts_at,
        minutes=minutes,
        seats=seats,
        **fields,
    )
    book.record("accompaniment.plan", session, by=by, at=at, kind=str(kind), seats=seats)
    return session


def enrol(
    book: Book,
    session: Session,
    *,
    by: Member,
    at: datetime.datetime,
    person: Person | None = None,
    organisation: Organisation | None = None,
) -> Enrolment:
    enrolment = book.enter(
        Enrolment,
        at,
        session=session,
        person=person,
        organisation=None if person else organisation,
    )
    book.record("accompaniment.enrol", session, by=by, at=at, enrolment=str(enrolment.pk))
    return enrolment


def note_attendance(book: Book, enrolment: Enrolment, *, came: bool, by: Member, at: datetime.datetime) -> Enrolment:
    enrolment.state = Enrolment.State.ATTENDED if came else Enrolment.State.ABSENT
    if came and enrolment.person is not None:
        meet(enrolment.person, local_day(enrolment.session.starts_at))
    book.record(
        "accompaniment.note_attendance", enrolment.session, by=by, at=at, enrolment=str(enrolment.pk), came=came
    )
    return enrolment
