"""As `groups.actions` and `reuse.actions`, for letters that were read long ago."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from maillon.common import moments
from maillon.common.actors import Actor, Bearer
from maillon.demo.book.book import Book, as_if_read, local_day
from maillon.giving.groups.models import GroupMember
from maillon.giving.reuse.models import Invitee, Item, Proposal, Take
from maillon.giving.reuse.policy import TAKE
from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.ledger.models import Category


def join_group(
    book: Book,
    group: Organisation,
    organisation: Organisation,
    *,
    starts_on: datetime.date,
    by: Member,
    at: datetime.datetime,
) -> GroupMember:
    made = book.enter(GroupMember, at, network=by.network, group=group, organisation=organisation, starts_on=starts_on)
    book.record(
        "groups.join_group",
        made,
        by=by,
        at=at,
        group=group.name,
        service=organisation.name,
        starts_on=starts_on.isoformat(),
    )
    return made


def propose(
    book: Book,
    by: Member,
    *,
    lines: Mapping[Category, int],
    days: int,
    services: Sequence[Organisation],
    at: datetime.datetime,
    **fields: Any,
) -> Proposal:
    """A member's, announced at once to the sister services of her organisation."""
    closes_on = local_day(at) + datetime.timedelta(days=days)
    made = book.enter(
        Proposal,
        at,
        network=by.network,
        organisation=by.organisation,
        offered_by=by,
        fields=fields,
        days=days,
        state=Proposal.State.OPEN,
        state_since=at,
        closes_on=closes_on,
    )
    ranked = sorted(lines.items(), key=lambda line: line[0].rank)
    items = [book.enter(Item, at, proposal=made, category=one, units=units) for one, units in ranked]
    invitees = [book.enter(Invitee, at, proposal=made, organisation=one, email=one.email) for one in services]
    as_if_read(made, items=items, invitees=invitees)
    book.record("reuse.propose", made, by=by, at=at, what=made.summary, services=len(services))
    book.record("reuse.announce", made, by=by, at=at, what=f"jusqu’au {moments.day(closes_on)}")
    return made


def take(book: Book, invitee: Invitee, item: Item, *, units: int, name: str, by: Actor, at: datetime.datetime) -> Take:
    made = book.enter(Take, at, item=item, invitee=invitee, units=units, name=name)
    service = invitee.organisation.name if invitee.organisation else ""
    what = item.category.named(units)
    book.record("reuse.take", item.proposal, by=by, at=at, what=what, service=service)
    return made


def holder(invitee: Invitee) -> Bearer:
    """Whoever opened the link that the service was sent."""
    return Bearer(TAKE, invitee.pk)
