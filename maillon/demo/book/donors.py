"""As `donors.actions`, once the rest is written: what is read of lots and devices is in the database already."""

import datetime
from collections.abc import Mapping

from maillon.common.actors import Actor
from maillon.demo.book import files
from maillon.demo.book.book import Book, local_day
from maillon.giving.donors import queries
from maillon.giving.donors.actions import PROOF
from maillon.giving.donors.models import Acquisition, Pitch, Quotation, Receipt, Reform, Renewal, Thanks, Valuation
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member, Network
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Donor, Lot


def _speaker(by: Actor) -> str:
    return by.actor_label if isinstance(by, Member) else "le donateur, par son lien"


def declare_stock(
    book: Book,
    donor: Donor,
    year: int,
    *,
    units: int,
    by: Actor,
    at: datetime.datetime,
    old_units: int = 0,
    secret_units: int = 0,
) -> Reform:
    said = book.enter(
        Reform,
        at,
        donor=donor,
        year=year,
        units=units,
        old_units=old_units,
        secret_units=secret_units,
        declared_by=_speaker(by),
    )
    book.record("donors.declare_stock", said, by=by, at=at, network=donor.network_id, year=year, units=units)
    return said


def date_devices(
    book: Book, donor: Donor, dates: Mapping[Device, datetime.date], *, by: Actor, at: datetime.datetime
) -> int:
    for device, day in dates.items():
        book.enter(Acquisition, at, donor=donor, device=device, acquired_on=day)
    if dates:
        book.record("donors.date_devices", donor, by=by, at=at, units=len(dates))
    return len(dates)


def plan_renewal(
    book: Book,
    donor: Donor,
    category: Category,
    *,
    units: int,
    year: int,
    quarter: int,
    confidence: str,
    by: Actor,
    at: datetime.datetime,
    note: str = "",
) -> Renewal:
    made = book.enter(
        Renewal,
        at,
        donor=donor,
        category=category,
        units=units,
        year=year,
        quarter=quarter,
        confidence=confidence,
        note=note,
    )
    told = {"category": category.pk, "units": units, "when": made.when}
    book.record("donors.plan_renewal", made, by=by, at=at, network=donor.network_id, **told)
    return made


def declare_value(
    book: Book,
    lot: Lot,
    *,
    value_cents: int,
    basis: str,
    name: str,
    address: str,
    legal_form: str,
    siret: str,
    paper: tuple[bytes, str],
    by: Actor,
    at: datetime.datetime,
) -> Valuation:
    said = book.enter(
        Valuation,
        at,
        donor=lot.donor,
        lot=lot,
        value_cents=value_cents,
        basis=basis,
        name=name,
        address=address,
        legal_form=legal_form,
        siret=siret,
        declared_by=_speaker(by),
    )
    content, called = paper
    files.keep(book, content, name=called, owner=said, purpose=PROOF, caption="", by=by, at=at)
    book.record("donors.declare_value", said, by=by, at=at, network=lot.network_id, lot=lot.reference)
    return said


def issue_receipt(book: Book, valuation: Valuation, *, by: Member, at: datetime.datetime) -> Receipt:
    lot, issuer = valuation.lot, by.organisation
    form, quality = queries.form_of(lot), queries.entitlement(issuer, lot.received_on)
    assert form is not None
    assert quality is not None
    document = book.issue(
        Document.Kind.RECEIPT,
        network=lot.network,
        issuer=issuer,
        recipient=lot.donor.organisation,
        about=lot.pk,
        facts=queries.receipt_facts(valuation, form, quality, issuer),
        on=local_day(at),
        by=by,
        at=at,
    )
    receipt = book.enter(
        Receipt,
        at,
        document=document,
        valuation=valuation,
        form=form,
        value_cents=valuation.value_cents,
        given_on=lot.received_on,
        name=valuation.name,
        address=valuation.address,
    )
    told = {"receipt": str(receipt), "lot": lot.reference}
    book.record("donors.issue_receipt", receipt, by=by, at=at, network=lot.network_id, **told)
    if valuation.donor.email:
        subject, body = queries.receipt_letter(receipt, at)
        book.write(valuation.donor.email, subject, body, at=at, network=lot.network_id)
    return receipt


def establish_report(book: Book, donor: Donor, year: int, *, by: Actor, at: datetime.datetime) -> Document:
    outcome = queries.of_year(donor, year)
    return book.issue(
        Document.Kind.OUTCOME,
        network=donor.network,
        issuer=donor.network.head,
        recipient=donor.organisation,
        about=donor.pk,
        facts=queries.facts(outcome, queries.evidence(outcome, year), year),
        on=local_day(at),
        by=by,
        at=at,
    )


def publish_quotation(
    book: Book,
    donor: Donor,
    *,
    shown_name: str,
    sentence: str,
    author: str,
    listed: bool,
    by: Actor,
    at: datetime.datetime,
) -> Quotation:
    made = book.enter(
        Quotation,
        at,
        donor=donor,
        shown_name=shown_name,
        sentence=sentence,
        author=author,
        listed=listed,
        published_by=_speaker(by),
    )
    book.record("donors.publish_quotation", made, by=by, at=at, network=donor.network_id, listed=listed)
    return made


def thank(book: Book, lot: Lot, *, by: Actor, at: datetime.datetime) -> Thanks:
    outcome = queries.of_lot(lot)
    settled = queries.settled(outcome)
    made = book.enter(Thanks, at, lot=lot, reused=len(outcome.reused), settled=settled)
    if lot.donor.email:
        subject, body = queries.thanks_letter(lot, outcome, at)
        book.write(lot.donor.email, subject, body, at=at, network=lot.network_id)
    book.record("donors.thank", made, by=by, at=at, network=lot.network_id, lot=lot.reference, reused=made.reused)
    return made


def write_pitch(book: Book, network: Network, *, introduction: str, by: Member, at: datetime.datetime) -> Pitch:
    made = book.enter(Pitch, at, network=network, version=1, introduction=introduction, written_by=by.actor_label)
    book.record("donors.write_pitch", made, by=by, at=at, version=1)
    return made
