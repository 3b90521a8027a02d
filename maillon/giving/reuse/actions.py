"""Propose to sister services, take, give back, let the rest go to the network."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common import moments
from maillon.common.actors import PUBLIC, Actor, Bearer, Platform
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.giving.donations import actions as donations
from maillon.giving.donations.queries import checked
from maillon.giving.reuse import policy, queries
from maillon.giving.reuse.models import Invitee, Item, Proposal, Take
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations.models import Member, Network, Organisation
from maillon.matter.ledger.models import Category

MOST_ADDRESSES = 40
MOST_DAYS = 90
TIMES = ("opens_at", "closes_at")


@transaction.atomic
def propose(
    network: Network,
    *,
    lines: Mapping[Category, int],
    days: int,
    by: Actor,
    addresses: Iterable[str] = (),
    sender: str = "",
    id: uuid.UUID | None = None,
    **fields: Any,
) -> Proposal:
    """Prepare a proposal to sister services: those of its groups, and these addresses. `fields` are those of the offer to be.

    A member's is announced at once; anyone else's once she has opened the link sent to her address.
    """
    if made := repeated(Proposal, id):
        return made
    if fields.get("donor_kind") not in policy.PUBLIC_BODIES:
        raise Refused(
            "Le réemploi interne est pour les services publics : État, collectivité, établissement.", field="donor_kind"
        )
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"Choisissez entre 1 et {MOST_DAYS} jours.", field="days")
    lines, fields = checked(lines, fields)
    member = by if isinstance(by, Member) and by.network_id == network.pk else None
    typed = list(dict.fromkeys(address.strip().lower() for address in addresses if address.strip()))
    if len(typed) > MOST_ADDRESSES:
        raise Refused(f"{MOST_ADDRESSES} adresses au plus.", field="addresses")
    organisation = member.organisation if member else _bearer(network, fields["siret"])
    services = queries.services_of(network, member)
    if not typed and not services:
        raise Refused("Donnez l’adresse d’au moins un de vos autres services.", field="addresses")
    donations.hold_back(sender, by=by)
    proposal = Proposal.objects.create(
        **({"id": id} if id else {}),
        network=network,
        organisation=organisation,
        offered_by=member,
        fields={
            name: value.isoformat() if isinstance(value, datetime.time) else value for name, value in fields.items()
        },
        days=days,
        state_since=timezone.now(),
    )
    Item.objects.bulk_create([Item(proposal=proposal, category=one, units=units) for one, units in lines.items()])
    known = queries.addresses(network, services)
    Invitee.objects.bulk_create(
        [Invitee(proposal=proposal, organisation=one, email=known.get(one.pk, "")) for one in services]
        + [Invitee(proposal=proposal, email=one) for one in typed if one not in known.values()]
    )
    journal.record("reuse.propose", proposal, by=by, what=proposal.summary, services=len(services) + len(typed))
    if member is not None:
        return _open(proposal, by=by)
    _write(
        proposal,
        "Prévenez vos autres services",
        f"Votre proposition est prête : {proposal.summary}.\n\nOuvrez ce lien et confirmez : vos services sont prévenus aussitôt.",
        by=by,
    )
    return proposal


def _bearer(network: Network, siret: str) -> Organisation | None:
    """The organisation of the network that bears this SIRET."""
    if not siret:
        return None
    return Organisation.objects.filter(siret=siret, affiliations__network=network, affiliations__ended_on=None).first()


def _write(proposal: Proposal, subject: str, text: str, *, by: Actor) -> None:
    """Write to whoever proposes, with the link that follows it."""
    body = f"Bonjour,\n\n{text}\n\nSuivre ce réemploi :\n{queries.lead_url(proposal)}\n\n{proposal.network.name}\n"
    messages.write(proposal.fields["email"], subject, body, by=by, network=proposal.network_id)


def _lock(proposal_id: uuid.UUID) -> Proposal:
    related = ("network__head", "organisation", "offered_by")
    return Proposal.objects.select_related(*related).locked().get(pk=proposal_id)


@transaction.atomic
def announce(proposal_id: uuid.UUID, *, by: Actor) -> Proposal:
    """Confirm it: the sister services are told, and its days begin. A second time changes nothing."""
    proposal = _lock(proposal_id)
    require(policy.may_lead(by, proposal))
    return _open(proposal, by=by) if proposal.state == Proposal.State.DRAFT else proposal


def _open(proposal: Proposal, *, by: Actor) -> Proposal:
    proposal.state, proposal.state_since = Proposal.State.OPEN, timezone.now()
    proposal.closes_on = timezone.localdate() + datetime.timedelta(days=proposal.days)
    proposal.save(update_fields=["state", "state_since", "closes_on"])
    until = moments.day(proposal.closes_on)
    for invitee in proposal.invitees.exclude(email=""):
        messages.write(
            invitee.email,
            f"{proposal.donor_name} vous propose du matériel informatique",
            f"Bonjour,\n\n{proposal.donor_name} se sépare de : {proposal.summary}, à {proposal.commune}.\n\nAvant de le donner à "
            f"{proposal.network.name}, il le propose à ses autres services jusqu’au {until}. Prenez ce qui vous sert :\n"
            f"{queries.take_url(invitee)}\n\n{proposal.network.name}\n",
            by=by,
            network=proposal.network_id,
        )
    journal.record("reuse.announce", proposal, by=by, what=f"jusqu’au {until}")
    return proposal


@transaction.atomic
def take(
    invitee_id: uuid.UUID, item_id: uuid.UUID, *, units: int, name: str, by: Actor, id: uuid.UUID | None = None
) -> Take:
    """A sister service takes so many units, never more than what is left; both are told how to reach each other."""
    if made := repeated(Take, id):
        return made
    invitee = Invitee.objects.select_related("proposal", "organisation").get(pk=invitee_id)
    require(policy.may_take(by, invitee))
    proposal = _lock(invitee.proposal_id)
    if not proposal.takes:
        raise Refused("Cette proposition est terminée : plus rien ne s’y prend.")
    line = next((line for line in queries.lines(proposal) if line.item.pk == item_id), None)
    if line is None:
        raise Refused("Choisissez une ligne de la liste.", field="units")
    if units < 1:
        raise Refused("Écrivez combien vous en prenez.", field="units")
    if units > line.units:
        left = line.item.category.named(line.units) if line.units else "rien"
        raise Refused(f"Il reste {left} : quelqu’un vient d’en prendre.", field="units")
    if not name.strip():
        raise Refused("Écrivez votre nom : il dit à qui remettre le matériel.", field="name")
    made = Take.objects.create(
        **({"id": id} if id else {}), item=line.item, invitee=invitee, units=units, name=name.strip()[:120]
    )
    what = line.item.category.named(units)
    journal.record(
        "reuse.take", proposal, by=by, what=what, service=invitee.organisation.name if invitee.organisation else ""
    )
    reach = ", ".join(
        filter(None, [proposal.fields["contact_name"], proposal.fields["email"], proposal.fields.get("phone", "")])
    )
    if invitee.email:
        place = ", ".join(filter(None, [proposal.fields.get("address", ""), str(proposal.commune)]))
        messages.write(
            invitee.email,
            f"Vous prenez {what} à {proposal.donor_name}",
            f"Bonjour,\n\nC’est noté : {what}, à {place}. Convenez du retrait avec {reach}.\n\nChanger d’avis :\n"
            f"{queries.take_url(invitee)}\n\n{proposal.network.name}\n",
            by=by,
            network=proposal.network_id,
        )
    who = f"{made.name} ({invitee}{f', {invitee.email}' if invitee.organisation and invitee.email else ''})"
    _write(
        proposal, f"{what} : un de vos services les prend", f"{who} prend {what}. Convenez ensemble du retrait.", by=by
    )
    return made


@transaction.atomic
def give_back(take_id: uuid.UUID, *, by: Actor) -> Take:
    """A sister service no longer wants what it took: others may take it while the proposal runs."""
    made = Take.objects.select_related("invitee__proposal", "invitee__organisation", "item__category").get(pk=take_id)
    require(policy.may_take(by, made.invitee))
    proposal = _lock(made.invitee.proposal_id)
    made.refresh_from_db(fields=["given_back_at"])
    if made.given_back_at is not None:
        return made
    if not proposal.takes:
        raise Refused("La proposition est terminée : arrangez-vous avec le service qui donne.")
    made.given_back_at = timezone.now()
    made.save(update_fields=["given_back_at"])
    what = made.item.category.named(made.units)
    service = made.invitee.organisation.name if made.invitee.organisation else ""
    journal.record("reuse.give_back", proposal, by=by, what=what, service=service)
    _write(proposal, f"{what} : finalement rendu", f"{made.invitee} ne prend plus {what}.", by=by)
    return made


@transaction.atomic
def pass_on(proposal_id: uuid.UUID, *, by: Actor) -> Proposal:
    """Let the rest go to the network: at once by whoever proposes, or by the clock when the time is over. Nothing is lost.

    The offer bears the key of the proposal; what was taken is said in its message.
    """
    proposal = _lock(proposal_id)
    require(isinstance(by, Platform) or policy.may_lead(by, proposal))
    if proposal.state != Proposal.State.OPEN:
        return proposal
    rest = queries.left_of(proposal)
    taken = sum(item.units for item in proposal.items.all()) - sum(rest.values())
    proposal.state_since = timezone.now()
    if not rest:
        proposal.state = Proposal.State.TAKEN
        proposal.save(update_fields=["state", "state_since"])
        journal.record("reuse.finish", proposal, by=by, what=f"{taken} objets")
        _write(
            proposal, "Tout est pris par vos services", "Vos services ont tout pris : rien ne part au réseau.", by=by
        )
        return proposal
    told = f"Proposé d’abord en réemploi interne : {taken} objet{'s' if taken > 1 else ''} pris par d’autres services."
    fields = proposal.offer_fields
    fields["message"] = "\n".join(filter(None, [fields.get("message", ""), told]))[:2000]
    giver = proposal.offered_by or (PUBLIC if isinstance(by, Bearer) else by)
    offer = donations.submit(proposal.network, lines=rest, id=proposal.pk, by=giver, **fields)
    proposal.state, proposal.offer = Proposal.State.PASSED, offer
    proposal.save(update_fields=["state", "state_since", "offer"])
    journal.record("reuse.pass_on", proposal, by=by, what=f"offre {offer.reference}, {offer.summary}")
    return proposal


@transaction.atomic
def withdraw(proposal_id: uuid.UUID, *, by: Actor) -> Proposal:
    """Take it back, as long as no service has taken anything of it."""
    proposal = _lock(proposal_id)
    require(policy.may_lead(by, proposal))
    if proposal.state == Proposal.State.WITHDRAWN:
        return proposal
    if proposal.state not in (Proposal.State.DRAFT, Proposal.State.OPEN):
        raise Refused("Cette proposition est terminée : elle ne se retire plus.")
    if Take.objects.filter(item__proposal=proposal, given_back_at=None).exists():
        raise Refused("Un service a déjà pris quelque chose : laissez aller le temps, ou donnez le reste au réseau.")
    proposal.state, proposal.state_since = Proposal.State.WITHDRAWN, timezone.now()
    proposal.save(update_fields=["state", "state_since"])
    journal.record("reuse.withdraw", proposal, by=by)
    return proposal
