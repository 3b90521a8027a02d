"""The donor's documents, printed from their frozen facts."""

from maillon.common import pdf
from maillon.common.contracts.agreement import DonationAgreement, PriceCeiling
from maillon.common.contracts.lot import LotReceipt
from maillon.common.contracts.parts import Signature
from maillon.giving.agreements import queries as agreements
from maillon.giving.donations.models import Consent, Offer
from maillon.ground.documents.models import Document
from maillon.ground.documents.tasks import frame
from maillon.ground.organisations.models import in_force
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Ceiling, Lot, Regime

PICKUP_DAYS = 60


def agreement_pdf(document: Document) -> bytes:
    """The agreement of gift of an accepted offer. A private donor's name is read from the offer itself."""
    facts = document.facts
    offer = Offer.objects.select_related("donor").get(pk=document.about)
    head, regime = document.issuer, Regime(facts["regime"])
    holding = set(Category.objects.filter(holds_data=True).values_list("slug", flat=True))
    quality, proof = agreements.proven(head, document.issued_on)
    donor, place = (
        offer.organisation_name or offer.contact_name,
        ", ".join(filter(None, [offer.address, facts["commune"]])),
    )
    values = {
        "donateur": donor,
        "beneficiaire": head.name,
        "qualite": quality,
        "preuve": proof,
        "regime": str(regime.label),
        "offre": facts["offer"],
        "lieu": place,
        "delai": f"{PICKUP_DAYS} jours",
    }
    data: DonationAgreement = {
        **frame(document),
        "regime": agreements.TEMPLATE_REGIMES[regime],
        "model": agreements.told_model(facts),
        "articles": agreements.articles(agreements.text_of(facts, regime), values),
        "donor": {
            "name": donor,
            "siret": facts["siret"] or None,
            "nature": offer.get_donor_kind_display(),
            "address": place,
            "contact": offer.contact_name,
            "email": offer.email,
            "phone": offer.phone or None,
        },
        "beneficiary": {"name": head.name, "siret": head.siret or None, "address": str(head.commune)},
        "goods": [
            {
                "kind": line["name"],
                "count": line["units"],
                "holds_data": line["category"] in holding and facts["data"] != Offer.Data.REMOVED,
            }
            for line in facts["lines"]
        ],
        "price_ceilings": _ceilings(document) if regime.public else [],
        "signatures": [_accepted(document), {"role": f"Pour {head.name}"}],
    }
    return pdf.compile("convention.typ", data)


def _ceilings(document: Document) -> list[PriceCeiling]:
    """The ceilings of the solidarity resale, on the day of the agreement."""
    found = Ceiling.objects.filter(in_force(document.issued_on)).select_related("category")
    return [{"category": one.category.name, "price_cents": one.amount_cents} for one in found]


def _accepted(document: Document) -> Signature:
    """The donor's place at the foot of the agreement: empty to sign on paper, or who accepted it."""
    consent = Consent.objects.filter(document=document).first()
    if consent is None:
        return {"role": "Pour le donateur"}
    how = "Signée sur papier" if consent.on_paper else "Acceptée en ligne, par le lien envoyé au donateur"
    signed: Signature = {
        "role": "Pour le donateur",
        "name": consent.name,
        "signed_on": consent.signed_on.isoformat(),
        "mention": how,
    }
    return {**signed, "capacity": consent.capacity} if consent.capacity else signed


def reception_pdf(document: Document) -> bytes:
    """The receipt of a lot."""
    return pdf.compile("bon.typ", receipt_data(document))


def receipt_data(document: Document) -> LotReceipt:
    """What the receipt of a lot prints: what was announced, counted and weighed."""
    facts = document.facts
    lot = Lot.objects.select_related("donor", "donor__organisation", "holder").get(pk=document.about)
    regime = Regime(facts["regime"])
    holding = set(Category.objects.filter(holds_data=True).values_list("slug", flat=True))
    return {
        **frame(document),
        "kind": "reception",
        "donor": {
            "name": lot.donor.name,
            "nature": lot.donor.get_kind_display(),
            "siret": (lot.donor.organisation.siret or None) if lot.donor.organisation else None,
        },
        "collector": {"name": facts["holder"], "siret": lot.holder.siret or None},
        "lines": [
            {
                "category": line["name"],
                "counted": line["counted"],
                "announced": line["announced"],
                "holds_data": line["category"] in holding,
            }
            for line in facts["counts"]
        ],
        "lot": facts["lot"],
        "regime": f"{regime.label} ({regime.reference})" if regime.reference else regime.label,
        "place": facts["site"] or facts["holder"],
        "weighed_g": facts["mass_g"],
        "discrepancies": [
            {
                "subject": line["name"],
                "units": line["counted"] - line["announced"],
                "explanation": facts["explanation"] or None,
            }
            for line in facts["counts"]
            if line["announced"] is not None and line["announced"] != line["counted"]
        ],
        "signatures": [{"role": "Remis par, pour le donateur"}, {"role": f"Reçu par, pour {facts['holder']}"}],
    }
