"""`/chercher`: devices, lots, offers and requests by what identifies them."""

import pytest

from maillon.common.actors import PUBLIC
from maillon.giving.donations import actions as donations
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device
from tests.factories import PONTIVY, a_device, a_lot, a_member, a_need, an_organisation, category

pytestmark = pytest.mark.django_db
URL = "/chercher"


def an_offer(network):
    return donations.submit(
        network,
        lines={category("laptop"): 2},
        by=PUBLIC,
        donor_kind="person",
        contact_name="Madame Kerjean",
        email="kerjean@maillon.example",
        commune_code=PONTIVY,
    )


def titles(client, typed: str) -> set[tuple[str, str]]:
    return {(hit.kind, hit.title) for hit in client.get(URL, {"q": typed}).context["hits"]}


def test_a_single_device_opens_at_once(client):
    technician = a_member(Role.TECHNICIAN)
    device = a_device(technician)
    client.force_login(technician.user)

    assert client.get(URL, {"q": device.label}).url == f"/appareils/{device.pk}/"


def test_a_reference_may_be_a_lot_and_an_offer(client):
    coordinator = a_member(Role.COORDINATOR)
    lot, offer = a_lot(coordinator), an_offer(coordinator.network)
    assert lot.reference == offer.reference
    client.force_login(coordinator.user)

    assert titles(client, lot.reference) == {("Lot", str(lot)), ("Offre", str(offer))}


def test_a_technician_finds_lots_and_not_offers(client):
    technician = a_member(Role.TECHNICIAN)
    lot = a_lot(technician)
    an_offer(technician.network)
    client.force_login(technician.user)

    assert client.get(URL, {"q": lot.reference}).url == f"/lots/{lot.pk}/"


def test_a_request_opens_for_its_prescriber_and_not_for_the_workshop(client):
    prescriber = a_member(Role.PRESCRIBER)
    need = a_need(prescriber)
    technician = a_member(Role.TECHNICIAN, network=prescriber.network, organisation=an_organisation())

    client.force_login(prescriber.user)
    assert client.get(URL, {"q": need.reference}).url == f"/demandes/{need.pk}/"
    client.force_login(technician.user)
    assert titles(client, need.reference) == set()


def test_words_find_several_devices(client):
    technician = a_member(Role.TECHNICIAN)
    a_device(technician), a_device(technician)
    Device.objects.update(manufacturer="Dell", model="Latitude 5490", search="dell latitude 5490")
    client.force_login(technician.user)

    assert titles(client, "latitude") == {("Appareil", "Dell Latitude 5490")}
    assert len(client.get(URL, {"q": "latitude"}).context["hits"]) == 2


def test_nothing_found_says_what_can_be_searched(client):
    client.force_login(a_member(Role.TECHNICIAN).user)

    for typed in ("", "zzz", "2026-999", "' OR 1=1 --", "%", "\x00", "x" * 5000):
        page = client.get(URL, {"q": typed}).content.decode()
        assert "numéro de série" in page


def test_another_network_is_never_found(client):
    stranger = a_member(Role.COORDINATOR)
    device, lot = a_device(stranger), a_lot(stranger)
    client.force_login(a_member(Role.COORDINATOR).user)

    assert client.get(URL, {"q": device.label}).url == f"/d/{device.label}"
    assert titles(client, lot.reference) == set()


def test_the_label_of_another_network_opens_what_everyone_may_read_of_it(client):
    device = a_device(a_member(Role.TECHNICIAN))
    client.force_login(a_member(Role.TECHNICIAN).user)

    assert client.get(URL, {"q": device.label.lower()}).url == f"/d/{device.label}"
    assert "Rien trouvé" in client.get(URL, {"q": "OGO-222-222-2"}).content.decode()
