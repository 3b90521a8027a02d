"""What a donor may read on paper, printed from its frozen facts."""

from collections.abc import Callable

from maillon.common import letters, pdf
from maillon.common.contracts.outcome import OutcomeReport
from maillon.common.contracts.parts import Party
from maillon.common.contracts.receipt import ReceiptBody, TaxReceipt
from maillon.giving.agreements import tasks as agreements
from maillon.giving.donations import tasks as donations
from maillon.giving.donors.models import Receipt
from maillon.giving.rounds import tasks as rounds
from maillon.ground.documents.models import Document
from maillon.ground.documents.tasks import frame
from maillon.matter.erasure import tasks as erasure
from maillon.matter.lots.models import Donor


def outcome_pdf(document: Document) -> bytes:
    """The report of a year, or of a lot. A private donor's name is read from its file."""
    facts = document.facts
    donor = Donor.objects.select_related("organisation").filter(pk=document.about).first()
    donor = donor or Donor.objects.select_related("organisation").get(lots=document.about)
    data: OutcomeReport = {
        **frame(document),
        "donor": _party(donor),
        "until": facts["until"],
        "year": facts["year"],
        "lots": facts["lots"],
        "weighed_g": facts["weighed_g"],
        "to_label": facts["to_label"],
        "shares": facts["shares"],
        "lines": facts["lines"],
        "earlier": facts["earlier"],
        "carbon": facts.get("carbon", []),
        "evidence": facts["evidence"],
        "attach_data": donor.organisation_id is not None,
    }
    return pdf.compile("bilan.typ", data)


def _party(donor: Donor) -> Party:
    organisation = donor.organisation
    return {
        "name": donor.name,
        "nature": donor.get_kind_display(),
        "siret": (organisation.siret or None) if organisation else None,
        "address": ", ".join(filter(None, (organisation.address, str(organisation.commune)))) if organisation else None,
    }


def receipt_pdf(document: Document) -> bytes:
    """A tax receipt, or what cancels one. A private person's name and address are those of its row."""
    facts = document.facts
    receipt = Receipt.objects.get(document=document)
    body: ReceiptBody = {
        "form": facts["form"],
        "article": facts["article"],
        "lot": facts["lot"],
        "given_on": facts["given_on"],
        "donor": receipt.name,
        "donor_address": receipt.address,
        "donor_legal_form": facts["donor_legal_form"] or None,
        "donor_siren": facts["donor_siren"] or None,
        "issuer_address": facts["issuer_address"],
        "issuer_quality": facts["issuer_quality"],
        "issuer_proof": facts["issuer_proof"],
        "issuer_object": facts["issuer_object"] or None,
        "value_cents": facts["value_cents"],
        "words": letters.euros(facts["value_cents"]),
        "basis": facts["basis"],
        "declared_on": facts["declared_on"],
        "goods": facts["goods"],
        "cancels": facts["cancels"] or None,
        "reason": facts["reason"] or None,
    }
    data: TaxReceipt = {
        **frame(document),
        "receipt": body,
        "signatures": [
            {
                "role": f"Pour {document.issuer.name}",
                "place": document.issuer.commune.name,
                "signed_on": document.issued_on.isoformat(),
            }
        ],
    }
    return pdf.compile("recu.typ", data)


PRINTED: dict[str, Callable[[Document], bytes]] = {
    Document.Kind.AGREEMENT: donations.agreement_pdf,
    Document.Kind.FRAME: agreements.frame_pdf,
    Document.Kind.RECEPTION: rounds.note_pdf,
    Document.Kind.PICKUP: rounds.note_pdf,
    Document.Kind.ERASURE: erasure.sealed_pdf,
    Document.Kind.ERASURE_LOT: erasure.sealed_pdf,
    Document.Kind.OUTCOME: outcome_pdf,
    Document.Kind.RECEIPT: receipt_pdf,
}
