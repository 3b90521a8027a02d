"""As `agreements.actions`."""

import datetime
from typing import Any

from maillon.common.actors import PLATFORM
from maillon.demo.book.book import Book, local_day
from maillon.giving.agreements.models import AgreementText, Approval, Frame, Reminder
from maillon.giving.agreements.queries import facts_of, model_facts
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member, Network, Organisation
from maillon.matter.lots.models import Donor


def model_of(book: Book, network: Network, kind: str) -> dict[str, Any]:
    """As `queries.model_facts`, asked once."""
    known = book.models.get((network.pk, str(kind)))
    if known is None:
        known = book.models[network.pk, str(kind)] = model_facts(network, kind)
    return known


def approve_text(
    book: Book, network: Network, text: AgreementText, *, name: str, capacity: str, by: Member, at: datetime.datetime
) -> Approval:
    day = local_day(at)
    made = book.enter(
        Approval,
        at,
        network=network,
        text=text,
        name=name,
        capacity=capacity,
        approved_on=day,
        recorded_by=by,
    )
    book.record("agreements.approve_text", text, by=by, at=at, network=network.pk, text=text.kind, version=text.version)
    told = {"approved_by": f"{name}, {capacity}", "approved_on": day.isoformat()}
    book.models[network.pk, text.kind] = model_of(book, network, text.kind) | told
    return made


def write_text(
    book: Book, network: Network, kind: str, *, body: str, reason: str, by: Member, at: datetime.datetime
) -> AgreementText:
    made = book.enter(AgreementText, at, network=network, kind=kind, version=1, body=body, written_by=by, reason=reason)
    book.record("agreements.write_text", made, by=by, at=at, text=kind, version=1, why=reason)
    book.models[network.pk, kind] = {
        "text": str(made.pk),
        "version": 1,
        "own": True,
        "approved_by": None,
        "approved_on": None,
    }
    return made


def bind(
    book: Book,
    donor: Donor,
    *,
    beneficiary: Organisation,
    regime: str,
    scope: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    signatory: str,
    by: Member,
    at: datetime.datetime,
    quality: tuple[str | None, str | None] = (None, None),
) -> Frame:
    """Signed and printed the day it is recorded."""
    frame = book.enter(
        Frame,
        at,
        network=by.network,
        donor=donor,
        beneficiary=beneficiary,
        regime=regime,
        scope=scope,
        starts_on=starts_on,
        ends_on=ends_on,
        signed_on=local_day(at),
        signatory=signatory,
    )
    frame.document = book.issue(
        Document.Kind.FRAME,
        network=by.network,
        issuer=beneficiary,
        recipient=donor.organisation,
        about=frame.pk,
        facts=facts_of(frame, quality=quality, model=model_of(book, by.network, "cadre")),
        on=local_day(at),
        by=by,
        at=at,
    )
    book.record("agreements.bind", frame, by=by, at=at, ends_on=ends_on.isoformat(), regime=str(regime))
    return frame


def remind(book: Book, frame: Frame, *, step: str, at: datetime.datetime) -> Reminder:
    made = book.enter(Reminder, at, frame=frame, step=step)
    book.record("agreements.remind", frame, by=PLATFORM, at=at, step=str(step))
    return made
