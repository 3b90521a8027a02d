"""A sealed document shows any change."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from maillon.common import pdf
from maillon.common.tests import samples
from maillon.common.tests.reading import reader, words, xmp


@pytest.fixture(scope="module")
def seal() -> pdf.Seal:
    return pdf.make_seal("Atelier de Kerdigital")


@pytest.fixture(scope="module")
def document() -> bytes:
    return pdf.compile("certificat.typ", samples.certificate())


def signatures(signed: bytes, seal: pdf.Seal) -> list[Any]:
    """The verdict of pyHanko on each signature, trusting this seal alone."""
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    trust = ValidationContext(trust_roots=list(load_certs_from_pemder_data(seal.certificate)))
    return [
        validate_pdf_signature(signature, signer_validation_context=trust)
        for signature in PdfFileReader(BytesIO(signed)).embedded_signatures
    ]


def test_the_seal_is_valid_trusted_and_covers_the_whole_file(document, seal):
    signed = pdf.sign(document, seal, reason="Certificat d’effacement", signer="Atelier", place="Port-Exemple")

    [verdict] = signatures(signed, seal)
    assert verdict.bottom_line
    assert verdict.coverage.name == "ENTIRE_FILE"
    field = reader(signed).get_fields()["Cachet"]["/V"]
    assert field["/SubFilter"] == "/ETSI.CAdES.detached"
    assert field["/Reason"] == "Certificat d’effacement"
    assert field["/Location"] == "Port-Exemple"


def test_a_sealed_document_says_the_same_and_stays_archivable(document, seal):
    signed = pdf.sign(document, seal, reason="Certificat")

    assert signed.startswith(document)
    assert words(signed) == words(document)
    assert xmp(signed) == xmp(document)
    assert reader(signed).metadata == reader(document).metadata
    [widget] = [
        annotation.get_object()
        for page in reader(signed).pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object()["/Subtype"] == "/Widget"
    ]
    left, bottom, right, top = (float(edge) for edge in widget["/Rect"])
    assert right <= 0
    assert top <= 0
    assert left == right
    assert bottom == top


def test_one_changed_byte_breaks_the_seal(document, seal):
    signed = bytearray(pdf.sign(document, seal, reason="Certificat"))
    signed[len(document) // 2] ^= 1

    [verdict] = signatures(bytes(signed), seal)
    assert not verdict.intact
    assert not verdict.bottom_line


def test_the_seal_of_another_is_not_trusted(document, seal):
    signed = pdf.sign(document, seal, reason="Certificat")

    [verdict] = signatures(signed, pdf.make_seal("Un autre"))
    assert verdict.intact
    assert not verdict.trusted


def test_a_second_seal_leaves_the_first_one_valid(document, seal):
    once = pdf.sign(document, seal, reason="Atelier")

    twice = pdf.sign(once, seal, reason="Réseau", field="Cachet du réseau")

    assert all(verdict.valid and verdict.intact for verdict in signatures(twice, seal))
    assert len(signatures(twice, seal)) == 2


def test_a_seal_bears_the_name_it_was_made_for_and_its_years():
    from cryptography import x509

    name = "Association pour le réemploi solidaire et l’inclusion numérique des pays de l’intérieur"
    certificate = x509.load_pem_x509_certificate(
        pdf.make_seal(name, valid_from=datetime(2026, 1, 1, tzinfo=UTC), years=2).certificate
    )

    [organisation] = certificate.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    assert len(organisation.value) > 55
    assert name.startswith(organisation.value)
    assert certificate.not_valid_before_utc == datetime(2026, 1, 1, tzinfo=UTC)
    assert certificate.not_valid_after_utc == datetime(2028, 1, 1, tzinfo=UTC)
