"""Working groups: open, join, leave, close; plan their meetings, say what was said there."""

import calendar
import datetime
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillon.common import moments
from maillon.common.actors import Actor
from maillon.common.calendar import add_months
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.files import actions as files
from maillon.ground.files.models import File
from maillon.ground.governance import policy, tasks
from maillon.ground.governance.models import Group, Meeting, Mode, Seat
from maillon.ground.governance.queries import groups as reading
from maillon.ground.journal import actions as journal
from maillon.ground.organisations import policy as organisations
from maillon.ground.organisations.models import Member, Network

MOST_TIMES = 12


@transaction.atomic
def open_group(
    network: Network,
    *,
    name: str,
    purpose: str,
    by: Member,
    rhythm: str = "",
    mode: str = Mode.CONSENT,
    voices: str = Group.Voices.ORGANISATION,
    id: uuid.UUID | None = None,
) -> Group:
    """Open a working group; whoever opens it leads it until someone else does."""
    require(policy.may_open_group(by, network))
    if group := repeated(Group, id):
        return group
    fields = _checked(network, name=name, purpose=purpose, rhythm=rhythm, mode=mode, voices=voices)
    group = Group.objects.create(**({"id": id} if id else {}), network=network, **fields)
    Seat.objects.create(group=group, member=by, leads=True)
    journal.record("governance.open_group", group, by=by, name=group.name)
    return group


def _checked(network: Network, *, but: uuid.UUID | None = None, **fields: Any) -> dict[str, Any]:
    fields = {key: value.strip() for key, value in fields.items()}
    if not fields["name"] or not fields["purpose"]:
        raise Refused(
            "Donnez un nom au groupe, et dites à quoi il sert.", field="purpose" if fields["name"] else "name"
        )
    same = Group.objects.filter(network=network, name__iexact=fields["name"])
    if same.exists() if but is None else same.exclude(pk=but).exists():
        raise Refused("Un groupe du réseau porte déjà ce nom.", field="name")
    return fields


def _lock(group_id: uuid.UUID) -> Group:
    group = Group.objects.select_related("network").locked().get(pk=group_id)
    if group.closed_on:
        raise Refused(f"« {group} » est fermé depuis le {moments.day(group.closed_on)}.")
    return group


@transaction.atomic
def change_group(group_id: uuid.UUID, *, by: Member, **fields: Any) -> Group:
    """Say anew what the group is and how it decides; what is put to it already keeps the way it began with."""
    group = _lock(group_id)
    require(policy.may_run_group(by, group))
    for key, value in _checked(group.network, but=group.pk, **fields).items():
        setattr(group, key, value)
    group.save(update_fields=list(fields))
    journal.record("governance.change_group", group, by=by, name=group.name, mode=group.mode, voices=group.voices)
    return group


@transaction.atomic
def close_group(group_id: uuid.UUID, *, by: Member) -> Group:
    """Close the group: what it said and decided stays; its meetings to come are cancelled."""
    group = _lock(group_id)
    require(policy.may_run_group(by, group))
    group.closed_on = timezone.localdate()
    group.save(update_fields=["closed_on"])
    group.meetings.filter(starts_at__gte=timezone.now()).update(cancelled=True)
    journal.record("governance.close_group", group, by=by)
    return group


@transaction.atomic
def take_seat(group_id: uuid.UUID, *, by: Member, member: Member | None = None, leads: bool = False) -> Seat:
    """Join a group, or let someone in, or say that she leads it."""
    group, joining = _lock(group_id), member or by
    require(policy.may_join_group(by, group) if joining == by and not leads else policy.may_run_group(by, group))
    require(joining.network_id == group.network_id and joining.ended_on is None)
    seat, created = Seat.objects.locked().get_or_create(group=group, member=joining, defaults={"leads": leads})
    if not created and (seat.ended_on or leads != seat.leads):
        seat.leads, seat.ended_on = leads or (seat.leads and not seat.ended_on), None
        seat.save(update_fields=["leads", "ended_on"])
    journal.record(
        "governance.take_seat", group, by=by, network=group.network_id, member=str(joining.pk), leads=seat.leads
    )
    if joining != by:
        tasks.tell(group, [joining], f"Vous êtes dans le groupe « {group} »", group.purpose, _url(group), by=by)
    return seat


@transaction.atomic
def leave_seat(seat_id: uuid.UUID, *, by: Actor) -> Seat:
    """Leave a group. What she said there stays."""
    seat = Seat.objects.select_related("group__network", "member").locked().get(pk=seat_id)
    if isinstance(by, Member):
        require(policy.may_end_seat(by, seat))
    if seat.ended_on is None:
        seat.ended_on = timezone.localdate()
        seat.save(update_fields=["ended_on"])
        network, left = seat.group.network_id, str(seat.member_id)
        journal.record("governance.leave_seat", seat.group, by=by, network=network, member=left)
    return seat


def _url(group: Group) -> str:
    return settings.BASE_URL + reverse("governance:group", args=[group.pk])


@transaction.atomic
def leave_groups(leaving: Member, to: Member | None, *, by: Member) -> int:
    """The groups of someone who leaves: `to` takes her place where she leads; returns how many she was in."""
    require(organisations.may_let_go(by, leaving))
    seats = list(Seat.objects.filter(member=leaving, ended_on=None, group__closed_on=None).select_related("group"))
    for seat in seats:
        if seat.leads and to is not None and to.network_id == leaving.network_id and to.ended_on is None:
            Seat.objects.update_or_create(group=seat.group, member=to, defaults={"leads": True, "ended_on": None})
        seat.ended_on = timezone.localdate()
        seat.save(update_fields=["ended_on"])
        network, left = seat.group.network_id, str(leaving.pk)
        journal.record("governance.leave_seat", seat.group, by=by, network=network, member=left)
    return len(seats)


@transaction.atomic
def plan_meetings(
    group_id: uuid.UUID,
    *,
    starts_at: datetime.datetime,
    place: str,
    by: Member,
    minutes: int = 90,
    agenda: str = "",
    times: int = 1,
    id: uuid.UUID | None = None,
) -> list[Meeting]:
    """Plan a meeting, or one a month for so many months: the same weekday of each month, at the same hour.

    One letter tells of all of them. A month where the group meets already at that hour keeps its meeting.
    """
    group = _lock(group_id)
    require(policy.may_run_group(by, group))
    if first := repeated(Meeting, id):
        return [first]
    if starts_at < timezone.now():
        raise Refused("Cette heure est passée.", field="starts_at")
    if not place.strip():
        raise Refused("Dites où le groupe se réunit : une adresse, ou un lien de visioconférence.", field="place")
    if not 1 <= times <= MOST_TIMES:
        raise Refused(f"Entre 1 et {MOST_TIMES} réunions à la fois.", field="times")
    taken = set(group.meetings.values_list("starts_at", flat=True))
    days = [_same_weekday(starts_at, months) for months in range(times)]
    made = [
        Meeting(
            **({"id": id} if id and not rank else {}),
            group=group,
            starts_at=at,
            minutes=minutes,
            place=place.strip()[:200],
            agenda=agenda.strip() if not rank else "",
        )
        for rank, at in enumerate(days)
        if at not in taken
    ]
    if not made:
        raise Refused("Le groupe se réunit déjà à cette heure.", field="starts_at")
    Meeting.objects.bulk_create(made)
    journal.record("governance.plan_meetings", group, by=by, first=made[0].starts_at.isoformat(), count=len(made))
    told = "\n".join(f"- {moments.full_day(one.starts_at)}, {moments.hour(one.starts_at)}, {one.place}" for one in made)
    text = f"Le groupe « {group} » se réunit :\n\n{told}\n\nL’ordre du jour, et de quoi l’ajouter à votre agenda :"
    tasks.tell(group, reading.recipients(group), f"Réunion : {group}", text, _url(group), by=by)
    return made


def _same_weekday(at: datetime.datetime, months: int) -> datetime.datetime:
    """« The first Thursday » of another month at the same hour of Paris; the fifth becomes the last."""
    local = at.astimezone(moments.PARIS)
    rank = (local.day - 1) // 7
    month = add_months(local.date().replace(day=1), months)
    day = 1 + (local.weekday() - month.weekday()) % 7 + 7 * rank
    if day > calendar.monthrange(month.year, month.month)[1]:
        day -= 7
    return datetime.datetime.combine(month.replace(day=day), local.time(), moments.PARIS)


def _lock_meeting(meeting_id: uuid.UUID) -> Meeting:
    return Meeting.objects.select_related("group__network").locked().get(pk=meeting_id)


@transaction.atomic
def change_meeting(
    meeting_id: uuid.UUID, *, starts_at: datetime.datetime, minutes: int, place: str, agenda: str, by: Member
) -> Meeting:
    """Move a meeting, or write its agenda; the group is told of a new hour or place."""
    meeting = _lock_meeting(meeting_id)
    require(policy.may_run_group(by, meeting.group))
    if meeting.cancelled:
        raise Refused("Cette réunion est annulée : prévoyez-en une autre.")
    if not place.strip():
        raise Refused("Dites où le groupe se réunit.", field="place")
    if meeting.group.meetings.filter(starts_at=starts_at).exclude(pk=meeting.pk).exists():
        raise Refused("Le groupe se réunit déjà à cette heure.", field="starts_at")
    moved = (meeting.starts_at, meeting.place) != (starts_at, place.strip())
    meeting.starts_at, meeting.minutes = starts_at, minutes
    meeting.place, meeting.agenda = place.strip()[:200], agenda.strip()
    meeting.save(update_fields=["starts_at", "minutes", "place", "agenda"])
    journal.record("governance.change_meeting", meeting, by=by, network=meeting.group.network_id, moved=moved)
    if moved:
        when = f"{moments.full_day(starts_at)}, {moments.hour(starts_at)}"
        text = f"La réunion du groupe « {meeting.group} » a lieu le {when}, {meeting.place}."
        _tell_of(meeting, f"Réunion déplacée : {meeting.group}", text, by=by)
    return meeting


def _tell_of(meeting: Meeting, subject: str, text: str, *, by: Actor) -> None:
    url = settings.BASE_URL + reverse("governance:meeting", args=[meeting.pk])
    tasks.tell(meeting.group, reading.recipients(meeting.group), subject, text, url, by=by)


@transaction.atomic
def cancel_meeting(meeting_id: uuid.UUID, *, by: Member) -> Meeting:
    """Cancel a meeting that has not taken place; the group is told."""
    meeting = _lock_meeting(meeting_id)
    require(policy.may_run_group(by, meeting.group))
    if meeting.cancelled:
        return meeting
    if meeting.is_past:
        raise Refused("Cette réunion a eu lieu : écrivez plutôt son compte rendu.")
    meeting.cancelled = True
    meeting.save(update_fields=["cancelled"])
    journal.record("governance.cancel_meeting", meeting, by=by, network=meeting.group.network_id)
    text = f"La réunion du {moments.full_day(meeting.starts_at)} est annulée."
    _tell_of(meeting, f"Réunion annulée : {meeting.group}", text, by=by)
    return meeting


@transaction.atomic
def report_meeting(meeting_id: uuid.UUID, *, report: str, by: Member) -> Meeting:
    """Write what was said; the group reads it the first time that it is written."""
    meeting = _lock_meeting(meeting_id)
    require(policy.may_run_group(by, meeting.group))
    if meeting.cancelled or not meeting.is_past:
        raise Refused("Le compte rendu s’écrit une fois la réunion commencée.", field="report")
    if not report.strip():
        raise Refused("Écrivez ce qui s’est dit.", field="report")
    first = not meeting.report
    meeting.report = report.strip()
    meeting.save(update_fields=["report"])
    journal.record("governance.report_meeting", meeting, by=by, network=meeting.group.network_id)
    if first:
        text = f"Le compte rendu de la réunion du {moments.full_day(meeting.starts_at)} est écrit."
        _tell_of(meeting, f"Compte rendu : {meeting.group}", text, by=by)
    return meeting


@transaction.atomic
def add_document(group_id: uuid.UUID, *, file: tuple[bytes, str], by: Member, id: uuid.UUID | None = None) -> File:
    """Hand a document to the group."""
    group = _lock(group_id)
    require(policy.may_speak(by, group) or policy.may_run_group(by, group))
    return files.keep(file[0], name=file[1], owner=group, by=by, id=id)


@transaction.atomic
def remove_document(group_id: uuid.UUID, file_id: uuid.UUID, *, by: Member) -> None:
    """Destroy a document of the group."""
    group = _lock(group_id)
    require(policy.may_run_group(by, group))
    files.discard(file_id, owner=group, by=by)
