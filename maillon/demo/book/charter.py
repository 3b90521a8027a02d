"""As `governance.actions.charter`, for what was signed and paid."""

import datetime

from maillon.demo.book.book import Book
from maillon.ground.governance.models import Acceptance, Charter, Contribution
from maillon.ground.organisations.models import Member, Network, Organisation


def publish_charter(
    book: Book,
    network: Network,
    *,
    version: int,
    text: str,
    starts_on: datetime.date,
    by: Member,
    at: datetime.datetime,
) -> Charter:
    made = book.enter(Charter, at, network=network, version=version, starts_on=starts_on, text=text, author=by)
    book.record("governance.publish_charter", made, by=by, at=at, version=version, starts_on=starts_on.isoformat())
    return made


def accept_charter(
    book: Book, charter: Charter, organisation: Organisation, *, by: Member, function: str, at: datetime.datetime
) -> Acceptance:
    held = book.enter(
        Acceptance,
        at,
        charter=charter,
        organisation=organisation,
        accepted_on=at.date(),
        name=by.full_name,
        function=function,
        member=by,
    )
    told = {"network": charter.network_id, "version": charter.version}
    book.record("governance.accept_charter", organisation, by=by, at=at, **told)
    return held


def note_contribution(
    book: Book,
    network: Network,
    organisation: Organisation,
    *,
    year: int,
    amount_cents: int,
    paid_on: datetime.date | None,
    by: Member,
    at: datetime.datetime,
) -> Contribution:
    told = {"year": year, "amount_cents": amount_cents}
    held = book.enter(Contribution, at, network=network, organisation=organisation, paid_on=paid_on, **told)
    paid = paid_on.isoformat() if paid_on else None
    book.record(
        "governance.note_contribution", organisation, by=by, at=at, network=network.pk, paid_on=paid, before="", **told
    )
    return held
