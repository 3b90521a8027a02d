"""`/appareils/<id>/effacement/<disk>/detruire/`: a disk taken out and destroyed, with its proof."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device, Medium, State
from maillon.matter.erasure import actions as erasure
from maillon.matter.erasure.models import Erasure
from maillon.matter.erasure.tasks import certificate_pdf
from tests.factories import a_device, a_member

pytestmark = pytest.mark.django_db
PROOF = {"how": "shred", "reference": "bon 88-2041"}


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


@pytest.fixture
def medium(technician) -> Medium:
    device = a_device(technician, state=State.TO_ERASE)
    return Medium.objects.create(device=device, rank=1, model="WD5000AAKX", kind=Medium.Kind.HDD)


def url(medium: Medium) -> str:
    return f"/appareils/{medium.device_id}/effacement/{medium.pk}/detruire/"


def test_a_destroyed_disk_clears_the_device_and_stands_in_the_certificate(client, technician, medium):
    client.post(url(medium), PROOF)

    device = Device.objects.get(pk=medium.device_id)
    assert device.state == State.ERASED
    document = erasure.certify(device.pk, by=technician)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(certificate_pdf(document))).pages)
    assert "Retiré et détruit" in text
    assert "bon 88-2041" in text


@pytest.mark.parametrize(("change", "field"), [({"reference": ""}, "reference"), ({"how": ""}, "how")])
def test_a_destruction_without_proof_is_refused(client, technician, medium, change, field):
    response = client.post(url(medium), {**PROOF, **change})

    assert response.context["form"].errors[field]
    assert Medium.objects.get(pk=medium.pk).state == Medium.State.TO_ERASE


def test_a_double_click_destroys_once(client, technician, medium):
    client.post(url(medium), PROOF)
    again = client.post(url(medium), PROOF)

    assert "déjà noté détruit" in " ".join(again.context["form"].non_field_errors())
    assert Erasure.objects.count() == 1


def test_the_disk_of_another_device_is_not_found_here(client, technician, medium):
    other = a_device(technician, state=State.TO_ERASE)

    assert client.get(f"/appareils/{other.pk}/effacement/{medium.pk}/detruire/").status_code == 404


def test_only_the_workshop_destroys(client, technician, medium):
    donor = a_member(Role.DONOR, network=technician.network, organisation=medium.device.lot.donor.organisation)
    client.force_login(donor.user)

    assert client.post(url(medium), PROOF).status_code == 403
    assert Erasure.objects.count() == 0
