"""What of the network's life waits for one person, whatever it is: read in one query."""

import datetime
import json
import uuid
from dataclasses import dataclass

from django.db.models import CharField, Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from maillon.ground.governance.models import (
    Acceptance,
    AccessRequest,
    Charter,
    Decision,
    Meeting,
    Recertification,
    RecertificationAnswer,
    Seat,
    Voice,
)
from maillon.ground.governance.queries.adherents import adhering
from maillon.ground.governance.queries.proofs import ending
from maillon.ground.organisations.models import Member, Quality, Role

ACCESS, CONFIRM, SILENT, ENDING, PROOF, CHARTER = "access", "confirm", "silent", "ending", "proof", "charter"
MEETING, OPINION, REPORT = "meeting", "opinion", "report"
SOON = datetime.timedelta(days=14)
LATELY = datetime.timedelta(days=60)


@dataclass(frozen=True)
class Waiting:
    """One thing: its kind, its key, whom and what it is about, and an instant (since when, or until when)."""

    kind: str
    pk: uuid.UUID
    who: str
    what: str
    at: datetime.datetime


def waiting(member: Member) -> list[Waiting]:
    """Everything that waits for this person, oldest first."""
    found = [_meetings(member), _opinions(member), _reports(member)]
    if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        found += [_access(member), _silent(member), _proof(member)]
    if member.has(Role.MANAGER):
        found += [_confirm(member), _ending(member), _charter(member)]
    rows = found[0].union(*found[1:], all=True)
    return sorted((Waiting(*row) for row in rows), key=lambda one: (one.at, one.pk))


def _rows(rows: QuerySet, kind: str, *, pk: str = "pk", who: str, what: str, at: str) -> QuerySet:
    """The same five columns of any table."""
    return (
        rows.order_by()
        .annotate(
            told_kind=Cast(Value(kind), CharField(max_length=12)),
            told_pk=F(pk),
            told_who=Cast(who, TextField()),
            told_what=Cast(what, TextField()),
            told_at=Cast(at, DateTimeField()),
        )
        .values_list("told_kind", "told_pk", "told_who", "told_what", "told_at")
    )


def _access(member: Member) -> QuerySet:
    """Those who ask to enter, and wait for an answer; `what` is their wishes and their organisation, in JSON."""
    asked = AccessRequest.objects.visible_to(member).waiting()
    asked = asked.annotate(full=Concat("first_name", Value(" "), "last_name"))
    asked = asked.annotate(told=Concat(Cast("wishes", TextField()), "organisation_name", output_field=TextField()))
    return _rows(asked, ACCESS, who="full", what="told", at="state_since")


def wishes_of(what: str) -> tuple[str, str]:
    """What `_access` put in `what`: the wishes in words, and the organisation."""
    wishes, end = json.JSONDecoder().raw_decode(what)
    return ", ".join(str(AccessRequest.Wish(wish).label).lower() for wish in wishes), what[end:]


def _silent(member: Member) -> QuerySet:
    """The confirmation of accesses that runs, with how many organisations have not answered."""
    running = Recertification.objects.running().filter(network=member.network_id)
    running = running.annotate(silent=Count("answers", filter=Q(answers__answered_on__isnull=True))).filter(
        silent__gt=0
    )
    return _rows(running, SILENT, who="silent", what="closes", at="due_on")


def _confirm(member: Member) -> QuerySet:
    """Her organisation's own answer, until the last day."""
    own = RecertificationAnswer.objects.waiting().filter(
        organisation=member.organisation_id, recertification__network=member.network_id
    )
    return _rows(own, CONFIRM, who="organisation__name", what="recertification__closes", at="recertification__due_on")


def _proof(member: Member) -> QuerySet:
    """The proofs that organisations handed in, to be read; `what` is the key of the organisation, and the quality."""
    handed = Quality.objects.visible_to(member).filter(pending=True, organisation__affiliations__ended_on=None)
    handed = handed.annotate(told=Concat(Cast("organisation", TextField()), Value(" "), "quality"))
    return _rows(handed, PROOF, who="organisation__name", what="told", at="created_at")


def _ending(member: Member) -> QuerySet:
    """What her organisation proves and must renew."""
    found = ending(timezone.localdate(), member.network.expiry_notice_days).filter(organisation=member.organisation_id)
    return _rows(found, ENDING, pk="organisation", who="organisation__name", what="quality", at="ends_on")


def _charter(member: Member) -> QuerySet:
    """The charter in force, when her organisation adheres and has not accepted it."""
    charters = Charter.objects.filter(network=member.network_id, starts_on__lte=timezone.localdate())
    accepted = Acceptance.objects.filter(charter=OuterRef("pk"), organisation=member.organisation_id)
    own = adhering(member.network).filter(organisation=member.organisation_id)
    later = charters.filter(version__gt=OuterRef("version"))
    asked = charters.filter(Exists(own), ~Exists(accepted), ~Exists(later))
    return _rows(asked, CHARTER, who="version", what="version", at="starts_on")


def _meetings(member: Member) -> QuerySet:
    """The next meetings of her groups."""
    soon = Meeting.objects.filter(_sits(member), cancelled=False)
    soon = soon.filter(starts_at__gte=timezone.now(), starts_at__lte=timezone.now() + SOON)
    return _rows(soon, MEETING, who="group__name", what="place", at="starts_at")


def _opinions(member: Member) -> QuerySet:
    """What her groups ask her opinion on."""
    said = Voice.objects.filter(decision=OuterRef("pk"), member=member)
    asked = Decision.objects.filter(
        _sits(member), ~Exists(said), state=Decision.State.OPEN, closes_on__gte=timezone.localdate()
    )
    return _rows(asked, OPINION, who="group__name", what="title", at="closes_on")


def _reports(member: Member) -> QuerySet:
    """The meetings of the groups that she leads, over and not yet written."""
    over = Meeting.objects.filter(_sits(member, leads=True), cancelled=False, report="")
    over = over.filter(starts_at__lt=timezone.now(), starts_at__gte=timezone.now() - LATELY)
    return _rows(over, REPORT, who="group__name", what="place", at="starts_at")


def _sits(member: Member, *, leads: bool = False) -> Exists:
    seats = Seat.objects.filter(group=OuterRef("group"), member=member, ended_on__isnull=True)
    return Exists(seats.filter(leads=True) if leads else seats)
