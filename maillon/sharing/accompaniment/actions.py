"""Plan a session, keep a seat, note who came."""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common import geography
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Organisation
from maillon.sharing.accompaniment import policy
from maillon.sharing.accompaniment.models import Enrolment, Session
from maillon.sharing.people import actions as people
from maillon.sharing.people.models import Person


@transaction.atomic
def plan(
    *,
    kind: str,
    title: str,
    place: str,
    commune_code: str,
    starts_at: datetime.datetime,
    minutes: int,
    seats: int,
    by: Member,
    id: uuid.UUID | None = None,
    **fields: Any,
) -> Session:
    """Plan a session to come of the member's organisation."""
    if session := repeated(Session, id):
        return session
    require(policy.may_plan(by))
    try:
        geography.commune(commune_code)
    except geography.UnknownCommune as error:
        raise Refused(str(error), field="commune") from error
    if starts_at < timezone.now():
        raise Refused("Cette date est passée : choisissez-en une à venir.", field="starts_at")
    if seats < 1 or minutes < 1:
        raise Refused("Une séance a au moins une place et une minute.", field="seats")
    session = Session.objects.create(
        **({"id": id} if id else {}),
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
    journal.record("accompaniment.plan", session, by=by, kind=kind, seats=seats)
    return session


@transaction.atomic
def enrol(
    session_id: uuid.UUID, *, by: Member, person: Person | None = None, organisation: Organisation | None = None
) -> Enrolment:
    """Keep a seat for a person, or for an organisation; the last seat goes to one."""
    session = Session.objects.locked().get(pk=session_id)
    require(policy.may_enrol(by, session))
    if person is None and organisation is None:
        raise Refused("Une place se garde pour une personne, ou pour une organisation.", field="session")
    require(person is None or person.network_id == session.network_id)
    existing = session.enrolments.current()
    same = existing.filter(person=person) if person else existing.filter(person=None, organisation=organisation)
    if already := same.first():
        return already
    if session.cancelled_at:
        raise Refused("Cette séance est annulée : choisissez-en une autre.", field="session")
    if session.ends_at < timezone.now():
        raise Refused("Cette séance est passée : choisissez-en une à venir.", field="session")
    if existing.count() >= session.seats:
        raise Refused("Cette séance est complète : choisissez-en une autre.", field="session")
    enrolment = Enrolment.objects.create(session=session, person=person, organisation=None if person else organisation)
    journal.record("accompaniment.enrol", session, by=by, enrolment=str(enrolment.pk))
    return enrolment


@transaction.atomic
def withdraw(enrolment_id: uuid.UUID, *, by: Member) -> Enrolment:
    """Give the seat back: she will not come."""
    session_id = Enrolment.objects.get(pk=enrolment_id).session_id
    session = Session.objects.locked().get(pk=session_id)
    enrolment = Enrolment.objects.select_related("person").locked().get(pk=enrolment_id)
    require(policy.may_withdraw(by, enrolment))
    if enrolment.state == Enrolment.State.CANCELLED:
        return enrolment
    if enrolment.state != Enrolment.State.ENROLLED:
        raise Refused("Sa présence est déjà notée : cette place ne se rend plus.")
    enrolment.state = Enrolment.State.CANCELLED
    enrolment.save(update_fields=["state"])
    journal.record("accompaniment.withdraw", session, by=by, enrolment=str(enrolment.pk))
    return enrolment


@transaction.atomic
def cancel(session_id: uuid.UUID, *, by: Member) -> Session:
    """Call the session off; those enrolled keep their line, so that one knows whom to tell."""
    session = Session.objects.locked().get(pk=session_id)
    require(policy.may_hold(by, session))
    if session.cancelled_at:
        return session
    if session.starts_at < timezone.now():
        raise Refused("Cette séance a commencé : elle ne s’annule plus.")
    session.cancelled_at = timezone.now()
    session.save(update_fields=["cancelled_at"])
    journal.record("accompaniment.cancel", session, by=by, enrolled=session.enrolments.current().count())
    return session


@transaction.atomic
def note_attendance(enrolment_id: uuid.UUID, *, came: bool, by: Member) -> Enrolment:
    """Say whether the person came."""
    enrolment = Enrolment.objects.select_related("session").locked().get(pk=enrolment_id)
    require(policy.may_note_attendance(by, enrolment.session))
    if enrolment.state == Enrolment.State.CANCELLED:
        raise Refused("Cette inscription est annulée.")
    enrolment.state = Enrolment.State.ATTENDED if came else Enrolment.State.ABSENT
    enrolment.save(update_fields=["state"])
    if came and enrolment.person_id:
        people.meet(enrolment.person_id, on=timezone.localdate(enrolment.session.starts_at), by=by)
    journal.record("accompaniment.note_attendance", enrolment.session, by=by, enrolment=str(enrolment.pk), came=came)
    return enrolment
