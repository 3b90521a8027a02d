"""As `donations.actions`."""

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from maillon.common import links, moments
from maillon.common.actors import Actor
from maillon.demo.book import agreements, files, lots, organisations
from maillon.demo.book.book import Book, as_if_read, local_day
from maillon.giving.donations import policy
from maillon.giving.donations.actions import PHOTO
from maillon.giving.donations.models import AnnouncedUnit, Delivery, Offer, OfferDraft, OfferLine
from maillon.giving.donations.queries import agreement_facts
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member, Network, Organisation, OrganisationRole, Site
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Donor, Lot
from maillon.matter.lots.queries import reception_facts


def submit(
    book: Book,
    network: Network,
    *,
    lines: Mapping[Category, int],
    by: Actor,
    at: datetime.datetime,
    id: uuid.UUID | None = None,
    announced: Sequence[Mapping[str, Any]] = (),
    photos: Sequence[tuple[bytes, str]] = (),
    **fields: Any,
) -> Offer:
    lines = {category: units for category, units in lines.items() if units}
    year = local_day(at).year
    offer = book.enter(
        Offer,
        at,
        id=id,
        network=network,
        year=year,
        number=book.number(network.head, "offer", year),
        state_since=at,
        offered_by=by if isinstance(by, Member) and by.network_id == network.pk else None,
        **fields,
    )
    offered = [
        book.row(OfferLine, offer=offer, category=category, units=units)
        for category, units in sorted(lines.items(), key=lambda line: line[0].rank)
    ]
    as_if_read(offer, lines=offered)
    for unit in announced:
        book.row(AnnouncedUnit, offer=offer, **unit)
    for content, name in photos:
        files.keep(book, content, name=name, owner=offer, purpose=PHOTO, caption="", by=by, at=at)
    book.record(
        "donations.submit",
        offer,
        by=by,
        at=at,
        offer=offer.reference,
        units=sum(lines.values()),
        donor_kind=str(offer.donor_kind),
    )
    _write(
        book,
        offer,
        f"Votre offre de don {offer.reference} est bien arrivée",
        f"{network.name} a reçu votre offre : {offer.summary}.\n\n"
        f"Réponse sous {network.answer_days} jours ouvrés. Suivez-la, complétez-la ou retirez-la ici :",
        at=at,
    )
    return offer


def _write(book: Book, offer: Offer, subject: str, text: str, *, at: datetime.datetime) -> None:
    if book.forgets(at):
        return
    url = settings.BASE_URL + reverse("donations:follow", args=[links.seal(policy.FOLLOW, offer.pk, at=at)])
    body = f"Bonjour,\n\n{text}\n{url}\n\n{offer.network.name}\n"
    book.write(offer.email, subject, body, at=at, network=offer.network_id)


def _step(offer: Offer, state: str, at: datetime.datetime, **changes: Any) -> None:
    offer.state, offer.state_since = state, at
    for name, value in changes.items():
        setattr(offer, name, value)


def ask(book: Book, offer: Offer, *, question: str, by: Member, at: datetime.datetime) -> Offer:
    _step(offer, Offer.State.QUESTION, at, exchange=question, answer="")
    book.record("donations.ask", offer, by=by, at=at, offer=offer.reference)
    _write(book, offer, f"Une question sur votre offre {offer.reference}", f"{question}\n\nRépondez ici :", at=at)
    return offer


def reply(book: Book, offer: Offer, *, answer: str, by: Actor, at: datetime.datetime) -> Offer:
    _step(offer, Offer.State.ANSWERED, at, answer=answer)
    book.record("donations.reply", offer, by=by, at=at, offer=offer.reference)
    return offer


def keep_draft(
    book: Book, network: Network, *, content: Mapping[str, list[str]], by: Member, at: datetime.datetime
) -> OfferDraft:
    return book.enter(OfferDraft, at, network=network, content=dict(content), kept_at=at, kept_by=by)


def propose(book: Book, offer: Offer, *, days: Sequence[datetime.date], by: Member, at: datetime.datetime) -> Offer:
    offer.proposed_days = [day.isoformat() for day in days]
    book.record("donations.propose", offer, by=by, at=at, offer=offer.reference, days=offer.proposed_days)
    told = "\n".join(f"- {moments.full_day(day)}" for day in days)
    _write(
        book,
        offer,
        f"Quel jour pour votre don {offer.reference} ?",
        f"{offer.network.name} peut venir chercher votre don :\n{told}\n\nChoisissez ici le jour qui vous convient :",
        at=at,
    )
    return offer


def refuse(book: Book, offer: Offer, *, reason: str, by: Member, at: datetime.datetime) -> Offer:
    _step(offer, Offer.State.REFUSED, at, exchange=reason)
    book.record("donations.refuse", offer, by=by, at=at, offer=offer.reference, referred_to="")
    _write(book, offer, f"Votre offre {offer.reference} n’a pas pu être acceptée", f"{reason}\n\nLe détail :", at=at)
    return offer


def accept(book: Book, offer: Offer, *, regime: str, by: Member, at: datetime.datetime) -> Offer:
    donor = _donor(book, offer, by=by, at=at)
    _step(offer, Offer.State.ACCEPTED, at, regime=regime, donor=donor)
    agreement = book.issue(
        Document.Kind.AGREEMENT,
        network=offer.network,
        issuer=offer.network.head,
        recipient=donor.organisation,
        about=offer.pk,
        facts=agreement_facts(offer, agreements.model_of(book, offer.network, offer.regime)),
        on=local_day(at),
        by=by,
        at=at,
    )
    book.record(
        "donations.accept",
        offer,
        by=by,
        at=at,
        offer=offer.reference,
        regime=str(regime),
        agreement=agreement.reference,
    )
    _write(
        book,
        offer,
        f"Votre don {offer.reference} est accepté",
        f"{offer.network.name} accepte votre don : {offer.summary}.\n\n"
        f"La convention {agreement.reference} est prête, et nous vous proposons une date d’enlèvement :",
        at=at,
    )
    return offer


def _donor(book: Book, offer: Offer, *, by: Member, at: datetime.datetime) -> Donor:
    organisation: Organisation | None = None
    if offer.offered_by is not None:
        organisation = offer.offered_by.organisation
    elif offer.donor_kind != Donor.Kind.PERSON:
        organisation = book.by_siret.get(offer.siret) or organisations.found(
            book,
            name=offer.organisation_name,
            kind=offer.donor_kind,
            commune_code=offer.commune_code,
            siret_number=offer.siret,
            by=by,
            at=at,
        )
    if organisation is not None:
        organisations.affiliate(book, offer.network, organisation, roles=[OrganisationRole.DONOR], by=by, at=at)
    return lots.enter_donor(
        book,
        offer.network,
        name=organisation.name if organisation else offer.contact_name,
        kind=offer.donor_kind,
        organisation=organisation,
        email=offer.email,
        phone=offer.phone,
        commune_code=offer.commune_code,
        by=by,
        at=at,
    )


def receive(
    book: Book,
    offer: Offer,
    *,
    holder: Organisation,
    received_on: datetime.date,
    weighed_g: int,
    counts: Mapping[Category, int],
    by: Member,
    at: datetime.datetime,
    site: Site | None = None,
    explanation: str = "",
    receipt: str = Document.Kind.RECEPTION,
    facts: Callable[[Lot], dict[str, Any]] = reception_facts,
    url: str = "",
    id: uuid.UUID | None = None,
) -> Lot:
    assert offer.donor is not None
    lot = lots.receive(
        book,
        offer.donor,
        holder=holder,
        regime=offer.regime,
        received_on=received_on,
        weighed_g=weighed_g,
        counts=counts,
        announced={line.category: line.units for line in offer.lines.all()},
        site=site,
        explanation=explanation,
        offer=offer.pk,
        by=by,
        at=at,
        id=id,
    )
    book.row(Delivery, offer=offer, lot=lot)
    _step(offer, Offer.State.RECEIVED, at)
    note = book.issue(
        receipt,
        network=offer.network,
        issuer=holder,
        recipient=offer.donor.organisation,
        about=lot.pk,
        facts=facts(lot),
        on=received_on,
        by=by,
        at=at,
    )
    book.record("donations.receive", offer, by=by, at=at, offer=offer.reference, lot=lot.reference)
    taken = receipt == Document.Kind.PICKUP
    address = settings.BASE_URL + reverse("rounds:note", args=[links.seal(url, note.pk, at=at)]) if url else ""
    told = f"Le {note.get_kind_display().lower()}, à garder :\n{address}\n\n" if url else ""
    _write(
        book,
        offer,
        f"Votre don {offer.reference} {'a été enlevé' if taken else 'est arrivé'}",
        f"{'Enlevé' if taken else 'Reçu'} et pesé par {holder.name} : lot {lot.reference}, bon {note.reference}.\n\n"
        f"{told}Suivez ce qu’il devient :",
        at=at,
    )
    return lot
