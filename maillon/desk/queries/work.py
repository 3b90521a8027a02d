"""What waits for each person: her work queue, the one next act first."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from maillon.common import moments
from maillon.desk.queries.letters import suggestions, written
from maillon.desk.queries.opening import opens
from maillon.desk.queries.receipts import declared_values
from maillon.desk.queries.task import Task, instant, late, plural
from maillon.desk.queries.transfers import transfers
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import queries as rounds
from maillon.giving.rounds.models import Round
from maillon.ground.governance.models import AccessRequest
from maillon.ground.imports.models import Import
from maillon.ground.organisations.models import WORKSHOP, Member, Role
from maillon.matter.corrections.queries import pressing
from maillon.matter.devices.models import Device, State
from maillon.matter.erasure.queries import waiting_rechecks
from maillon.matter.lots.models import Lot
from maillon.matter.refurbishing.models import Assignment, Review
from maillon.sharing.accompaniment.models import Enrolment, Session
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs.models import Need

SHOWN = 8
LONG_WAIT = 30


def tasks(member: Member) -> list[Task]:
    """Everything that waits for this person, the most pressing first, then the oldest."""
    found: list[Task] = []
    for roles, source in SOURCES:
        if roles & set(member.roles):
            found += source(member)
    unique = {(task.title, task.url): task for task in found}
    return sorted(unique.values(), key=lambda task: (task.rank, instant(task.since)))


def _offers(member: Member) -> Iterator[Task]:
    """Offers that wait for the network's answer."""
    offers = Offer.objects.filter(network=member.network_id).waiting().prefetch_related("lines__category")
    for offer in offers.order_by("state_since")[:SHOWN]:
        days = member.network.answer_days
        yield Task(
            f"Répondre à {offer.donor_name}",
            f"{offer.summary} · offre {offer.reference}",
            reverse("donations:detail", args=[offer.pk]),
            "Étudier l’offre",
            offer.created_at,
            late(offer.created_at, days),
            1 if late(offer.created_at, days) else 2,
        )


def _access_requests(member: Member) -> Iterator[Task]:
    """People who ask to enter the network, and wait for its answer."""
    waiting = AccessRequest.objects.visible_to(member).waiting()
    for asked in waiting.order_by("state_since")[:SHOWN]:
        days = member.network.answer_days
        yield Task(
            f"{asked.full_name} demande un accès",
            f"{asked.organisation_name} · {asked.wishes_label}",
            reverse("governance:access", args=[asked.pk]),
            "Étudier la demande",
            asked.state_since,
            late(asked.state_since, days),
            1 if late(asked.state_since, days) else 3,
        )


def _to_collect(member: Member) -> Iterator[Task]:
    """Accepted offers that are in no round yet, told together; then the rounds to send."""
    waiting = rounds.waiting(member.network)
    if oldest := waiting.first():
        count = waiting.count()
        yield Task(
            f"Planifier {plural(count, 'enlèvement', 'enlèvements')}",
            f"Le plus ancien : {oldest.donor_name}, {oldest.commune}",
            reverse("rounds:ask"),
            "Calculer des tournées",
            oldest.state_since,
            late(oldest.state_since, 21),
            2,
        )
    ready = Round.objects.visible_to(member).filter(state=Round.State.PLANNED, day__gte=timezone.localdate())
    for round_ in ready.select_related("vehicle").order_by("day")[:SHOWN]:
        yield Task(
            f"Envoyer la tournée du {round_.day:%d/%m}",
            f"{round_.vehicle} · donateurs à prévenir de leur créneau",
            reverse("rounds:detail", args=[round_.pk]),
            "Relire et envoyer",
            round_.created_at,
            "late" if round_.day <= timezone.localdate() + datetime.timedelta(days=1) else "",
            1,
        )


def _my_rounds(member: Member) -> Iterator[Task]:
    """A driver's rounds: the next stop of each."""
    for day in rounds.driver_days(member)[:SHOWN]:
        following = day.next
        where = (
            f"{following.offer.donor_name}, {following.offer.commune.name}" if following else str(day.round.drop_off)
        )
        yield Task(
            f"{'Ma tournée du jour' if day.is_today else f'Ma tournée du {day.round.day:%d/%m}'} : {where}",
            f"{plural(day.left, 'arrêt', 'arrêts')} à faire · {day.round.vehicle}",
            reverse("rounds:stop", args=[following.pk]) if following else reverse("rounds:mine"),
            "Ouvrir l’arrêt" if following else "Décharger",
            day.round.sent_at,
            "late" if day.round.day < timezone.localdate() else "",
            0 if day.is_today else 3,
        )


def _arrivals(member: Member) -> Iterator[Task]:
    """Accepted offers whose equipment is still to come, and that no round collects."""
    for offer in rounds.waiting(member.network)[:SHOWN]:
        yield Task(
            f"Recevoir le don de {offer.donor_name}",
            f"{offer.summary} · {offer.commune}",
            reverse("donations:receive", args=[offer.pk]),
            "Peser et compter",
            offer.state_since,
            late(offer.state_since, 30),
            3,
        )


def _queue(member: Member) -> Iterator[Task]:
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


def _open_lots(member: Member) -> Iterator[Task]:
    """Lots whose sorting lasts: at her organisation, or anywhere in the network for the coordinator."""
    lots = Lot.objects.filter(network=member.network_id).exclude(state=Lot.State.CLOSED).select_related("donor")
    if not member.coordinates:
        lots = lots.filter(holder=member.organisation_id)
    for lot in lots.annotate(made=Count("devices")).order_by("received_on")[:SHOWN]:
        fresh = not lot.made
        yield Task(
            f"{'Étiqueter' if fresh else 'Finir'} le lot {lot.reference}",
            f"Don de {lot.donor.name}",
            reverse("lots:detail", args=[lot.pk]),
            "Étiqueter" if fresh else "Continuer",
            lot.received_on,
            "late" if (timezone.localdate() - lot.received_on).days > 30 else "",
            3 if fresh else 5,
        )


def _anomalies(member: Member) -> Iterator[Task]:
    """What contradicts itself in the lots and the stock, for those who may put it right."""
    if count := pressing(member):
        yield Task(
            plural(count, "anomalie à regarder", "anomalies à regarder"),
            "Machines en double, lots qui pèsent moins que leurs appareils",
            reverse("corrections:list"),
            "Regarder",
            None,
            "",
            6,
            count,
            "à voir",
        )


BENCH_WORDS = {
    State.RECEIVED: ("à trier", "Trier"),
    State.SORTED: ("à préparer", "Préparer"),
    State.TO_ERASE: ("à effacer", "Effacer"),
    State.ERASED: ("à tester", "Tester"),
    State.IN_REPAIR: ("à l’établi", "Finir"),
    State.RETURNED: ("revenus à reprendre", "Reprendre"),
}


def _bench(member: Member) -> Iterator[Task]:
    """Devices of her workshop, by what they wait for."""
    rows = (
        Device.objects.filter(network=member.network_id, holder=member.organisation_id, state__in=BENCH_WORDS)
        .order_by()
        .values("state")
        .annotate(count=Count("pk"), oldest=Min("state_since"))
    )
    for row in rows:
        words, label = BENCH_WORDS[State(row["state"])]
        yield Task(
            f"{plural(row['count'], 'appareil', 'appareils')} {words}",
            "Du plus ancien au plus récent",
            f"{reverse('devices:list')}?etat={row['state']}&tri=anciens",
            label,
            row["oldest"],
            "",
            2 if row["state"] == State.TO_ERASE else 4,
        )


def _in_hand(member: Member) -> Iterator[Task]:
    """What she has in hand, each by its label, the oldest first."""
    held = Assignment.objects.filter(member=member, ended_at=None).select_related("device__category")
    for one in held.order_by("created_at")[:SHOWN]:
        yield Task(
            f"{one.device.title}, {one.device.label}",
            f"À vous · {one.device.get_state_display().lower()}",
            reverse("devices:detail", args=[one.device_id]),
            "Continuer",
            one.created_at,
            late(one.created_at, 14),
            1,
        )


def _to_review(member: Member) -> Iterator[Task]:
    """Devices found good by someone else of her workshop, which the network asks her to check."""
    waiting = Review.objects.waiting().filter(
        examination__device__network=member.network_id, examination__device__holder=member.organisation_id
    )
    others = waiting.exclude(examination__examiner__user=member.user_id)
    found = others.aggregate(count=Count("pk"), oldest=Min("created_at"))
    if found["count"]:
        yield Task(
            f"{plural(found['count'], 'appareil', 'appareils')} à contrôler",
            "Testés bons par quelqu’un d’autre : un second regard, et ils sont prêts.",
            f"{reverse('refurbishing:workshop')}?voir=controle",
            "Contrôler",
            found["oldest"],
            late(found["oldest"], 7),
            2,
        )


def _rechecks(member: Member) -> Iterator[Task]:
    """Erasures drawn by lot, that she may read as the second person."""
    waiting = waiting_rechecks(member).order_by().aggregate(count=Count("pk"), oldest=Min("created_at"))
    if waiting["count"]:
        yield Task(
            f"{plural(waiting['count'], 'effacement', 'effacements')} à relire",
            "Tirés au sort : une seconde personne vérifie qu’il ne reste rien",
            reverse("erasure:rechecks"),
            "Relire",
            waiting["oldest"],
            late(waiting["oldest"], 7),
            2,
        )


def _my_needs(member: Member) -> Iterator[Task]:
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


def _to_appoint_all(member: Member) -> Iterator[Task]:
    needs = Need.objects.filter(network=member.network_id, state=Need.State.RESERVED)
    yield from map(_to_appoint, needs.order_by("state_since")[:SHOWN])


def _appointments(member: Member) -> Iterator[Task]:
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


def _attendance(member: Member) -> Iterator[Task]:
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


def _my_offers(member: Member) -> Iterator[Task]:
    """A donor's offers that wait for her."""
    offers = Offer.objects.visible_to(member).filter(state=Offer.State.QUESTION).prefetch_related("lines__category")
    for offer in offers.order_by("state_since")[:SHOWN]:
        yield Task(
            f"Une question sur votre offre {offer.reference}",
            offer.exchange[:120],
            reverse("donations:detail", args=[offer.pk]),
            "Répondre",
            offer.state_since,
            late(offer.state_since, 7),
            1,
        )


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
    ({R.COORDINATOR}, _offers),
    ({R.COORDINATOR, R.ADMINISTRATOR}, _access_requests),
    ({R.COORDINATOR, R.ADMINISTRATOR}, written),
    ({R.COORDINATOR, R.ADMINISTRATOR, R.MEDIATOR}, suggestions),
    ({R.COORDINATOR, R.MANAGER}, declared_values),
    ({R.DRIVER}, _my_rounds),
    ({R.COORDINATOR, R.LOGISTICIAN}, _to_collect),
    ({R.COORDINATOR, R.LOGISTICIAN, R.DRIVER}, _arrivals),
    ({R.COORDINATOR, R.DISTRIBUTOR}, _queue),
    ({R.LOGISTICIAN, R.TECHNICIAN, R.SUPERVISOR, R.MANAGER}, _open_lots),
    ({R.COORDINATOR, R.LOGISTICIAN, R.MANAGER, *WORKSHOP}, transfers),
    ({R.TECHNICIAN, R.VOLUNTEER, R.EMPLOYEE, R.SUPERVISOR}, _in_hand),
    ({R.TECHNICIAN, R.VOLUNTEER, R.EMPLOYEE, R.SUPERVISOR}, _to_review),
    ({R.TECHNICIAN, R.VOLUNTEER, R.EMPLOYEE, R.SUPERVISOR}, _bench),
    ({R.TECHNICIAN, R.VOLUNTEER, R.EMPLOYEE, R.SUPERVISOR}, _rechecks),
    ({R.PRESCRIBER}, _my_needs),
    ({R.DISTRIBUTOR}, _to_appoint_all),
    ({R.DISTRIBUTOR, R.PRESCRIBER, R.COORDINATOR}, _appointments),
    ({R.MEDIATOR, R.PRESCRIBER, R.DISTRIBUTOR}, _attendance),
    ({R.DONOR}, _my_offers),
    ({R.COORDINATOR, R.ADMINISTRATOR, R.LOGISTICIAN, R.DRIVER, R.MANAGER, *WORKSHOP}, _spreadsheets),
    ({R.COORDINATOR, R.SUPERVISOR, R.LOGISTICIAN, R.MANAGER}, _anomalies),
)
