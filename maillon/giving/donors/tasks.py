"""What a donor may read on paper, printed from its frozen facts."""

from collections.abc import Callable

from maillon.common import pdf
from maillon.common.contracts.outcome import OutcomeReport
from maillon.common.contracts.parts import Party
from maillon.giving.donations import tasks as donations
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


PRINTED: dict[str, Callable[[Document], bytes]] = {
    Document.Kind.AGREEMENT: donations.agreement_pdf,
    Document.Kind.RECEPTION: rounds.note_pdf,
    Document.Kind.PICKUP: rounds.note_pdf,
    Document.Kind.ERASURE: erasure.sealed_pdf,
    Document.Kind.ERASURE_LOT: erasure.sealed_pdf,
    Document.Kind.OUTCOME: outcome_pdf,
}
