"""`/d/<label>`: what anyone reads who scans a device."""

import datetime

import pytest
from django.utils import timezone

from maillon.ground.organisations.models import Organisation, Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.erasure import actions as erasure
from tests.factories import a_device, a_donor, a_lot, a_member, a_need, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician():
    return a_member(Role.TECHNICIAN)


def read(client, label: str) -> str:
    response = client.get(f"/d/{label}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.RECEIVED, "pas encore effacées"),
        (State.TO_ERASE, "vont être effacées"),
        (State.ERASED, "Ses données sont effacées"),
        (State.READY, "Il est prêt"),
    ],
)
def test_anyone_reads_the_state_in_plain_words(client, technician, state, words):
    assert words in read(client, a_device(technician, state=state).label)


def test_only_what_is_erased_and_tested_is_called_refurbished(client, technician):
    assert "reconditionné" not in read(client, a_device(technician, state=State.ERASED).label)
    assert "reconditionné" in read(client, a_device(technician, state=State.READY).label)


def test_the_proof_leads_to_the_certificate(client, technician):
    device = a_device(technician, state=State.READY)
    certificate = erasure.certify(device.pk, by=technician)

    page = read(client, device.label)

    assert f"/verifier/{certificate.code}" in page
    assert client.get(f"/verifier/{certificate.code}").status_code == 200


def test_a_certificate_of_before_the_return_is_no_proof(client, technician):
    device = a_device(technician, state=State.READY)
    certificate = erasure.certify(device.pk, by=technician)
    devices.lose(device.pk, reason="Introuvable", by=technician)
    devices.find(device.pk, by=technician)

    assert certificate.code not in read(client, device.label)


def test_no_person_no_donor_and_no_whole_serial_is_shown(client, technician):
    donor = a_donor(technician.network, kind="person")
    device = a_device(technician, state=State.READY, lot=a_lot(technician, donor=donor))
    Device.objects.filter(pk=device.pk).update(serial="PF1A2B3C")
    coordinator = a_member(Role.COORDINATOR, network=technician.network)
    prescriber = a_member(Role.PRESCRIBER, network=technician.network, organisation=an_organisation())
    need = a_need(prescriber)
    until = timezone.localdate() + datetime.timedelta(days=10)
    devices.reserve(device.pk, promised_to=need.pk, until=until, by=coordinator)

    page = read(client, device.label)

    for secret in (donor.name, technician.full_name, "PF1A2B3C", "Zéphyrin", need.reference, device.lot.reference):
        assert secret not in page
    assert "se termine par 2B3C" in page


def test_the_network_can_be_called(client, technician):
    Organisation.objects.filter(pk=technician.network.head_id).update(
        phone="+33297000000", email="aide@maillon.example"
    )

    page = read(client, a_device(technician).label)

    assert 'href="tel:+33297000000"' in page
    assert "mailto:aide@maillon.example" in page
    assert "02\N{NO-BREAK SPACE}97" in page.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")


def test_a_guarantee_in_force_is_dated(client, technician):
    device = a_device(technician, state=State.READY)
    Device.objects.filter(pk=device.pk).update(guarantee_until=datetime.date(2028, 3, 14))

    assert "14\N{NO-BREAK SPACE}mars\N{NO-BREAK SPACE}2028" in read(client, device.label)


def test_a_member_who_may_see_it_goes_straight_to_its_page(client, technician):
    device = a_device(technician)
    link = f"/appareils/{device.pk}/"
    neighbour = a_member(Role.TECHNICIAN, network=technician.network, organisation=an_organisation())

    assert link not in read(client, device.label)
    for member, expected in ((technician, True), (neighbour, False), (a_member(Role.COORDINATOR), False)):
        client.force_login(member.user)
        assert (link in read(client, device.label)) is expected


def test_a_former_label_still_leads_to_the_device(client, technician):
    device = a_device(technician)
    former = device.label
    new = devices.relabel(device.pk, code="", by=technician).label

    assert new in read(client, former)


def test_a_label_not_used_yet_is_said_to_wait(client, technician):
    label = devices.print_labels(1, by=technician)[0].code

    assert "encore sur aucun appareil" in read(client, label)


@pytest.mark.parametrize("typed", ["ABC", "OGO-222-222-2", "x" * 300, "%3Cscript%3E"])
def test_an_unknown_label_gets_a_kind_page(client, typed):
    response = client.get(f"/d/{typed}")

    assert response.status_code == 404
    assert "Nous ne connaissons pas cette étiquette" in response.content.decode()
    assert "<script>" not in response.content.decode().partition("<main")[2]


def test_the_page_asks_few_questions(client, technician, django_assert_max_num_queries):
    device = a_device(technician, state=State.READY)
    erasure.certify(device.pk, by=technician)

    with django_assert_max_num_queries(4):
        read(client, device.label)
