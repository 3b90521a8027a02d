"""Offer, answer, receive."""

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common import geography, siret
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.giving.donations import policy
from maillon.giving.donations.models import AnnouncedUnit, Delivery, Guidance, Offer, OfferLine, Sender
from maillon.giving.donations.queries import agreement_facts, follow_url, guidance, same_offer
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document
from maillon.ground.files import actions as files
from maillon.ground.files.formats import PHOTOS
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Member, Network, Organisation, OrganisationRole, Site
from maillon.matter.ledger.models import Category
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Donor, Lot
from maillon.matter.lots.queries import reception_facts, regimes_for

MOST_UNITS = 20_000
MOST_AN_HOUR = 20
PHOTO = "photo"


@transaction.atomic
def submit(
    network: Network,
    *,
    lines: Mapping[Category, int],
    by: Actor,
    id: uuid.UUID | None = None,
    announced: Sequence[AnnouncedUnit] = (),
    photos: Sequence[tuple[bytes, str]] = (),
    sender: str = "",
    **fields: Any,
) -> Offer:
    """Offer equipment to the network, with or without an account; the donor gets a link to follow it.

    `fields` are those of Offer: donor_kind, organisation_name, siret, contact_name, email, commune_code… `announced` are
    the lines of the donor's list, not written yet. `sender` (`common.spam.sender`) counts what comes from one connection.
    What a page sends again within the hour under another id, in the same words, is the offer already made.
    """
    if offer := repeated(Offer, id):
        return offer
    lines = {category: units for category, units in lines.items() if units}
    if not lines:
        raise Refused("Dites au moins un objet : un ordre de grandeur suffit.", field="lines")
    if any(units > MOST_UNITS for units in lines.values()):
        raise Refused("Plus de 20 000 objets d’un coup : vérifiez le nombre, ou appelez-nous.", field="lines")
    kind = fields["donor_kind"]
    if kind != Donor.Kind.PERSON and not fields.get("organisation_name"):
        raise Refused("Donnez le nom de votre structure.", field="organisation_name")
    if fields.get("siret"):
        try:
            fields["siret"] = siret.check(fields["siret"])
        except ValueError as error:
            raise Refused(str(error), field="siret") from error
    try:
        geography.commune(fields["commune_code"])
    except geography.UnknownCommune as error:
        raise Refused(str(error), field="commune") from error
    if id and (offer := same_offer(network, lines, fields)):
        return offer
    _hold_back(sender)

    member = by if isinstance(by, Member) and by.network_id == network.pk else None
    now = timezone.now()
    year = timezone.localdate().year
    offer = Offer.objects.create(
        **({"id": id} if id else {}),
        network=network,
        year=year,
        number=documents.next_number(network.head, "offer", year, by=by),
        state_since=now,
        offered_by=member,
        **fields,
    )
    OfferLine.objects.bulk_create(
        [OfferLine(offer=offer, category=category, units=units) for category, units in lines.items()]
    )
    for unit in announced:
        unit.offer = offer
    AnnouncedUnit.objects.bulk_create(announced)
    for content, name in photos:
        files.keep(content, name=name, owner=offer, accept=PHOTOS, purpose=PHOTO, field="photos", by=by)
    journal.record(
        "donations.submit", offer, by=by, offer=offer.reference, units=sum(lines.values()), donor_kind=offer.donor_kind
    )
    _write(
        offer,
        f"Votre offre de don {offer.reference} est bien arrivée",
        f"{network.name} a reçu votre offre : {offer.summary}.\n\n"
        f"Réponse sous {network.answer_days} jours ouvrés. Suivez-la, complétez-la ou retirez-la ici :",
        by=by,
    )
    return offer


def _hold_back(sender: str) -> None:
    """Count one more offer of this connection, which may send so many in an hour."""
    if not sender:
        return
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    Sender.objects.filter(hour__lt=hour - datetime.timedelta(days=1)).delete()
    Sender.objects.get_or_create(key=sender, hour=hour)
    count = Sender.objects.select_for_update().get(key=sender, hour=hour)
    if count.count >= MOST_AN_HOUR:
        raise Refused(f"{MOST_AN_HOUR} offres sont venues de votre connexion en une heure : attendez la prochaine.")
    count.count += 1
    count.save(update_fields=["count"])


@transaction.atomic
def read_guidance(offer_id: uuid.UUID, *, by: Actor) -> Offer:
    """The donor has read how to sort, in the version in force; said again of the same version, it changes nothing."""
    offer = _lock(offer_id)
    require(policy.may_follow(by, offer))
    told = guidance(offer.network, Guidance.Subject.SORTING, offer.donor_kind)
    if told is None or offer.guidance_id == told.pk:
        return offer
    offer.guidance, offer.guidance_read_at = told, timezone.now()
    offer.save(update_fields=["guidance", "guidance_read_at"])
    journal.record("donations.read_guidance", offer, by=by, offer=offer.reference, version=told.version)
    return offer


@transaction.atomic
def revise_guidance(network: Network, *, subject: str, donor_kind: str, body: str, by: Member) -> Guidance:
    """Publish a new version of what a kind of donor is told; what was read before stays as it was."""
    require(policy.may_guide(by, network))
    Network.objects.select_for_update().get(pk=network.pk)
    before = guidance(network, subject, donor_kind)
    body = "\n".join(line.strip() for line in body.splitlines() if line.strip())
    if not body:
        raise Refused("Écrivez au moins une consigne.", field="body")
    if before is not None and before.body == body:
        return before
    told = Guidance.objects.create(
        network=network,
        subject=subject,
        donor_kind=donor_kind,
        version=before.version + 1 if before else 1,
        starts_on=timezone.localdate(),
        body=body,
    )
    journal.record("donations.revise_guidance", told, by=by, text=subject, donor_kind=donor_kind, version=told.version)
    return told


def _write(offer: Offer, subject: str, text: str, *, by: Actor) -> None:
    body = f"Bonjour,\n\n{text}\n{follow_url(offer)}\n\n{offer.network.name}\n"
    messages.write(offer.email, subject, body, by=by, network=offer.network_id)


def _lock(offer_id: uuid.UUID) -> Offer:
    return Offer.objects.select_related("network", "network__head", "donor").locked().get(pk=offer_id)


def _step(offer: Offer, state: str, **changes: Any) -> None:
    offer.state, offer.state_since = state, timezone.now()
    for name, value in changes.items():
        setattr(offer, name, value)
    offer.save(update_fields=["state", "state_since", *changes])


OPEN = (Offer.State.SUBMITTED, Offer.State.QUESTION, Offer.State.ANSWERED)


def _check_open(offer: Offer) -> None:
    if offer.state not in OPEN:
        raise Refused(
            f"L’offre {offer.reference} a déjà sa réponse : elle est « {offer.get_state_display().lower()} »."
        )


@transaction.atomic
def ask(offer_id: uuid.UUID, *, question: str, by: Member) -> Offer:
    """Ask the donor something before answering."""
    offer = _lock(offer_id)
    require(policy.may_answer(by, offer))
    _check_open(offer)
    if not question.strip():
        raise Refused("Écrivez votre question.", field="exchange")
    _step(offer, Offer.State.QUESTION, exchange=question.strip(), answer="")
    journal.record("donations.ask", offer, by=by, offer=offer.reference)
    _write(offer, f"Une question sur votre offre {offer.reference}", f"{question.strip()}\n\nRépondez ici :", by=by)
    return offer


@transaction.atomic
def reply(offer_id: uuid.UUID, *, answer: str, by: Actor) -> Offer:
    """The donor answers the coordinator's question."""
    offer = _lock(offer_id)
    require(policy.may_follow(by, offer))
    if offer.state != Offer.State.QUESTION:
        raise Refused("Aucune question n’attend de réponse.")
    if not answer.strip():
        raise Refused("Écrivez votre réponse.", field="answer")
    _step(offer, Offer.State.ANSWERED, answer=answer.strip())
    journal.record("donations.reply", offer, by=by, offer=offer.reference)
    return offer


@transaction.atomic
def withdraw(offer_id: uuid.UUID, *, by: Actor) -> Offer:
    """The donor takes the offer back, as long as it has no answer."""
    offer = _lock(offer_id)
    require(policy.may_follow(by, offer))
    _check_open(offer)
    _step(offer, Offer.State.WITHDRAWN)
    journal.record("donations.withdraw", offer, by=by, offer=offer.reference)
    return offer


@transaction.atomic
def refuse(offer_id: uuid.UUID, *, reason: str, by: Member) -> Offer:
    """Decline the offer, saying why."""
    offer = _lock(offer_id)
    require(policy.may_answer(by, offer))
    _check_open(offer)
    if not reason.strip():
        raise Refused("Dites pourquoi, et vers qui se tourner.", field="exchange")
    _step(offer, Offer.State.REFUSED, exchange=reason.strip())
    journal.record("donations.refuse", offer, by=by, offer=offer.reference)
    _write(offer, f"Votre offre {offer.reference} n’a pas pu être acceptée", f"{reason.strip()}\n\nLe détail :", by=by)
    return offer


@transaction.atomic
def accept(offer_id: uuid.UUID, *, regime: str, by: Member) -> Offer:
    """Accept the offer under a regime: the donor gets its file in the network, and the agreement is issued."""
    offer = _lock(offer_id)
    require(policy.may_answer(by, offer))
    _check_open(offer)
    if regime not in regimes_for(offer.donor_kind):
        raise Refused("Ce régime ne va pas avec ce donateur : choisissez-en un de la liste.", field="regime")
    donor = _donor(offer, by=by)
    _step(offer, Offer.State.ACCEPTED, regime=regime, donor=donor)
    agreement = documents.issue(
        Document.Kind.AGREEMENT,
        network=offer.network,
        issuer=offer.network.head,
        recipient=donor.organisation,
        about=offer.pk,
        facts=agreement_facts(offer),
        on=timezone.localdate(),
        by=by,
    )
    journal.record(
        "donations.accept", offer, by=by, offer=offer.reference, regime=regime, agreement=agreement.reference
    )
    _write(
        offer,
        f"Votre don {offer.reference} est accepté",
        f"{offer.network.name} accepte votre don : {offer.summary}.\n\n"
        f"La convention {agreement.reference} est prête, et nous vous proposons une date d’enlèvement :",
        by=by,
    )
    return offer


def _donor(offer: Offer, *, by: Member) -> Donor:
    """The donor's file: her own organisation, the one that bears the SIRET, or a new one."""
    organisation = None
    if offer.offered_by is not None:
        organisation = offer.offered_by.organisation
    elif offer.donor_kind != Donor.Kind.PERSON:
        if offer.siret:
            organisation = Organisation.objects.filter(siret=offer.siret).first()
        organisation = organisation or organisations.found(
            name=offer.organisation_name,
            kind=offer.donor_kind,
            commune_code=offer.commune_code,
            siret_number=offer.siret,
            by=by,
        )
    if organisation is not None:
        organisations.affiliate(offer.network, organisation, roles=[OrganisationRole.DONOR], by=by)
    return lots.enter_donor(
        offer.network,
        name=organisation.name if organisation else offer.contact_name,
        kind=offer.donor_kind,
        organisation=organisation,
        email=offer.email,
        phone=offer.phone,
        commune_code=offer.commune_code,
        by=by,
    )


@transaction.atomic
def receive(
    offer_id: uuid.UUID,
    *,
    holder: Organisation,
    received_on: datetime.date,
    weighed_g: int,
    counts: Mapping[Category, int],
    by: Member,
    site: Site | None = None,
    explanation: str = "",
    receipt: str = Document.Kind.RECEPTION,
    facts: Callable[[Lot], dict[str, Any]] = reception_facts,
    url: Callable[[Document], str] | None = None,
    id: uuid.UUID | None = None,
) -> Lot:
    """Take in what was offered: a lot weighed in grams and counted, with its receipt for the donor.

    The receipt is a note of reception, or of `receipt`, which states these `facts`; `url` is where the donor reads it.
    """
    if lot := repeated(Lot, id):
        return lot
    offer = _lock(offer_id)
    require(policy.may_receive(by, offer))
    if offer.state != Offer.State.ACCEPTED or offer.donor is None:
        raise Refused(f"L’offre {offer.reference} n’attend pas de réception : acceptez-la d’abord.")
    lot = lots.receive(
        offer.donor,
        holder=holder,
        regime=offer.regime,
        received_on=received_on,
        weighed_g=weighed_g,
        counts=counts,
        announced={line.category: line.units for line in offer.lines.select_related("category")},
        site=site,
        explanation=explanation,
        offer=offer.pk,
        by=by,
        id=id,
    )
    Delivery.objects.create(offer=offer, lot=lot)
    _step(offer, Offer.State.RECEIVED)
    note = documents.issue(
        receipt,
        network=offer.network,
        issuer=holder,
        recipient=offer.donor.organisation,
        about=lot.pk,
        facts=facts(lot),
        on=received_on,
        by=by,
    )
    journal.record("donations.receive", offer, by=by, offer=offer.reference, lot=lot.reference)
    taken = receipt == Document.Kind.PICKUP
    read = f"Le {note.get_kind_display().lower()}, à garder :\n{url(note)}\n\n" if url else ""
    _write(
        offer,
        f"Votre don {offer.reference} {'a été enlevé' if taken else 'est arrivé'}",
        f"{'Enlevé' if taken else 'Reçu'} et pesé par {holder.name} : lot {lot.reference}, bon {note.reference}.\n\n"
        f"{read}Suivez ce qu’il devient :",
        by=by,
    )
    return lot
