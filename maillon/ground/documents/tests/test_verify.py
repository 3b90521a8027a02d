"""`/verifier/`: anyone checks a document by its code."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from maillon.common.actors import PLATFORM
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document, Original, Revocation
from maillon.ground.documents.queries import faults
from tests.factories import a_network

pytestmark = pytest.mark.django_db
FACTS = {
    "label": "OGO-7F3-K2P-E",
    "category": "Ordinateur portable",
    "manufacturer": "Lenovo",
    "model": "ThinkPad T480",
    "serial": "PF1A2B3C",
    "lot": "2026-064",
    "donor": "Direction des routes de Kermeur",
    "holder": "La Fabrique du Blavet",
    "cleared_on": "2026-05-12",
    "no_medium": "",
    "media": [
        {
            "kind": "nvme",
            "model": "Intel 7600p",
            "serial": "PHKA8042",
            "size_bytes": 256060514304,
            "state": "verified",
            "level": "clear",
            "method": "Fill With Zeros",
            "tool": "nwipe 0.36",
            "operator": "Malo Riou",
            "evidence": "ab" * 32,
        }
    ],
}


def issued(kind: str = Document.Kind.ERASURE, facts=FACTS, **fields) -> Document:
    network = fields.pop("network", None) or a_network()
    return documents.issue(
        kind,
        network=network,
        issuer=network.head,
        about=network.pk,
        facts=facts,
        on=datetime.date(2026, 5, 12),
        by=PLATFORM,
        **fields,
    )


def test_a_certificate_tells_its_device_its_media_and_its_result(client):
    document = issued()

    page = client.get(f"/verifier/{document.code}").content.decode().replace("\N{NO-BREAK SPACE}", " ")

    for told in (
        "Ce document est authentique",
        document.reference,
        document.issuer.name,
        document.digest,
        "12 mai 2026",
        "OGO-7F3-K2P-E",
        "Lenovo ThinkPad T480",
        "PHKA8042",
        "256 Go",
        "Fill With Zeros",
        "Effacé et relu",
    ):
        assert told in page, told


def test_a_maker_is_not_said_twice(client):
    document = issued(facts={**FACTS, "manufacturer": "HP", "model": "HP EliteBook 820 G3"})

    assert "HP HP" not in client.get(f"/verifier/{document.code}").content.decode()


def test_it_names_no_technician_and_no_donor(client):
    page = client.get(f"/verifier/{issued().code}").content.decode()

    assert "Malo Riou" not in page
    assert "Kermeur" not in page


def test_a_handover_shows_neither_person_nor_amount(client):
    facts = {"recipient": "Aminata Zéphyrin", "price_cents": 98765, "devices": [{"label": "OGO-7F3-K2P-E"}]}
    document = issued(Document.Kind.HANDOVER, facts)

    page = client.get(f"/verifier/{document.code}").content.decode()

    assert "Attestation de remise" in page
    assert "Zéphyrin" not in page
    assert "987" not in page.partition("<article")[2].partition("</article>")[0].replace(document.reference, "")


def test_a_replaced_document_leads_to_the_one_that_replaces_it(client):
    first = issued()
    second = issued(network=first.network, replaces=first)

    page = client.get(f"/verifier/{first.code}").content.decode()

    assert "authentique, mais remplacé" in page
    assert f"/verifier/{second.code}" in page


def test_an_altered_document_says_so(client):
    document = issued()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'documents_document'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE documents_document DISABLE TRIGGER USER")
    Document.objects.filter(pk=document.pk).update(facts={**FACTS, "serial": "AUTRE"})

    assert "Ce document a été altéré" in client.get(f"/verifier/{document.code}").content.decode()


def test_the_code_is_taken_however_it_is_typed(client):
    document = issued()
    spaced = " ".join(document.code[rank : rank + 4] for rank in range(0, 40, 4)).upper()

    for typed in (document.code, spaced, f"https://maillon.example/verifier/{document.code}"):
        assert client.get("/verifier/", {"code": typed}).url == f"/verifier/{document.code}"


@pytest.mark.parametrize("typed", ["C-2026-0418", "abc", "", "z" * 40])
def test_what_is_no_code_is_said_beside_the_field(client, typed):
    response = client.get("/verifier/", {"code": typed})

    assert response.status_code == 200
    assert response.context["form"].errors["code"]


@pytest.mark.parametrize("code", ["0" * 40, "abc", "C-2026-0418", "%3Cscript%3E", "%00"])
def test_an_unknown_code_gets_a_kind_answer(client, code):
    response = client.get(f"/verifier/{code}")

    assert response.status_code == 404
    assert "Aucun document ne porte ce code" in response.content.decode()
    assert "<script>" not in response.content.decode().partition("<main")[2]


def test_the_empty_page_asks_for_a_code(client):
    page = client.get("/verifier/")

    assert page.status_code == 200
    assert not page.context["form"].errors


def test_an_original_that_changed_is_found(client):
    document = issued()
    documents.keep(document.pk, b"%PDF vrai", seal="ab" * 32, by=PLATFORM)
    assert not list(faults())
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER documents_original_no_update")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE documents_original DISABLE TRIGGER USER")
    Original.objects.filter(document=document).update(content=b"%PDF faux")

    [(found, sentence)] = faults()
    assert found == document
    assert "n’est plus celui qui est sorti" in sentence


def test_the_database_refuses_to_change_an_original_or_a_revocation():
    document = issued()
    documents.keep(document.pk, b"%PDF vrai", seal="ab" * 32, by=PLATFORM)
    documents.revoke(document.pk, reason="essai", by=PLATFORM)

    for model in (Original, Revocation):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.filter(document=document).update(created_at=datetime.datetime.now(tz=datetime.UTC))


def test_a_file_too_heavy_to_be_ours_is_said_beside_the_field(client, monkeypatch):
    monkeypatch.setattr("maillon.ground.documents.forms.LARGEST", 10)
    document = issued()

    response = client.post(f"/verifier/{document.code}", {"file": SimpleUploadedFile("gros.pdf", bytes(11))})

    assert "20 Mo" in response.context["held"].errors["file"][0]
