"""What waits about gifts: offers to answer, equipment to fetch, rounds to drive."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from maillon.desk.queries.task import SHOWN, Task, late, plural
from maillon.giving.donations.models import Offer
from maillon.giving.donations.queries import follow_path
from maillon.giving.rounds import queries as rounds
from maillon.giving.rounds.models import Round
from maillon.ground.organisations.models import Member


def to_answer(member: Member) -> Iterator[Task]:
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


def questions(member: Member) -> Iterator[Task]:
    """A donor's offers that wait for her."""
    offers = Offer.objects.visible_to(member).filter(state=Offer.State.QUESTION).prefetch_related("lines__category")
    for offer in offers.order_by("state_since")[:SHOWN]:
        yield Task(
            f"Une question sur votre offre {offer.reference}",
            offer.exchange[:120],
            follow_path(offer),
            "Répondre",
            offer.state_since,
            late(offer.state_since, 7),
            1,
        )


def to_collect(member: Member) -> Iterator[Task]:
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


def my_rounds(member: Member) -> Iterator[Task]:
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


def arrivals(member: Member) -> Iterator[Task]:
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
