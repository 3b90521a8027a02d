"""What the life of the network asks of each person: who enters, who still acts."""

import datetime
import uuid
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from maillon.common import moments
from maillon.desk.queries.task import Task, late, plural
from maillon.ground.governance.queries.waiting import (
    ACCESS,
    CHARTER,
    CONFIRM,
    ENDING,
    MEETING,
    OPINION,
    PROOF,
    REPORT,
    SILENT,
    Waiting,
    waiting,
    wishes_of,
)
from maillon.ground.organisations.models import Member, Quality

SHOWN = 8
WEEK = datetime.timedelta(days=7)


def network_life(member: Member) -> Iterator[Task]:
    """One query for all of it; so many of each kind."""
    shown: dict[str, int] = {}
    for one in waiting(member):
        shown[one.kind] = shown.get(one.kind, 0) + 1
        if shown[one.kind] <= SHOWN:
            yield from TOLD[one.kind](member, one)


def _access(member: Member, one: Waiting) -> Iterator[Task]:
    days = member.network.answer_days
    wishes, organisation = wishes_of(one.what)
    yield Task(
        f"{one.who} demande un accès",
        f"{organisation} · {wishes}",
        reverse("governance:access", args=[one.pk]),
        "Étudier la demande",
        one.at,
        late(one.at, days),
        1 if late(one.at, days) else 3,
    )


def _confirm(member: Member, one: Waiting) -> Iterator[Task]:
    days = (timezone.localdate(one.at) - timezone.localdate()).days
    yield Task(
        f"Confirmer qui agit pour {one.who}",
        f"Avant le {moments.day(one.at)}",
        reverse("governance:recertify", args=[one.pk]),
        "Relire la liste",
        None,
        "late" if days <= WEEK.days else "",
        1 if days <= WEEK.days else 3,
        max(days, 0),
        "jours",
    )


def _silent(member: Member, one: Waiting) -> Iterator[Task]:
    """From the last week on: before, everybody still has time."""
    if one.at - timezone.now() > 2 * WEEK:
        return
    count = int(one.who)
    yield Task(
        f"{plural(count, 'structure n’a', 'structures n’ont')} pas confirmé qui agit pour elle{'s' if count > 1 else ''}",
        f"Jusqu’au {moments.day(one.at)}",
        reverse("governance:recertification"),
        "Les relancer",
        None,
        "",
        5,
        count,
        "à relancer",
    )


def _proof(member: Member, one: Waiting) -> Iterator[Task]:
    organisation, _, quality = one.what.partition(" ")
    yield Task(
        f"Lire une preuve : {one.who}",
        f"{Quality.Kind(quality).label} · elle ne compte qu’une fois lue",
        reverse("organisations:read_quality", args=[uuid.UUID(organisation), one.pk]),
        "Lire et répondre",
        one.at,
        late(one.at, member.network.answer_days),
        3,
    )


def _ending(member: Member, one: Waiting) -> Iterator[Task]:
    days = (timezone.localdate(one.at) - timezone.localdate()).days
    over = days < 0
    label = Quality.Kind(one.what).label
    yield Task(
        f"Renouveler : {str(label)[0].lower()}{str(label)[1:]}",
        f"{'A fini' if over else 'Finit'} le {moments.day(one.at)}, pour {one.who}",
        reverse("organisations:hand_in_quality", args=[one.pk]),
        "Déposer la preuve",
        None,
        "block" if over else "",
        1 if over else 4,
        abs(days),
        "jours",
    )


def _charter(member: Member, one: Waiting) -> Iterator[Task]:
    yield Task(
        f"Accepter la charte de {member.network.short_name}",
        f"Version {one.who}, en vigueur depuis le {moments.day(one.at)}",
        reverse("governance:charter"),
        "La lire",
        one.at,
        late(one.at, 60),
        4,
    )


def _meeting(member: Member, one: Waiting) -> Iterator[Task]:
    days = (timezone.localdate(one.at) - timezone.localdate()).days
    yield Task(
        f"Réunion : {one.who}",
        f"{moments.full_day(one.at).capitalize()}, {moments.hour(one.at)} · {one.what}",
        reverse("governance:meeting", args=[one.pk]),
        "Voir l’ordre du jour",
        None,
        "",
        3 if days <= 1 else 6,
        days,
        "jours" if days > 1 else "jour",
    )


def _opinion(member: Member, one: Waiting) -> Iterator[Task]:
    days = (timezone.localdate(one.at) - timezone.localdate()).days
    yield Task(
        f"Donner votre avis : {one.what}",
        f"{one.who} · jusqu’au {moments.day(one.at)}",
        reverse("governance:decision", args=[one.pk]),
        "Lire et répondre",
        None,
        "late" if days <= 2 else "",
        3,
        days,
        "jours" if days > 1 else "jour",
    )


def _report(member: Member, one: Waiting) -> Iterator[Task]:
    yield Task(
        f"Écrire le compte rendu : {one.who}",
        f"Réunion du {moments.day(one.at)}",
        reverse("governance:report_meeting", args=[one.pk]),
        "L’écrire",
        one.at,
        late(one.at, 14),
        5,
    )


TOLD = {
    MEETING: _meeting,
    OPINION: _opinion,
    REPORT: _report,
    ACCESS: _access,
    CONFIRM: _confirm,
    SILENT: _silent,
    PROOF: _proof,
    ENDING: _ending,
    CHARTER: _charter,
}
