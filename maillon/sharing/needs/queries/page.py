"""What the page of a request shows, to this member."""

import datetime
from dataclasses import dataclass

from maillon.ground.organisations.models import Member
from maillon.matter.devices import policy as devices
from maillon.sharing.accompaniment.models import Enrolment
from maillon.sharing.needs import policy
from maillon.sharing.needs.models import Need, NeedItem
from maillon.sharing.needs.queries.matching import Match, candidates
from maillon.sharing.needs.queries.timeline import Fact, timeline
from maillon.sharing.needs.queries.waiting import Wait, wait
from maillon.sharing.people import policy as people
from maillon.sharing.people.queries import name_of


@dataclass(frozen=True)
class Candidate:
    """A device that suits, and whether this member may promise it."""

    match: Match
    may_reserve: bool


@dataclass(frozen=True)
class Line:
    """One thing asked for: the device promised, or those that suit."""

    item: NeedItem
    candidates: list[Candidate]

    @property
    def best(self) -> Candidate | None:
        return next((one for one in self.candidates if one.may_reserve), None)


@dataclass(frozen=True)
class Page:
    """Everything that the page shows beside the request itself."""

    lines: list[Line]
    name: str
    may_decide: bool
    may_follow: bool
    facts: list[Fact]
    wait: Wait | None
    enrolments: list[Enrolment]

    @property
    def several(self) -> bool:
        return len([line for line in self.lines if line.item.state != NeedItem.State.CANCELLED]) > 1

    @property
    def next_line(self) -> Line | None:
        """The first thing still waited for that a device suits."""
        return next((line for line in self.lines if line.best), None)


def read(member: Member, need: Need, today: datetime.date) -> Page:
    """The page of this request for this member, who may see it. The name is there for her prescriber alone."""
    may_decide = policy.may_decide(member, need) and need.state in Need.OPEN
    items = list(need.items.all())
    waits = need.state in (Need.State.WAITING, Need.State.QUESTION)
    return Page(
        lines=[_line(member, need, item, may_decide, today) for item in items],
        name=name_for(member, need),
        may_decide=may_decide,
        may_follow=policy.may_follow(member, need) and need.state in Need.OPEN,
        facts=timeline(need),
        wait=_wait(need, items, today) if waits and not may_decide else None,
        enrolments=_enrolments(need),
    )


def name_for(member: Member, need: Need) -> str:
    """The person's name, for her prescriber's organisation alone; empty for anyone else, the coordinator included."""
    if need.person is None or not people.may_identify(member, need.person):
        return ""
    return name_of(need.person)


def _line(member: Member, need: Need, item: NeedItem, may_decide: bool, today: datetime.date) -> Line:
    item.need = need
    if not may_decide or item.state != NeedItem.State.WAITING:
        return Line(item, [])
    return Line(
        item, [Candidate(match, devices.may_reserve(member, match.device)) for match in candidates(item, today)]
    )


def _wait(need: Need, items: list[NeedItem], today: datetime.date) -> Wait:
    categories = {item.category.pk: item.category for item in items if item.state == NeedItem.State.WAITING}
    return wait(need.network, categories.values(), need.usage, today, before=need)


def _enrolments(need: Need) -> list[Enrolment]:
    """The seats kept for this person, or this association, at sessions of the network."""
    whom = {"person": need.person_id} if need.person_id else {"person": None, "organisation": need.association_id}
    rows = Enrolment.objects.current().filter(session__network=need.network_id, session__cancelled_at=None, **whom)
    return list(rows.select_related("session").order_by("session__starts_at"))
