"""The donor's documents, printed from their frozen facts."""

from maillon.common import pdf
from maillon.common.contracts.agreement import DonationAgreement
from maillon.common.contracts.lot import LotReceipt
from maillon.common.contracts.parts import Signature
from maillon.giving.donations.models import Consent, Offer
from maillon.ground.documents.models import Document
from maillon.ground.documents.tasks import frame
from maillon.ground.organisations.models import Quality
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Ceiling, Lot, Regime

# The words of the template for our regimes.
REGIMES = {
    Regime.STATE_GIFT: "state",
    Regime.AUTHORITY_GIFT: "authority",
    Regime.COMPANY_GIFT_RECEIPT: "company_receipt",
    Regime.PERSON_GIFT: "person",
}
PICKUP_DAYS = 60


def agreement_pdf(document: Document) -> bytes:
    """The agreement of gift of an accepted offer. A private donor's name is read from the offer itself."""
    facts = document.facts
    offer = Offer.objects.select_related("donor").get(pk=document.about)
    head = document.issuer
    qualities = [
        held
        for held in head.qualities.all()
        if held.quality in (Quality.Kind.RUP, Quality.Kind.IG) and held.covers(document.issued_on)
    ]
    ceilings = Ceiling.objects.filter(starts_on__lte=document.issued_on, ends_on=None).select_related("category")
    data: DonationAgreement = {
        **frame(document),
        "regime": REGIMES.get(Regime(facts["regime"]), "company"),
        "donor": {
            "name": offer.organisation_name or offer.contact_name,
            "siret": facts["siret"] or None,
            "nature": offer.get_donor_kind_display(),
            "address": ", ".join(filter(None, [offer.address, facts["commune"]])),
            "contact": offer.contact_name,
            "email": offer.email,
            "phone": offer.phone or None,
        },
        "beneficiary": {"name": head.name, "siret": head.siret or None, "address": str(head.commune)},
        "goods": [
            {"kind": line["name"], "count": line["units"], "holds_data": facts["data"] != Offer.Data.REMOVED}
            for line in facts["lines"]
        ],
        "beneficiary_quality": str(qualities[0]).lower() if qualities else None,
        "quality_proof": qualities[0].proof if qualities else None,
        "price_ceilings": [
            {"category": ceiling.category.name, "price_cents": ceiling.amount_cents} for ceiling in ceilings
        ],
        "tax_receipt": False,
        "pickup_days": PICKUP_DAYS,
        "place": facts["commune"],
        "signatures": [_accepted(document), {"role": f"Pour {head.name}"}],
    }
    return pdf.compile("convention.typ", data)


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
