"""`/documents/<id>.pdf`: the printed form, for those who issued or received it."""

import uuid

import pytest

from maillon.desk.documents import PRINTED
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import State
from maillon.matter.erasure import actions as erasure
from tests.factories import a_device, a_member, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician():
    return a_member(Role.TECHNICIAN)


def test_the_certificate_is_a_pdf_named_by_its_number(client, technician):
    document = erasure.certify(a_device(technician, state=State.ERASED).pk, by=technician)
    client.force_login(technician.user)

    response = client.get(f"/documents/{document.pk}.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{document.reference}.pdf"'
    assert response.content.startswith(b"%PDF")


def test_issuer_donor_and_coordinator_open_it_and_nobody_else(client, technician):
    device = a_device(technician, state=State.ERASED)
    document = erasure.certify(device.pk, by=technician)
    network = technician.network
    donor = a_member(Role.DONOR, network=network, organisation=device.lot.donor.organisation)
    neighbour = a_member(Role.TECHNICIAN, network=network, organisation=an_organisation())

    for member, status in (
        (donor, 200),
        (a_member(Role.COORDINATOR, network=network), 200),
        (neighbour, 404),
        (a_member(Role.COORDINATOR), 404),
    ):
        client.force_login(member.user)
        assert client.get(f"/documents/{document.pk}.pdf").status_code == status
    client.logout()
    assert client.get(f"/documents/{document.pk}.pdf").status_code == 302


def test_an_unknown_document_does_not_exist(client, technician):
    client.force_login(technician.user)

    assert client.get(f"/documents/{uuid.uuid4()}.pdf").status_code == 404


def test_every_kind_of_document_has_its_printed_form():
    assert set(PRINTED) == set(Document.Kind.values)
