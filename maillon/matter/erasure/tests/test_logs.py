"""`/appareils/<id>/effacement/`: nwipe's own logs, against the disks that are known."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, Medium, State
from maillon.matter.erasure import actions as erasure
from maillon.matter.erasure.models import Erasure
from maillon.matter.erasure.tasks import certificate_pdf
from tests.factories import a_device, a_member, an_organisation
from tests.machines import nwipe

pytestmark = pytest.mark.django_db
REAL = settings.BASE_DIR.parent / "shared" / "data" / "erasure" / "nwipe-emulated-machines"
real = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/data is not on this machine")
SAMPLES = Path(devices.__file__).parent.parent / "reports" / "tests" / "samples"


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


def hand_in(client, device: Device, *paths: Path):
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
    return client.post(f"/appareils/{device.pk}/effacement/", {"files": files})


def send(client, device: Device, log: bytes):
    return client.post(f"/appareils/{device.pk}/effacement/", {"files": [SimpleUploadedFile("nwipe.log", log)]})


def with_disks(device: Device, *serials: str) -> list[Medium]:
    return [
        Medium.objects.create(device=device, rank=rank, serial=serial, model="Disque", kind=Medium.Kind.HDD)
        for rank, serial in enumerate(serials, start=1)
    ]


@real
@pytest.mark.parametrize("machine", ["emu-a-hdd-ok", "emu-g-nwipe033-ok", "emu-j-usb-stick-present"])
def test_a_real_machine_is_identified_erased_and_certified(client, technician, machine):
    folder = REAL / machine
    device = a_device(technician, state=State.TO_ERASE)

    response = hand_in(
        client,
        device,
        folder / "erase" / "nwipe.log",
        folder / "before" / "lshw.json",
        folder / "before" / "smartctl-sda.json",
    )

    assert response.status_code == 302
    device = Device.objects.get(pk=device.pk)
    made = Erasure.objects.get()
    assert (made.verdict, made.level, made.tool) == ("verified", "clear", "nwipe")
    assert (device.state, device.media.get().state) == (State.ERASED, Medium.State.VERIFIED)

    client.post(f"/appareils/{device.pk}/effacement/certifier/")
    document = Document.objects.get(kind=Document.Kind.ERASURE)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(certificate_pdf(document))).pages)
    assert "Certificat d’effacement" in text
    assert device.media.get().serial in text.replace("\n", "")
    assert certificate_pdf(document) == certificate_pdf(document)


@real
def test_a_log_that_hides_serials_proves_nothing(client, technician):
    folder = REAL / "emu-f-no-serial-quiet"
    device = a_device(technician, state=State.TO_ERASE)

    response = hand_in(client, device, folder / "before" / "smartctl-sda.json", folder / "erase" / "nwipe.log")

    assert "sans l’option -q" in response.context["form"].errors["files"][0]
    assert (Erasure.objects.count(), device.media.get().state) == (0, Medium.State.TO_ERASE)


@real
def test_a_person_says_of_which_disk_a_masked_log_speaks_and_it_shows_everywhere(client, technician):
    folder = REAL / "emu-f-no-serial-quiet"
    device = a_device(technician, state=State.TO_ERASE)
    hand_in(client, device, folder / "before" / "smartctl-sda.json", folder / "erase" / "nwipe.log")
    held = device.held_logs.get()

    url = f"/effacement/journaux/{held.pk}/attester/"
    medium = device.media.get()
    refused = client.post(url, {"rank": 0, "medium": str(medium.pk), "statement": "oui"})
    assert refused.context["form"].errors["statement"]
    client.post(url, {"rank": 0, "medium": str(medium.pk), "statement": "C’était le seul disque branché au banc."})

    made = Erasure.objects.get()
    assert (made.origin, made.level, made.medium) == ("matched", "clear", medium)
    document = erasure.certify(device.pk, by=technician)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(certificate_pdf(document))).pages)
    assert "le seul disque branché" in " ".join(text.split())
    public = client.get(f"/verifier/{document.code}").content.decode()
    assert "Attesté par une personne" in public
    assert technician.user.last_name not in public.partition("<article")[2].partition("</article>")[0]


@real
def test_the_log_of_another_machine_is_refused(client, technician):
    device = a_device(technician, state=State.TO_ERASE)
    hand_in(client, device, *(REAL / "emu-a-hdd-ok" / "before" / name for name in ("lshw.json", "smartctl-sda.json")))

    response = hand_in(client, device, REAL / "emu-g-nwipe033-ok" / "erase" / "nwipe.log")

    assert "vient d’une autre machine" in response.context["form"].errors["files"][0]
    assert Device.objects.get(pk=device.pk).state == State.TO_ERASE


def test_a_disk_whose_erasure_failed_says_what_to_do(client, technician):
    device = a_device(technician, state=State.TO_ERASE)
    [medium] = with_disks(device, "WD5000AA")

    page = client.get(send(client, device, nwipe("WD5000AA", status="-FAILED-")).url).content.decode()

    assert Medium.objects.get(pk=medium.pk).state == Medium.State.FAILED
    assert "retirez ce disque" in page
    assert f"/appareils/{device.pk}/effacement/{medium.pk}/detruire/" in page


def test_two_disks_must_both_be_erased(client, technician):
    device = a_device(technician, state=State.TO_ERASE)
    with_disks(device, "50026B7684F3A1C2", "S4ELNF0M512345")

    hand_in(client, device, SAMPLES / "nwipe-042-two-disks.log")

    assert Device.objects.get(pk=device.pk).state == State.TO_ERASE
    assert [medium.state for medium in device.media.all()] == [Medium.State.FAILED, Medium.State.VERIFIED]
    assert {made.verdict for made in Erasure.objects.all()} == {"aborted", "verified"}


@pytest.mark.parametrize(("runs", "clear"), [(("UABORTED", "Erased"), True), (("Erased", "UABORTED"), False)])
def test_the_last_run_of_a_log_is_the_one_that_counts(client, technician, runs, clear):
    device = a_device(technician, state=State.TO_ERASE)
    [medium] = with_disks(device, "WD5000AA")

    send(client, device, b"".join(nwipe("WD5000AA", status=status) for status in runs))

    assert Medium.objects.get(pk=medium.pk).clear is clear
    assert Erasure.objects.count() == 1


def test_an_old_log_proves_nothing_once_the_device_came_back(client, technician):
    device = a_device(technician, state=State.TO_ERASE)
    with_disks(device, "WD5000AA")
    send(client, device, nwipe("WD5000AA"))
    devices.lose(device.pk, reason="Introuvable", by=technician)
    devices.find(device.pk, by=technician)
    devices.sort(device.pk, by=technician)

    response = send(client, device, nwipe("WD5000AA"))

    assert "Ce journal a déjà servi" in response.context["form"].errors["files"][0]
    assert Device.objects.get(pk=device.pk).state == State.TO_ERASE


def test_the_same_log_twice_is_one_erasure(client, technician):
    device = a_device(technician, state=State.TO_ERASE)
    with_disks(device, "WD5000AA")

    for _ in range(2):
        assert send(client, device, nwipe("WD5000AA")).status_code == 302

    assert Erasure.objects.count() == 1
    assert Device.objects.get(pk=device.pk).state == State.ERASED


def test_another_file_of_the_same_run_is_no_other_erasure_and_brings_no_withdrawn_proof_back(client, technician):
    """As nwipe's PDF beside its log."""
    device = a_device(technician, state=State.TO_ERASE)
    with_disks(device, "WD5000AA")
    beside = nwipe("WD5000AA") + b"\n"
    for file in (nwipe("WD5000AA"), beside):
        assert send(client, device, file).status_code == 302
    made = Erasure.objects.get()

    erasure.cancel(made.pk, reason="relu : il reste des données", by=technician)

    response = send(client, device, beside)
    assert "a été retirée" in response.context["form"].errors["files"][0]
    assert Device.objects.get(pk=device.pk).state == State.TO_ERASE
    assert send(client, device, nwipe("WD5000AA", day="2026/02/06")).status_code == 302
    assert Device.objects.get(pk=device.pk).state == State.ERASED


def test_disks_erased_before_the_sorting_count(client, technician):
    device = a_device(technician, state=State.RECEIVED)
    with_disks(device, "WD5000AA")
    send(client, device, nwipe("WD5000AA"))

    devices.sort(device.pk, by=technician)

    assert Device.objects.get(pk=device.pk).state == State.ERASED


def test_hidden_areas_block_the_claim_until_someone_attests_what_became_of_them(client, technician):
    device = a_device(technician, state=State.TO_ERASE)
    [medium] = with_disks(device, "WD5000AA")
    log = nwipe("WD5000AA").replace(
        b"  notice: Invoking",
        b" warning:  *********HIDDEN SECTORS DETECTED ! on /dev/sda\n[2026/02/05 09:30:07]  notice: Invoking",
    )

    send(client, device, log)

    made = Erasure.objects.get()
    assert (made.level, made.hidden, made.verdict) == ("none", "found", "erased")
    assert Device.objects.get(pk=device.pk).state == State.TO_ERASE
    page = client.get(f"/appareils/{device.pk}/effacement/").content.decode()
    assert "zones cachées" in page

    client.post(
        f"/appareils/{device.pk}/effacement/{medium.pk}/zones-cachees/", {"reason": "hdparm -N, puis nwipe relancé."}
    )

    made.refresh_from_db()
    assert (made.level, made.hidden) == ("clear", "handled")
    document = erasure.certify(device.pk, by=technician)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(certificate_pdf(document))).pages)
    assert "HPA ou DCO : traitées" in text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"bonjour", "n’est pas un rapport reconnu"),
        (b"PK\x03\x04" + bytes(100), "archive"),
        (json.dumps({"a": 1}).encode(), "n’est pas un rapport reconnu"),
    ],
)
def test_a_foreign_file_is_refused_with_its_name(client, technician, content, sentence):
    device = a_device(technician, state=State.TO_ERASE)

    response = client.post(
        f"/appareils/{device.pk}/effacement/", {"files": [SimpleUploadedFile("mon fichier.txt", content)]}
    )

    assert sentence in " ".join(response.context["form"].errors["files"])
    assert Erasure.objects.count() == 0


def test_an_erasure_belongs_to_the_workshop_that_holds_the_device(client, technician):
    device = a_device(technician, state=State.TO_ERASE)
    neighbour = a_member(Role.TECHNICIAN, network=technician.network, organisation=an_organisation())
    donor = a_member(Role.DONOR, network=technician.network, organisation=device.lot.donor.organisation)

    for member, status in ((neighbour, 404), (donor, 403), (a_member(Role.COORDINATOR), 404)):
        client.force_login(member.user)
        assert hand_in(client, device, SAMPLES / "nwipe-033-zero.log").status_code == status
        assert client.post(f"/appareils/{device.pk}/effacement/certifier/").status_code == status
    client.force_login(donor.user)
    page = client.get(f"/appareils/{device.pk}/effacement/").content.decode()
    assert "Lire les fichiers" not in page


def test_the_certificate_waits_for_the_last_disk(client, technician):
    device = a_device(technician, state=State.TO_ERASE)
    with_disks(device, "A")

    response = client.post(f"/appareils/{device.pk}/effacement/certifier/", follow=True)

    assert "il reste un support à effacer" in response.content.decode()
    assert Document.objects.filter(kind=Document.Kind.ERASURE).count() == 0


def test_certifying_twice_gives_one_certificate(client, technician):
    device = a_device(technician, state=State.ERASED)

    for _ in range(2):
        client.post(f"/appareils/{device.pk}/effacement/certifier/")

    assert Document.objects.filter(kind=Document.Kind.ERASURE).count() == 1


def test_an_attested_absence_is_printed_with_its_words(technician):
    device = a_device(technician, state=State.ERASED)
    document = erasure.certify(device.pk, by=technician)

    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(certificate_pdf(document))).pages)

    assert "Certificat d’effacement" in text
    assert "Emplacement vide, vérifié." in text
    assert "Constat" not in text
