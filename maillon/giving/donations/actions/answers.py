"""Answer an offer: ask, entrust, propose days, refuse, accept; and what its donor answers."""

import datetime
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillon.common import moments
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.giving.agreements import actions as agreements
from maillon.giving.donations import policy
from maillon.giving.donations.actions.steps import lock, step, write
from maillon.giving.donations.models import Consent, Offer
from maillon.giving.donations.queries import agreement, agreement_facts, takers
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document
from maillon.ground.files import actions as files
from maillon.ground.files.formats import PAPERS
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Member, Organisation, OrganisationRole, Role
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Donor
from maillon.matter.lots.queries import regimes_for

OPEN = (Offer.State.SUBMITTED, Offer.State.QUESTION, Offer.State.ANSWERED)
MOST_DAYS = 3
SIGNED = "signed_agreement"


@transaction.atomic
def ask(offer_id: uuid.UUID, *, question: str, by: Member) -> Offer:
    """Ask the donor something before answering."""
    offer = lock(offer_id, by=by)
    require(policy.may_answer(by, offer))
    _check_open(offer)
    if not question.strip():
        raise Refused("Écrivez votre question.", field="exchange")
    step(offer, Offer.State.QUESTION, exchange=question.strip(), answer="", by=by)
    journal.record("donations.ask", offer, by=by, offer=offer.reference)
    write(offer, f"Une question sur votre offre {offer.reference}", f"{question.strip()}\n\nRépondez ici :", by=by)
    return offer


@transaction.atomic
def reply(offer_id: uuid.UUID, *, answer: str, by: Actor) -> Offer:
    """The donor answers the coordinator's question."""
    offer = lock(offer_id, by=by)
    require(policy.may_follow(by, offer))
    if offer.state != Offer.State.QUESTION:
        raise Refused("Aucune question n’attend de réponse.")
    if not answer.strip():
        raise Refused("Écrivez votre réponse.", field="answer")
    step(offer, Offer.State.ANSWERED, answer=answer.strip(), by=by)
    journal.record("donations.reply", offer, by=by, offer=offer.reference)
    return offer


@transaction.atomic
def withdraw(offer_id: uuid.UUID, *, by: Actor) -> Offer:
    """The donor takes the offer back, as long as it has no answer."""
    offer = lock(offer_id, by=by)
    require(policy.may_follow(by, offer))
    _check_open(offer)
    step(offer, Offer.State.WITHDRAWN, by=by)
    journal.record("donations.withdraw", offer, by=by, offer=offer.reference)
    return offer


@transaction.atomic
def assign(offer_id: uuid.UUID, *, to: Organisation, by: Member) -> Offer:
    """Entrust the offer to a member of the network that collects or refurbishes, and tell its people."""
    offer = lock(offer_id, by=by)
    require(policy.may_answer(by, offer))
    if offer.state not in (*OPEN, Offer.State.ACCEPTED):
        raise Refused(
            f"L’offre {offer.reference} est « {offer.get_state_display().lower()} » : elle ne se confie plus."
        )
    if to not in [taker.organisation for taker in takers(offer) if not taker.recycles]:
        raise Refused("Choisissez un membre qui collecte ou reconditionne.", field="to")
    if offer.assigned_to_id == to.pk:
        return offer
    offer.assigned_to = to
    offer.save(update_fields=["assigned_to"])
    journal.record("donations.assign", offer, by=by, offer=offer.reference, to=to.name)
    people = Member.objects.active().filter(network=offer.network, organisation=to).select_related("user")
    for member in people:
        if member.has(Role.MANAGER, Role.LOGISTICIAN):
            messages.write(
                member.user.email,
                f"Un don vous est confié : {offer.reference}",
                f"Bonjour,\n\n{offer.network.name} confie à {to.name} l’offre {offer.reference} : {offer.summary}, à "
                f"{offer.commune}.\n\n{settings.BASE_URL}{reverse('donations:list')}\n",
                by=by,
                network=offer.network_id,
            )
    return offer


@transaction.atomic
def propose(offer_id: uuid.UUID, *, days: Sequence[datetime.date], by: Member) -> Offer:
    """Propose days of collection to the donor, who chooses one; a new proposal takes back the day agreed before."""
    offer = lock(offer_id, by=by)
    require(policy.may_answer(by, offer))
    if offer.state != Offer.State.ACCEPTED:
        raise Refused("Acceptez d’abord l’offre : les jours se proposent ensuite.")
    chosen = sorted(set(days))
    if not chosen or len(chosen) > MOST_DAYS:
        raise Refused(f"Proposez de un à {MOST_DAYS} jours.", field="first")
    if chosen[0] <= timezone.localdate():
        raise Refused("Proposez des jours à venir : demain au plus tôt.", field="first")
    offer.proposed_days, offer.agreed_on = [day.isoformat() for day in chosen], None
    offer.save(update_fields=["proposed_days", "agreed_on"])
    journal.record("donations.propose", offer, by=by, offer=offer.reference, days=offer.proposed_days)
    told = "\n".join(f"- {moments.full_day(day)}" for day in chosen)
    write(
        offer,
        f"Quel jour pour votre don {offer.reference} ?",
        f"{offer.network.name} peut venir chercher votre don :\n{told}\n\nChoisissez ici le jour qui vous convient :",
        by=by,
    )
    return offer


@transaction.atomic
def agree(offer_id: uuid.UUID, *, on: datetime.date, by: Actor) -> Offer:
    """The donor chooses one of the days proposed."""
    offer = lock(offer_id, by=by)
    require(policy.may_follow(by, offer))
    if offer.state != Offer.State.ACCEPTED or on not in offer.days:
        raise Refused("Ce jour n’est plus proposé : choisissez-en un de la liste.")
    if offer.agreed_on == on:
        return offer
    offer.agreed_on = on
    offer.save(update_fields=["agreed_on"])
    journal.record("donations.agree", offer, by=by, offer=offer.reference, on=on.isoformat(), told=moments.full_day(on))
    return offer


@transaction.atomic
def consent(
    offer_id: uuid.UUID, *, name: str, capacity: str = "", scan: tuple[bytes, str] | None = None, by: Actor
) -> Consent:
    """A named person accepts the agreement for the donor, online or with the paper she signed; once, for good.

    The facts that she accepts are those of the document: their digest is kept with her name.
    """
    offer = lock(offer_id, by=by)
    require(policy.may_follow(by, offer))
    told = agreement(offer)
    if told is None:
        raise Refused("Aucune convention n’attend d’être acceptée.")
    if made := Consent.objects.filter(document=told).first():
        return made
    if not name.strip():
        raise Refused("Écrivez le nom de la personne qui accepte.", field="name")
    if offer.donor_kind != Donor.Kind.PERSON and not capacity.strip():
        raise Refused("Dites à quel titre : maire, directrice, gérant…", field="capacity")
    made = Consent.objects.create(
        offer=offer,
        document=told,
        digest=told.digest,
        name=name.strip(),
        capacity=capacity.strip(),
        signed_on=timezone.localdate(),
        on_paper=scan is not None,
    )
    if scan is not None:
        content, named = scan
        files.keep(content, name=named, owner=offer, accept=PAPERS, purpose=SIGNED, field="scan", by=by)
    journal.record(
        "donations.consent", offer, by=by, offer=offer.reference, agreement=told.reference, digest=told.digest
    )
    write(
        offer,
        f"La convention {told.reference} est acceptée",
        f"La convention {told.reference} de votre don {offer.reference} est acceptée ce jour. Elle est ici, à garder :",
        by=by,
    )
    return made


@transaction.atomic
def refuse(offer_id: uuid.UUID, *, reason: str, by: Member, referred_to: Organisation | None = None) -> Offer:
    """Decline the offer, saying why, and where it may go instead: a nearer member, or a recycler."""
    offer = lock(offer_id, by=by)
    require(policy.may_answer(by, offer))
    _check_open(offer)
    if not reason.strip():
        raise Refused("Dites pourquoi, et vers qui se tourner.", field="exchange")
    if referred_to is not None and referred_to not in [taker.organisation for taker in takers(offer)]:
        raise Refused("Choisissez un membre de la liste.", field="referred_to")
    step(offer, Offer.State.REFUSED, exchange=reason.strip(), referred_to=referred_to, by=by)
    to = referred_to.name if referred_to else ""
    journal.record("donations.refuse", offer, by=by, offer=offer.reference, referred_to=to)
    told = f"\n\n{_reached(referred_to)}" if referred_to else ""
    text = f"{reason.strip()}{told}\n\nLe détail :"
    write(offer, f"Votre offre {offer.reference} n’a pas pu être acceptée", text, by=by)
    return offer


@transaction.atomic
def accept(offer_id: uuid.UUID, *, regime: str, by: Member, frame_id: uuid.UUID | None = None) -> Offer:
    """Accept the offer under a regime: the donor gets its file in the network, and the agreement is issued.

    Under a framework agreement of that donor and regime, none is.
    """
    offer = lock(offer_id, by=by)
    require(policy.may_answer(by, offer))
    _check_open(offer)
    if regime not in regimes_for(offer.donor_kind):
        raise Refused("Ce régime ne va pas avec ce donateur : choisissez-en un de la liste.", field="regime")
    donor = _donor(offer, by=by)
    frame = agreements.use(frame_id, donor=donor, regime=regime, offer=offer.reference, by=by) if frame_id else None
    step(offer, Offer.State.ACCEPTED, regime=regime, donor=donor, frame=frame, by=by)
    told = str(frame) if frame else _agreed(offer, donor, by=by).reference
    journal.record("donations.accept", offer, by=by, offer=offer.reference, regime=regime, agreement=told)
    ready = f"Il se fait sous {told}, qui court" if frame else f"La convention {told} est prête"
    write(
        offer,
        f"Votre don {offer.reference} est accepté",
        f"{offer.network.name} accepte votre don : {offer.summary}.\n\n"
        f"{ready}, et nous vous proposons une date d’enlèvement :",
        by=by,
    )
    return offer


def _agreed(offer: Offer, donor: Donor, *, by: Member) -> Document:
    """The agreement of this gift alone."""
    return documents.issue(
        Document.Kind.AGREEMENT,
        network=offer.network,
        issuer=offer.network.head,
        recipient=donor.organisation,
        about=offer.pk,
        facts=agreement_facts(offer),
        on=timezone.localdate(),
        by=by,
    )


def _check_open(offer: Offer) -> None:
    if offer.state not in OPEN:
        raise Refused(
            f"L’offre {offer.reference} a déjà sa réponse : elle est « {offer.get_state_display().lower()} »."
        )


def _reached(organisation: Organisation) -> str:
    """Where to turn to instead."""
    place = ", ".join(filter(None, [organisation.address, str(organisation.commune)]))
    ways = ", ".join(filter(None, [organisation.phone_told if organisation.phone else "", organisation.email]))
    return f"Tournez-vous vers {organisation.name}, {place}" + (f" ({ways})." if ways else ".")


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
