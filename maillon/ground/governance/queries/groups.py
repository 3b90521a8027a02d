"""Read the working groups: who is in them, when they meet next, what they decide, and their calendar."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from maillon.common import links
from maillon.ground.files import queries as files
from maillon.ground.files.models import File
from maillon.ground.governance import policy
from maillon.ground.governance.models import Decision, Group, Meeting, Mode, Seat, Voice
from maillon.ground.organisations.models import Member

CALENDAR_DAYS = 730
KEPT_DAYS = 370
"""How far back the calendar of a person goes."""


def seats_of(group: Group) -> list[Seat]:
    """Who is in the group today, those who lead it first."""
    seats = group.seats.filter(ended_on__isnull=True).select_related("member__user", "member__organisation")
    return sorted(
        seats.filter(member__ended_on__isnull=True), key=lambda one: (not one.leads, one.member.user.last_name, one.pk)
    )


def recipients(group: Group) -> list[Member]:
    """Whom a letter of the group goes to."""
    return [seat.member for seat in seats_of(group)]


@dataclass(frozen=True)
class Listed:
    """A group in the list: how many are in it, when it meets next, whether the reader is in it."""

    group: Group
    seats: int
    following: Meeting | None
    mine: bool
    open_decisions: int


def listed(member: Member) -> list[Listed]:
    """The open groups of the network, the reader's own first; three queries."""
    groups = Group.objects.visible_to(member).open()
    own = Seat.objects.filter(group=OuterRef("pk"), member=member, ended_on__isnull=True)
    present = Q(seats__ended_on__isnull=True, seats__member__ended_on__isnull=True)
    groups = groups.annotate(count=Count("seats", filter=present, distinct=True), mine=Exists(own))
    following: dict[uuid.UUID, Meeting] = {}
    for meeting in Meeting.objects.visible_to(member).to_come():
        following.setdefault(meeting.group_id, meeting)
    waiting = Decision.objects.visible_to(member).filter(state=Decision.State.OPEN).order_by()
    counts = dict(waiting.values_list("group").annotate(count=Count("pk")))
    rows = [Listed(one, one.count, following.get(one.pk), one.mine, counts.get(one.pk, 0)) for one in groups]
    return sorted(rows, key=lambda row: (not row.mine, row.group.name))


@dataclass(frozen=True)
class Page:
    """One group as a member of the network reads it."""

    group: Group
    seats: list[Seat]
    own: Seat | None
    to_come: list[Meeting]
    past: list[Meeting]
    decisions: list[Decision]
    documents: list[File]
    may_run: bool
    may_read: bool


def page(group: Group, member: Member) -> Page:
    """All that the page of a group shows; its documents to those who are in it and those who run the network."""
    seats = seats_of(group)
    own = next((seat for seat in seats if seat.member_id == member.pk), None)
    meetings = list(group.meetings.select_related("group"))
    now = timezone.now()
    runs, reads = policy.may_run_group(member, group), policy.may_read_group(member, group)
    return Page(
        group,
        seats,
        own,
        [one for one in meetings if one.starts_at >= now],
        [one for one in reversed(meetings) if one.starts_at < now][:12],
        list(group.decisions.all()[:20]),
        list(files.of(group)) if reads else [],
        runs and group.closed_on is None,
        reads,
    )


@dataclass(frozen=True)
class Tally:
    """The voices heard on a decision, one for each person or each organisation as it says."""

    voices: list[Voice]
    for_: int
    against: int
    abstain: int

    def carries(self, mode: str) -> bool:
        """Whether it is adopted that way: without objection, or by more voices for than against. Nobody heard, nothing adopted."""
        return self.for_ > 0 and (self.against == 0 if mode == Mode.CONSENT else self.for_ > self.against)


def tally(decision: Decision) -> Tally:
    """Count the voices; of one organisation the last heard counts where each has one."""
    heard = list(decision.heard.select_related("member__user", "organisation").order_by("said_at", "pk"))
    last: dict[uuid.UUID, Voice] = {}
    for voice in heard:
        by_person = decision.voices == Group.Voices.PERSON
        last[voice.member_id if by_person else voice.organisation_id] = voice
    counted = list(last.values())
    counts = [sum(voice.choice == choice for voice in counted) for choice in Voice.Choice.values]
    return Tally(counted, *counts)


def calendar_url(member: Member) -> str:
    """The address, of her own, that a calendar program follows; without an account, hence sealed."""
    return settings.BASE_URL + reverse("governance:calendar", args=[links.seal(policy.CALENDAR, member.pk)])


def meetings_of(member: Member) -> QuerySet[Meeting]:
    """The meetings of the groups that she is in, of a year ago at most."""
    since = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    own = Seat.objects.filter(member=member, ended_on__isnull=True).values("group")
    return Meeting.objects.filter(group__in=own, starts_at__gte=since).select_related("group__network")


def ics(meetings: Iterable[Meeting], name: str) -> str:
    """These meetings as a calendar (RFC 5545)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Maillon//FR", f"X-WR-CALNAME:{_escaped(name)}"]
    for one in meetings:
        url = settings.BASE_URL + reverse("governance:meeting", args=[one.pk])
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.pk}@maillon",
            f"DTSTAMP:{one.created_at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART:{one.starts_at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}",
            f"DTEND:{one.ends_at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{_escaped(f'{one.group.name} ({one.group.network.short_name})')}",
            f"LOCATION:{_escaped(one.place)}",
            f"DESCRIPTION:{_escaped(one.agenda)}",
            f"URL:{url}",
            f"STATUS:{'CANCELLED' if one.cancelled else 'CONFIRMED'}",
            "END:VEVENT",
        ]
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """Lines of 75 bytes at most, the following ones starting with a space; no sign is cut in two."""
    lines, current = [], ""
    for sign in line:
        if len((current + sign).encode()) > 74:
            lines.append(current)
            current = " "
        current += sign
    return [*lines, current]
