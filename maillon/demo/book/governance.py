"""As `governance.actions`, for what was asked and answered long enough ago for its letters to be forgotten."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from maillon.common.actors import PLATFORM, PUBLIC, Bearer
from maillon.demo.book.book import Book, local_day
from maillon.ground.governance.models import AccessRequest, Recertification, RecertificationAnswer
from maillon.ground.governance.policy import ACCESS
from maillon.ground.organisations.models import Member, Network, Organisation

CONFIRMING = datetime.timedelta(minutes=9)


def request_access(
    book: Book, network: Network, *, wishes: Sequence[str], at: datetime.datetime, **fields: Any
) -> AccessRequest:
    """A request to enter, whose author has proved her address a few minutes later."""
    confirmed = at + CONFIRMING
    asked = book.enter(
        AccessRequest,
        at,
        network=network,
        state=AccessRequest.State.CONFIRMED,
        state_since=confirmed,
        wishes=list(wishes),
        **fields,
    )
    book.record("governance.request_access", asked, by=PUBLIC, at=at, wishes=list(wishes))
    book.record("governance.confirm_access", asked, by=Bearer(ACCESS, asked.pk), at=confirmed)
    return asked


def recertify(
    book: Book,
    network: Network,
    *,
    at: datetime.datetime,
    answered: Mapping[Organisation, tuple[Member, datetime.datetime]],
    silent: Sequence[Organisation],
    closed: bool = False,
    reminders: int = 0,
) -> Recertification:
    """A confirmation of accesses: who has answered, keeping everyone, and who has not yet."""
    opened_on = local_day(at)
    made = book.enter(
        Recertification,
        at,
        network=network,
        opened_on=opened_on,
        due_on=opened_on + datetime.timedelta(days=network.recertify_days),
        closes=network.recertify_closes,
    )
    book.record(
        "governance.open_recertification",
        made,
        by=PLATFORM,
        at=at,
        asked=len(answered) + len(silent),
        due_on=made.due_on.isoformat(),
    )
    people: dict[uuid.UUID, list[Member]] = defaultdict(list)
    for one in book.rows[Member]:
        if one.network_id == network.pk:
            people[one.organisation_id].append(one)
    for organisation in silent:
        book.enter(RecertificationAnswer, at, recertification=made, organisation=organisation, reminders=reminders)
    for organisation, (member, when) in answered.items():
        kept = people[organisation.pk]
        answer = book.enter(
            RecertificationAnswer,
            at,
            recertification=made,
            organisation=organisation,
            answered_on=local_day(when),
            member=member,
            kept=len(kept),
        )
        for one in kept:
            one.confirmed_on = local_day(when)
        told = {"network": network.pk, "kept": len(kept), "ended": 0}
        book.record("governance.answer_recertification", answer, by=member, at=when, **told)
    if closed:
        made.closed_on = made.due_on + datetime.timedelta(days=1)
        end = at + datetime.timedelta(days=network.recertify_days + 1)
        book.record("governance.close_recertification", made, by=PLATFORM, at=end, silent=len(silent), ended=0)
    return made
