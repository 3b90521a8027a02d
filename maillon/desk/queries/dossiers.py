"""What waits about requests: to share out, to answer, to hand over, to note who came."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from maillon.common import moments
from maillon.desk.queries.task import SHOWN, Task, late, plural
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device, State
from maillon.sharing.accompaniment.models import Enrolment, Session
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs.models import Need

LONG_WAIT = 30


def queue(member: Member) -> Iterator[Task]:
    """Requests that wait, against the devices that are ready."""
    waiting = Need.objects.filter(network=member.network_id).queued()
    summary = waiting.aggregate(count=Count("pk"), oldest=Min("asked_on"))
    ready = Device.objects.filter(network=member.network_id, state=State.READY).count()
    if summary["count"] and ready:
        yield Task(
            f"{plural(summary['count'], 'demande attend', 'demandes attendent')}, "
            f"{plural(ready, 'appareil est prêt', 'appareils sont prêts')}",
            "Le meilleur partage est calculé ; vous décidez.",
            reverse("needs:plan"),
            "Attribuer",
            summary["oldest"],
            "late" if timezone.localdate() - summary["oldest"] > datetime.timedelta(days=LONG_WAIT) else "",
            2 if member.coordinates else 4,
        )


def my_needs(member: Member) -> Iterator[Task]:
    """A prescriber's requests that wait for her."""
    needs = Need.objects.filter(network=member.network_id, prescriber=member.organisation_id)
    for need in needs.filter(state=Need.State.QUESTION).order_by("state_since")[:SHOWN]:
        yield Task(
            f"Une question sur la demande {need.reference}",
            need.exchange[:120],
            reverse("needs:detail", args=[need.pk]),
            "Répondre",
            need.state_since,
            late(need.state_since, 7),
            1,
        )
    yield from map(_to_appoint, needs.filter(state=Need.State.RESERVED).order_by("state_since")[:SHOWN])


def _to_appoint(need: Need) -> Task:
    return Task(
        f"Fixer le rendez-vous de la demande {need.reference}",
        f"L’équipement est réservé · {need.projects_label.lower()}",
        reverse("handovers:plan", args=[need.pk]),
        "Fixer la date",
        need.state_since,
        late(need.state_since, 7),
        2,
    )


def to_appoint_all(member: Member) -> Iterator[Task]:
    needs = Need.objects.filter(network=member.network_id, state=Need.State.RESERVED)
    yield from map(_to_appoint, needs.order_by("state_since")[:SHOWN])


def appointments(member: Member) -> Iterator[Task]:
    """Hand-overs of her organisation: past ones to close first, then those to come."""
    soon = timezone.now() + datetime.timedelta(days=7)
    planned = HandOver.objects.filter(
        network=member.network_id, state=HandOver.State.PLANNED, planned_at__lt=soon
    ).select_related("need")
    if not member.coordinates:
        planned = planned.filter(Q(distributor=member.organisation_id) | Q(need__prescriber=member.organisation_id))
    for handover in planned.order_by("planned_at")[:SHOWN]:
        past = handover.planned_at < timezone.now()
        yield Task(
            f"Remettre la demande {handover.need.reference}",
            f"{timezone.localtime(handover.planned_at):%d/%m} à {moments.hour(handover.planned_at)} · {handover.place}",
            reverse("handovers:detail", args=[handover.pk]),
            "Noter la remise" if past else "Préparer",
            handover.need.state_since,
            "late" if past else "",
            1 if past else 3,
        )


def attendance(member: Member) -> Iterator[Task]:
    """Sessions held whose attendance is not noted."""
    sessions = Session.objects.filter(
        network=member.network_id,
        organisation=member.organisation_id,
        starts_at__lt=timezone.now(),
        cancelled_at=None,
        enrolments__state=Enrolment.State.ENROLLED,
    ).distinct()
    for session in sessions.order_by("starts_at")[:SHOWN]:
        yield Task(
            f"Noter qui est venu : {session.title}",
            session.place,
            reverse("accompaniment:detail", args=[session.pk]),
            "Noter",
            session.starts_at,
            late(session.starts_at, 7),
            2,
        )
