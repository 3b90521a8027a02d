"""As `governance.actions.groups` and `decisions`, for what was planned, said and decided."""

import datetime
from collections.abc import Mapping, Sequence

from maillon.demo.book.book import Book, local_day
from maillon.ground.governance.models import Decision, Group, Meeting, Seat, Voice
from maillon.ground.organisations.models import Member, Network


def open_group(
    book: Book, network: Network, *, people: Sequence[Member], by: Member, at: datetime.datetime, **fields: str
) -> Group:
    """A group with the people who are in it; `by` leads it."""
    group = book.enter(Group, at, network=network, **fields)
    book.record("governance.open_group", group, by=by, at=at, name=group.name)
    for member in dict.fromkeys([by, *people]):
        book.enter(Seat, at, group=group, member=member, leads=member is by, since=local_day(at))
    return group


def meet(
    book: Book,
    group: Group,
    *,
    starts_at: datetime.datetime,
    place: str,
    agenda: str,
    report: str,
    at: datetime.datetime,
) -> Meeting:
    """A meeting planned at that instant, and written up when it is over."""
    return book.enter(
        Meeting, at, group=group, starts_at=starts_at, minutes=90, place=place, agenda=agenda, report=report
    )


def decide(
    book: Book,
    group: Group,
    meeting: Meeting,
    *,
    title: str,
    text: str,
    voices: Mapping[Member, tuple[str, str]],
    settled: bool,
    closes_on: datetime.date,
    by: Member,
    at: datetime.datetime,
) -> Decision:
    """Something put to the group, with who said what; adopted when it is settled."""
    made = book.enter(
        Decision,
        at,
        group=group,
        meeting=meeting,
        title=title,
        text=text,
        mode=group.mode,
        voices=group.voices,
        closes_on=closes_on,
        state=Decision.State.ADOPTED if settled else Decision.State.OPEN,
        settled_on=closes_on if settled else None,
        author=by,
    )
    told = {"network": group.network_id, "title": title, "mode": group.mode}
    book.record("governance.propose", made, by=by, at=at, **told)
    for rank, (member, (choice, reason)) in enumerate(voices.items(), start=1):
        when = at + datetime.timedelta(hours=rank)
        said = {"organisation": member.organisation, "choice": choice, "reason": reason, "said_at": when}
        book.enter(Voice, when, decision=made, member=member, **said)
    return made
