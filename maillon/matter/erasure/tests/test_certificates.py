"""Certificates: sealed once, compared to the byte, listed, packed, revoked; of a device, of a lot."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from maillon.common.errors import Forbidden, Refused
from maillon.ground.documents.models import Document, Original
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import State
from maillon.matter.erasure import actions as erasure
from maillon.matter.erasure.tasks import lot_certificate_pdf, sealed_pdf
from maillon.matter.lots import actions as lots
from maillon.telling.impact.queries import faults
from tests.factories import a_device, a_lot, a_member, an_organisation
from tests.machines import nwipe

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(client):
    member = a_member(Role.SUPERVISOR)
    client.force_login(member.user)
    return member


@pytest.fixture
def certificate(supervisor) -> Document:
    return erasure.certify(a_device(supervisor, state=State.ERASED).pk, by=supervisor)


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_pdf_is_sealed_once_and_stays_the_same(client, certificate):
    first = client.get(f"/documents/{certificate.pk}.pdf").content
    second = client.get(f"/documents/{certificate.pk}.pdf").content

    assert first == second
    assert Original.objects.count() == 1
    field = PdfReader(BytesIO(first)).get_fields()["Cachet"]["/V"]
    assert "cachet technique, non qualifié" in field["/Reason"]


def test_the_visitor_s_pdf_is_compared_to_the_byte(client, certificate):
    pdf = sealed_pdf(certificate)
    client.logout()
    url = f"/verifier/{certificate.code}"

    def answered(content: bytes) -> str:
        return client.post(url, {"file": SimpleUploadedFile("a.pdf", content)}).content.decode()

    assert "C’est bien le document émis." in answered(pdf).partition("<template")[0]
    assert "Ce n’est pas le document émis." in answered(pdf[:-1]).partition("<template")[0]
    assert "Ce n’est pas le document émis." in answered(b"").partition("<template")[0]
    assert "Joignez un fichier" in client.post(url).content.decode()


def test_a_revoked_certificate_says_so_and_its_holder_is_told(client, supervisor):
    device = a_device(supervisor, state=State.ERASED)
    device.lot.donor.email = "don@exemple.fr"
    device.lot.donor.save()
    document = erasure.certify(device.pk, by=supervisor)

    missing = client.post(f"/effacement/certificats/{document.pk}/revoquer/", {"reason": " "})
    assert missing.context["form"].errors["reason"]
    client.post(f"/effacement/certificats/{document.pk}/revoquer/", {"reason": "Disque confondu avec un autre"})

    page = client.get(f"/verifier/{document.code}").content.decode()
    assert "Ce document est révoqué" in page
    assert "Disque confondu" not in page
    assert "Disque confondu" in Message.objects.get(to="don@exemple.fr").body
    assert "Révoqué" in client.get("/effacement/certificats/?standing=revoque").content.decode()
    replacement = erasure.certify(device.pk, by=supervisor)
    assert replacement.replaces == document


def test_only_those_who_answer_for_the_workshop_revoke(client, certificate, supervisor):
    network = supervisor.network
    for member, status in (
        (a_member(Role.TECHNICIAN, network=network), 403),
        (a_member(Role.SUPERVISOR, network=network, organisation=an_organisation()), 404),
        (a_member(Role.COORDINATOR), 404),
        (a_member(Role.COORDINATOR, network=network), 200),
    ):
        client.force_login(member.user)
        assert client.get(f"/effacement/certificats/{certificate.pk}/revoquer/").status_code == status
    with pytest.raises(Forbidden):
        erasure.revoke(certificate.pk, reason="essai", by=a_member(Role.TECHNICIAN, network=network))


def test_the_list_is_found_by_number_label_or_lot(client, certificate, django_assert_max_num_queries):
    for wanted in (certificate.reference, certificate.facts["label"], certificate.facts["lot"]):
        assert certificate.reference in client.get("/effacement/certificats/", {"q": wanted}).content.decode()
    assert "Aucun certificat ne répond" in client.get("/effacement/certificats/", {"q": "rien"}).content.decode()


def test_the_list_asks_as_much_for_many_as_for_one(client, supervisor, django_assert_max_num_queries):
    for _ in range(6):
        erasure.certify(a_device(supervisor, state=State.ERASED).pk, by=supervisor)

    with django_assert_max_num_queries(12):
        client.get("/effacement/certificats/")


def a_closed_lot(by, *devices_: str):
    """A lot of laptops, each « erased » by a log, « lost », « waiting », « recycled »."""
    lot = a_lot(by, counts={"laptop": len(devices_)})
    for rank, fate in enumerate(devices_):
        device = a_device(by, state=State.TO_ERASE, lot=lot)
        erasure.add_medium(device.pk, kind="ssd", model="SSD d’essai", serial=f"DISK000{rank}", by=by)
        if fate == "erased":
            erasure.record_log(device.pk, nwipe(f"DISK000{rank}"), name="nwipe.log", by=by)
            erasure.certify(device.pk, by=by)
        elif fate == "lost":
            devices.lose(device.pk, reason="introuvable", by=by)
        elif fate == "recycled":
            devices.recycle(device.pk, reason="disque en panne", by=by)
    lots.close(lot, reason="", by=by)
    return lot


def test_a_lot_is_certified_medium_by_medium_and_says_what_is_not_proven(client, supervisor):
    lot = a_closed_lot(supervisor, "erased", "erased", "recycled")

    client.post(f"/effacement/lots/{lot.pk}/certifier/")

    document = Document.objects.get(kind=Document.Kind.ERASURE_LOT)
    text = words(lot_certificate_pdf(document))
    assert "Certificat d’effacement de lot" in text
    assert "2 appareils certifiés" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Non prouvés" in text
    public = client.get(f"/verifier/{document.code}").content.decode()
    assert "DISK0000" in public
    assert "DISK0001" in public
    assert sealed_pdf(document) == sealed_pdf(document)


@pytest.mark.parametrize(("fate", "sentence"), [("waiting", "à effacer")])
def test_a_lot_waits_for_its_last_device(supervisor, fate, sentence):
    lot = a_closed_lot(supervisor, "erased", fate)

    with pytest.raises(Refused, match=sentence):
        erasure.certify_lot(lot.pk, by=supervisor)


def test_an_open_lot_is_not_certified(supervisor):
    with pytest.raises(Refused, match="Rendez d’abord le bilan"):
        erasure.certify_lot(a_lot(supervisor).pk, by=supervisor)


def test_the_certificates_of_a_lot_come_in_one_file(client, supervisor):
    lot = a_closed_lot(supervisor, "erased", "erased")
    erasure.certify_lot(lot.pk, by=supervisor)
    donor = a_member(Role.DONOR, network=supervisor.network, organisation=lot.donor.organisation)
    client.force_login(donor.user)

    packed = client.get(f"/effacement/lots/{lot.pk}/certificats.zip")

    names = zipfile.ZipFile(BytesIO(packed.content)).namelist()
    assert sorted(name[:2] for name in names) == ["C-", "C-", "CL"]
    assert "Appareil par appareil" in client.get(f"/effacement/lots/{lot.pk}/").content.decode()


def test_verify_finds_a_certificate_that_stands_on_a_proof_taken_back(supervisor):
    device = a_device(supervisor, state=State.TO_ERASE)
    erasure.add_medium(device.pk, kind="hdd", serial="WD5000AA", by=supervisor)
    [made] = erasure.record_log(device.pk, nwipe("WD5000AA"), name="nwipe.log", by=supervisor)
    erasure.certify(device.pk, by=supervisor)
    assert [fault.check for fault in faults() if fault.check.startswith("erasure")] == []

    made.cancelled_at = made.created_at
    made.save()

    assert {fault.check for fault in faults()} >= {"erasure.proof", "erasure.certificate"}
