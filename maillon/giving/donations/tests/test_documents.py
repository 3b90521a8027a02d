from io import BytesIO

import pytest
from pypdf import PdfReader

from maillon.common.actors import PUBLIC
from maillon.giving.donations import actions as donations
from maillon.giving.donations.tasks import agreement_pdf, reception_pdf
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Role
from maillon.matter.lots.models import Donor
from maillon.matter.lots.queries import regimes_for
from tests.factories import PONTIVY, a_member, category

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def accepted(kind: str, regime: str):
    member = a_member(Role.COORDINATOR)
    offer = donations.submit(
        member.network,
        lines={category("laptop"): 34, category("monitor"): 3},
        by=PUBLIC,
        donor_kind=kind,
        organisation_name="" if kind == Donor.Kind.PERSON else "Préfecture de Kermeur",
        contact_name="Yann Le Bihan",
        email="don@kermeur.example",
        commune_code=PONTIVY,
    )
    donations.accept(offer.pk, regime=regime, by=member)
    return member, offer


@pytest.mark.parametrize(
    ("kind", "regime"), [(kind, regime) for kind in Donor.Kind.values for regime in regimes_for(kind)]
)
def test_each_regime_has_its_agreement(kind, regime):
    accepted(kind, regime)

    printed = text_of(agreement_pdf(Document.objects.select_related("network", "issuer").get()))

    assert "Yann Le Bihan" in printed if kind == Donor.Kind.PERSON else "Préfecture de Kermeur" in printed
    assert "34" in printed


def test_the_receipt_says_what_was_announced_counted_and_weighed():
    member, offer = accepted("state", "don_etat")
    donations.receive(
        offer.pk,
        holder=member.organisation,
        received_on=offer.created_at.date(),
        weighed_g=60_000,
        counts={category("laptop"): 32, category("monitor"): 3},
        by=member,
    )

    printed = text_of(reception_pdf(Document.objects.get(kind="reception")))

    assert "60,0 kg" in printed
    assert "−2" in printed
