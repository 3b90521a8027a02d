"""What an offer weighs, what its agreement states, where the donor follows it."""

from typing import Any

from django.conf import settings
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse

from maillon.common import links
from maillon.giving.donations import policy
from maillon.giving.donations.models import Offer
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Member
from maillon.matter.lots.models import Donor, Lot


def expected_mass_g(offer: Offer) -> int:
    """What the offered units should weigh, by the default mass of their categories, in grams."""
    return sum(line.units * line.category.default_mass_g for line in offer.lines.all())


def follow_path(offer: Offer) -> str:
    """Where on this site the donor follows this offer without an account."""
    return reverse("donations:follow", args=[links.seal(policy.FOLLOW, offer.pk)])


def follow_url(offer: Offer) -> str:
    """The same as a link for an e-mail."""
    return settings.BASE_URL + follow_path(offer)


def agreement_facts(offer: Offer) -> dict[str, Any]:
    """What the agreement states; a private donor's name is printed from the offer, not kept here."""
    return {
        "offer": offer.reference,
        "regime": offer.regime,
        "donor": offer.organisation_name or "un particulier",
        "donor_kind": offer.donor_kind,
        "siret": offer.siret,
        "commune": str(offer.commune),
        "data": offer.data,
        "lines": [
            {"category": line.category.slug, "name": line.category.name, "units": line.units}
            for line in offer.lines.select_related("category")
        ],
    }


def known_of(member: Member | None) -> dict[str, Any]:
    """What the offer's form need not ask of someone who is signed in."""
    if member is None:
        return {}
    organisation = member.organisation
    kinds = {"association": Donor.Kind.ESS}
    return {
        "donor_kind": kinds.get(organisation.kind, organisation.kind),
        "organisation_name": organisation.name,
        "siret": organisation.siret,
        "contact_name": member.full_name,
        "email": member.user.email,
        "phone": member.user.phone or organisation.phone,
        "commune": organisation.commune,
        "address": organisation.address,
    }


def in_order(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Those that wait for an answer first, the oldest first; then those to receive; then the rest, newest first."""
    rank = Case(
        When(state__in=(Offer.State.SUBMITTED, Offer.State.ANSWERED), then=Value(0)),
        When(state=Offer.State.QUESTION, then=Value(1)),
        When(state=Offer.State.ACCEPTED, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return offers.annotate(rank=rank).order_by("rank", "-state_since").prefetch_related("lines__category")


def lots_of(offer: Offer) -> list[Lot]:
    """The lots that came of the offer."""
    return [delivery.lot for delivery in offer.deliveries.select_related("lot")]


STEPS = {
    "donations.submit": "Offert",
    "donations.ask": "Précision demandée",
    "donations.reply": "Précision donnée",
    "donations.accept": "Accepté",
    "donations.refuse": "Refusé",
    "donations.withdraw": "Retiré",
    "rounds.announce": "Enlèvement prévu",
    "donations.receive": "Reçu et pesé",
}


def chain(offer: Offer) -> list[dict[str, Any]]:
    """The life of the offer, for the timeline: what happened, from the journal, then what comes next."""
    facts: list[dict[str, Any]] = []
    for entry in Entry.objects.about(offer.pk).filter(verb__in=STEPS):
        text = {"donations.receive": "lot {lot}", "rounds.announce": "{window}"}.get(entry.verb, "").format(
            **entry.data
        )
        look = "cut" if entry.verb in ("donations.refuse", "donations.withdraw") else ""
        facts.append({"title": STEPS[entry.verb], "text": text, "at": entry.at, "look": look})
    if offer.state in (Offer.State.SUBMITTED, Offer.State.ANSWERED):
        facts.append(
            {"title": "Réponse du réseau", "when": f"sous {offer.network.answer_days} jours ouvrés", "look": "now"}
        )
    elif offer.state == Offer.State.QUESTION:
        facts.append({"title": "Réponse du donateur", "look": "now"})
    elif offer.state == Offer.State.ACCEPTED:
        facts.append({"title": "Enlèvement ou dépôt", "look": "now"})
    return facts
