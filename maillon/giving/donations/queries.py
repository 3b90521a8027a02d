"""Which regimes suit a donor, what its documents state, where it follows its offer."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from maillon.common import links
from maillon.giving.donations import policy
from maillon.giving.donations.models import Offer
from maillon.matter.lots.models import Donor, Lot, Regime

REGIMES_OF = {
    Donor.Kind.STATE: (Regime.STATE_GIFT, Regime.PURCHASE),
    Donor.Kind.PUBLIC: (Regime.STATE_GIFT, Regime.AUTHORITY_GIFT, Regime.PURCHASE),
    Donor.Kind.AUTHORITY: (Regime.AUTHORITY_GIFT, Regime.PURCHASE),
    Donor.Kind.COMPANY: (Regime.COMPANY_GIFT, Regime.COMPANY_GIFT_RECEIPT, Regime.PURCHASE, Regime.WASTE_REUSE),
    Donor.Kind.ESS: (Regime.COMPANY_GIFT, Regime.COMPANY_GIFT_RECEIPT, Regime.PURCHASE, Regime.LOAN),
    Donor.Kind.PERSON: (Regime.PERSON_GIFT, Regime.WASTE_REUSE),
}


def regimes_for(kind: str) -> list[Regime]:
    """The regimes under which a donor of this kind may give, the usual one first."""
    return list(REGIMES_OF[Donor.Kind(kind)])


def expected_mass_g(offer: Offer) -> int:
    """What the offered units should weigh, by the default mass of their categories, in grams."""
    return sum(line.units * line.category.default_mass_g for line in offer.lines.all())


def follow_url(offer: Offer) -> str:
    """The link by which the donor follows this offer without an account."""
    return settings.BASE_URL + reverse("donations:follow", args=[links.seal(policy.FOLLOW, offer.pk)])


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


def reception_facts(lot: Lot) -> dict[str, Any]:
    """What the receipt of a lot states: its mass in grams, and what was announced and counted of each category."""
    return {
        "lot": lot.reference,
        "received_on": lot.received_on.isoformat(),
        "holder": lot.holder.name,
        "site": str(lot.site) if lot.site else "",
        "donor": lot.donor.name if lot.donor.organisation_id else "un particulier",
        "regime": lot.regime,
        "mass_g": lot.weighed_g,
        "explanation": lot.gap_reason,
        "counts": [
            {
                "category": count.category.slug,
                "name": count.category.name,
                "announced": count.announced,
                "counted": count.counted,
            }
            for count in lot.counts.select_related("category")
        ],
    }
