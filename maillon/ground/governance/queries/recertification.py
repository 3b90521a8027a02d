"""Read who must still say who acts for an organisation, and whom she is asked about."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from maillon.common.calendar import add_months
from maillon.ground.governance.models import Recertification, RecertificationAnswer
from maillon.ground.organisations.models import Member, Network, Role

REMINDERS = (14, 3)
"""How many days before the end a reminder leaves."""
SILENT_DAYS = 365
"""Someone who has not signed in for so long is not taken as still there: whoever answers says so herself."""


def due_networks(today: datetime.date) -> list[Network]:
    """The networks where the time has come to open one."""
    asked = Network.objects.filter(recertify_months__gt=0).annotate(
        last=Max("recertifications__opened_on"),
        running=Count("recertifications", filter=Q(recertifications__closed_on__isnull=True)),
    )
    return [
        network
        for network in asked.filter(running=0).select_related("head")
        if add_months(network.last or timezone.localdate(network.created_at), network.recertify_months) <= today
    ]


def due_reminders(today: datetime.date) -> list[RecertificationAnswer]:
    """The answers whose next reminder is due; those of a late network get one reminder, not two at once."""
    waiting = RecertificationAnswer.objects.waiting().filter(
        reminders__lt=len(REMINDERS), recertification__due_on__lte=today + datetime.timedelta(days=REMINDERS[0])
    )
    return [
        answer
        for answer in waiting.select_related("recertification")
        if answer.reminders < passed(answer.recertification, today)
    ]


def passed(recertification: Recertification, today: datetime.date) -> int:
    """How many reminders should have left by this day; none on the day it opens."""
    days = (recertification.due_on - today).days
    return sum(days <= before for before in REMINDERS) if today > recertification.opened_on else 0


def asked_about(answer: RecertificationAnswer) -> list[Member]:
    """Who acts for the organisation today, by name."""
    people = Member.objects.active().filter(
        network=answer.recertification.network_id, organisation=answer.organisation_id
    )
    return sorted(people.select_related("user"), key=lambda one: (one.user.last_name, one.user.first_name, one.pk))


def unconfirmed(recertification: Recertification) -> QuerySet[Member]:
    """Those of whom nobody said anything, in organisations that did not answer; who runs the network is not among them."""
    silent = recertification.answers.filter(answered_on__isnull=True).values("organisation")
    people = Member.objects.active().filter(
        network=recertification.network_id, organisation__in=silent, since__lte=recertification.opened_on
    )
    running = Q(roles__icontains=f'"{Role.COORDINATOR}"') | Q(roles__icontains=f'"{Role.ADMINISTRATOR}"')
    return people.exclude(running).select_related("user", "organisation", "network")


def in_order(answers: QuerySet[RecertificationAnswer]) -> QuerySet[RecertificationAnswer]:
    """Those that nobody gave first, then the latest given."""
    return answers.select_related("organisation", "recertification", "member__user").order_by(
        F("answered_on").desc(nulls_first=True), "organisation__name", "pk"
    )


@dataclass(frozen=True)
class Team:
    """An answer with those who manage the organisation, and how many people act for it."""

    answer: RecertificationAnswer
    managers: list[Member]
    count: int


def with_teams(answers: Iterable[RecertificationAnswer], network: Network) -> list[Team]:
    """These answers with the people of each organisation; one query."""
    rows = list(answers)
    people: dict[uuid.UUID, list[Member]] = {}
    found = Member.objects.active().filter(network=network, organisation__in=[row.organisation_id for row in rows])
    for member in found.select_related("user"):
        people.setdefault(member.organisation_id, []).append(member)
    return [
        Team(
            row,
            [one for one in people.get(row.organisation_id, []) if one.has(Role.MANAGER)],
            len(people.get(row.organisation_id, [])),
        )
        for row in rows
    ]


def past(network: Network) -> QuerySet[Recertification]:
    """Every one of the network, the latest first, with how many organisations were `asked` and have `given` an answer."""
    return Recertification.objects.filter(network=network).annotate(
        asked=Count("answers"), given=Count("answers", filter=Q(answers__answered_on__isnull=False))
    )
