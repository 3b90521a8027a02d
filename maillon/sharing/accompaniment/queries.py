"""Sessions to come, and the seats that are left."""

import datetime

from django.db.models import Count, F, Q, QuerySet

from maillon.ground.organisations.models import Member
from maillon.sharing.accompaniment.models import Enrolment, Session


def with_seats(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """The sessions, each with `taken` and `left`."""
    return sessions.annotate(
        taken=Count("enrolments", filter=~Q(enrolments__state=Enrolment.State.CANCELLED)), left=F("seats") - F("taken")
    )


def open_sessions(member: Member, after: datetime.datetime) -> QuerySet[Session]:
    """The network's sessions to come that have a seat left and welcome helped persons, the soonest first."""
    kinds = (Session.Kind.HANDOVER, Session.Kind.WORKSHOP, Session.Kind.INDIVIDUAL)
    return with_seats(
        Session.objects.visible_to(member).filter(starts_at__gt=after, cancelled_at=None, kind__in=kinds)
    ).filter(left__gt=0)
