"""One device put in its place from its own page."""

import pytest

from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.ledger import actions as ledger
from tests.factories import a_device, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


@pytest.fixture
def shelf(technician):
    site = technician.organisation.sites.get()
    zone = ledger.open_location(site, name="Réserve", by=technician)
    return ledger.open_location(site, name="B3", parent=zone, by=technician)


@pytest.mark.parametrize(
    "typed", ["b3", " B3 ", "Réserve › B3", "{code}", "https://maillon.example/e/{code}", "{bare}"]
)
def test_a_location_is_scanned_or_named(client, technician, shelf, typed):
    device = a_device(technician)
    code = shelf.code

    page = client.post(
        f"/appareils/{device.pk}/ranger/", {"place": typed.format(code=code, bare=code.replace("-", ""))}, follow=True
    )

    device.refresh_from_db()
    assert device.location == shelf
    assert "Réserve › B3" in page.content.decode()


def test_a_location_not_known_or_in_two_places_is_said_beside_the_field(client, technician, shelf):
    device = a_device(technician)
    quay = ledger.open_location(shelf.site, name="Quai", by=technician)
    ledger.open_location(shelf.site, name="B3", parent=quay, by=technician)

    for typed, words in (("Z9", "Aucun emplacement « Z9 »"), ("B3", "Plusieurs emplacements")):
        page = client.post(f"/appareils/{device.pk}/ranger/", {"place": typed})
        assert words in page.context["form"].errors["place"][0]


def test_a_device_is_taken_from_its_place(client, technician, shelf):
    device = a_device(technician)
    devices.place(device.pk, shelf, by=technician)

    client.post(f"/appareils/{device.pk}/ranger/", {"place": ""})

    device.refresh_from_db()
    assert device.location is None
