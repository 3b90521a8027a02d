"""As `lots.actions`."""

import datetime
import uuid
from collections.abc import Mapping

from maillon.common.actors import PLATFORM, Actor
from maillon.demo.book import organisations
from maillon.demo.book.book import Book, as_if_read
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member, Network, Organisation, OrganisationRole, Site
from maillon.matter.ledger.actions import Line
from maillon.matter.ledger.models import Account, Category
from maillon.matter.lots.models import Count, Donor, Lot
from maillon.matter.lots.queries import reception_facts


def enter_donor(
    book: Book,
    network: Network,
    *,
    name: str,
    kind: str,
    by: Actor,
    at: datetime.datetime,
    organisation: Organisation | None = None,
    email: str = "",
    phone: str = "",
    commune_code: str = "",
) -> Donor:
    if organisation is not None and (existing := book.donors.get((network.pk, organisation.pk))):
        return existing
    donor = book.enter(
        Donor,
        at,
        network=network,
        organisation=organisation,
        kind=kind,
        name=name,
        email=email,
        phone=phone,
        commune_code=commune_code,
    )
    if organisation is not None:
        book.donors[network.pk, organisation.pk] = donor
    book.record("lots.enter_donor", donor, by=by, at=at, kind=kind)
    return donor


def welcome(
    book: Book,
    *,
    name: str,
    kind: str,
    by: Member,
    at: datetime.datetime,
    siret: str = "",
    email: str = "",
    phone: str = "",
    commune_code: str = "",
) -> Donor:
    organisation = None
    if kind != Donor.Kind.PERSON:
        organisation = book.by_siret.get(siret) or organisations.found(
            book, name=name, kind=kind, commune_code=commune_code, siret_number=siret, by=by, at=at
        )
        organisations.affiliate(book, by.network, organisation, roles=[OrganisationRole.DONOR], by=PLATFORM, at=at)
    return enter_donor(
        book,
        by.network,
        name=organisation.name if organisation else name,
        kind=kind,
        organisation=organisation,
        email=email,
        phone=phone,
        commune_code=commune_code,
        by=by,
        at=at,
    )


def receive(
    book: Book,
    donor: Donor,
    *,
    holder: Organisation,
    regime: str,
    received_on: datetime.date,
    weighed_g: int,
    counts: Mapping[Category, int],
    by: Member,
    at: datetime.datetime,
    announced: Mapping[Category, int] | None = None,
    site: Site | None = None,
    explanation: str = "",
    offer: uuid.UUID | None = None,
    id: uuid.UUID | None = None,
) -> Lot:
    counts = {category: units for category, units in counts.items() if units}
    announced = {category: units for category, units in (announced or {}).items() if units}
    lot = book.enter(
        Lot,
        at,
        id=id,
        network=by.network,
        holder=holder,
        site=site,
        donor=donor,
        regime=regime,
        year=received_on.year,
        number=book.number(by.network.head, "lot", received_on.year),
        received_on=received_on,
        weighed_g=weighed_g,
        gap_reason=explanation,
    )
    known = [
        book.row(Count, lot=lot, category=category, announced=announced.get(category), counted=counts.get(category, 0))
        for category in sorted({*counts, *announced}, key=lambda category: category.rank)
    ]
    as_if_read(lot, counts=known)
    units = sum(counts.values())
    entry = book.record(
        "lots.receive",
        lot,
        by=by,
        at=at,
        lot=lot.reference,
        mass_g=weighed_g,
        units=units,
        donor=str(donor.pk),
        regime=str(regime),
        **({"offer": str(offer)} if offer else {}),
    )
    lines = [Line(source=Account.DONOR, target=Account.UNSORTED, units=units, mass_g=weighed_g, lot=lot.pk)]
    lines += [
        Line(
            source=Account.UNSORTED,
            target=Account.ACCESSORIES,
            units=units,
            mass_g=units * category.default_mass_g,
            category=category,
            lot=lot.pk,
        )
        for category, units in counts.items()
        if category.counted_in_bulk
    ]
    book.move(lines, network=by.network, holder=holder, on=received_on, act=entry.pk)
    return lot


def drop_off(
    book: Book,
    donor: Donor,
    *,
    holder: Organisation,
    received_on: datetime.date,
    weighed_g: int,
    counts: Mapping[Category, int],
    by: Member,
    at: datetime.datetime,
    regime: str,
    site: Site | None = None,
    explanation: str = "",
    id: uuid.UUID | None = None,
) -> Lot:
    lot = receive(
        book,
        donor,
        holder=holder,
        regime=regime,
        received_on=received_on,
        weighed_g=weighed_g,
        counts=counts,
        site=site,
        explanation=explanation,
        by=by,
        at=at,
        id=id,
    )
    book.issue(
        Document.Kind.RECEPTION,
        network=lot.network,
        issuer=holder,
        recipient=donor.organisation,
        about=lot.pk,
        facts=reception_facts(lot),
        on=received_on,
        by=by,
        at=at,
    )
    return lot


def close(book: Book, lot: Lot, *, reason: str, by: Member, at: datetime.datetime, on: datetime.date) -> Lot:
    left = book.stocks[lot.network_id, lot.holder_id, lot.pk, Account.UNSORTED, None]
    units, grams = left.units, left.mass_g
    lot.state, lot.closed_on = Lot.State.CLOSED, on
    lot.gap_reason = reason or lot.gap_reason
    entry = book.record("lots.close", lot, by=by, at=at, lot=lot.reference, mass_g=grams, units=units)
    if units or grams:
        line = Line(
            source=Account.UNSORTED, target=Account.GAP, units=units, mass_g=grams, lot=lot.pk, reason=lot.gap_reason
        )
        book.move([line], network=lot.network, holder=lot.holder, on=on, act=entry.pk)
    return lot
