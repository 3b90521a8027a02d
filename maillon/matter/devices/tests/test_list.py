"""`/appareils/`: tabs by state, filters, search, pages."""

import uuid

import pytest

from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from tests.factories import a_device, a_lot, a_member, an_organisation, category

pytestmark = pytest.mark.django_db


def found(client, **asked) -> set[str]:
    return {device.label for device in client.get("/appareils/", asked).context["page"]}


def test_each_state_has_its_tab_with_its_count(client):
    technician = a_member(Role.TECHNICIAN)
    for state in (State.RECEIVED, State.RECEIVED, State.TO_ERASE, State.READY):
        a_device(technician, state=state)
    client.force_login(technician.user)

    page = client.get("/appareils/", {"etat": "received"})

    assert [(value, count) for value, _, count in page.context["tabs"].shown] == [
        ("received", 2),
        ("to_erase", 1),
        ("ready", 1),
    ]
    assert len(page.context["page"]) == 2


def test_filters_combine_and_stay_in_the_address(client):
    coordinator = a_member(Role.COORDINATOR)
    other = a_member(Role.TECHNICIAN, network=coordinator.network, organisation=an_organisation())
    ready = a_device(coordinator, state=State.READY)
    screen = a_device(coordinator, slug="monitor")
    elsewhere = a_device(other)
    client.force_login(coordinator.user)

    assert found(client, categorie="monitor") == {screen.label}
    assert found(client, grade=ready.grade, etat="ready") == {ready.label}
    assert found(client, detenteur=str(other.organisation_id)) == {elsewhere.label}
    assert found(client, detenteur=str(other.organisation_id), categorie="monitor") == set()
    page = client.get("/appareils/", {"categorie": "monitor"}).content.decode()
    assert "?categorie=monitor&amp;etat=received" in page


@pytest.mark.parametrize("asked", [{"etat": "rien"}, {"detenteur": "pas-un-id"}, {"tri": "x"}, {"page": "99"}])
def test_a_meaningless_filter_filters_nothing(client, asked):
    technician = a_member(Role.TECHNICIAN)
    device = a_device(technician)
    client.force_login(technician.user)

    assert found(client, **asked) == {device.label}


def test_the_search_finds_labels_serials_and_models(client):
    technician = a_member(Role.TECHNICIAN)
    wanted, other = a_device(technician), a_device(technician)
    former = wanted.label
    Device.objects.filter(pk=wanted.pk).update(
        serial="PF1A2B3C", search=f"{former.replace('-', '').lower()} dell inc. latitude e-5490 pf1a2b3c"
    )
    devices.relabel(other.pk, code="", by=technician)
    client.force_login(technician.user)

    for typed in (former, former.lower().replace("-", " "), "latitude 5490", "DELL pf1a", "e-5490"):
        assert found(client, q=typed) == {wanted.label}, typed
    assert found(client, q=other.label) == {Device.objects.get(pk=other.pk).label}
    assert found(client, q="latitude 7490") == set()


@pytest.mark.parametrize("few", [0, 1, 500])
def test_a_search_finds_the_same_however_many_it_finds(client, monkeypatch, few):
    technician = a_member(Role.TECHNICIAN)
    ready, received, _ = a_device(technician, state=State.READY), a_device(technician), a_device(technician)
    Device.objects.filter(pk__in=[ready.pk, received.pk]).update(search="dell latitude 5490")
    monkeypatch.setattr("maillon.matter.devices.queries.lists.FEW", few)
    client.force_login(technician.user)

    assert found(client, q="latitude") == {ready.label, received.label}
    assert found(client, q="latitude", etat="ready") == {ready.label}
    assert found(client, q="latitude", etat="lost") == set()


def test_those_who_wait_the_most_may_come_first(client):
    technician = a_member(Role.TECHNICIAN)
    old, new = a_device(technician), a_device(technician)
    client.force_login(technician.user)

    def order(**asked):
        return [device.pk for device in client.get("/appareils/", asked).context["page"]]

    assert order() == [new.pk, old.pk]
    assert order(tri="anciens") == [old.pk, new.pk]


def test_the_list_asks_six_questions_whatever_its_length(client, django_assert_max_num_queries):
    coordinator = a_member(Role.COORDINATOR)
    lot = a_lot(coordinator, counts={"laptop": 60})
    devices.take_in_series(lot, category("laptop"), 50, by=coordinator, id=uuid.uuid4())
    devices.take_in_series(lot, category("laptop"), 5, by=coordinator, id=uuid.uuid4())
    client.force_login(coordinator.user)

    for asked in ({}, {"q": "x", "etat": "received"}, {"page": 2}, {"q": Device.objects.first().label}):
        with django_assert_max_num_queries(6):
            client.get("/appareils/", asked)
    assert len(client.get("/appareils/", {"page": 2}).context["page"]) == 5


def test_another_network_is_never_listed(client):
    technician = a_member(Role.TECHNICIAN)
    foreign = a_device(a_member(Role.TECHNICIAN))
    client.force_login(technician.user)

    assert found(client) == set()
    assert found(client, q=foreign.label) == set()


def test_an_empty_list_says_where_devices_come_from(client):
    client.force_login(a_member(Role.TECHNICIAN).user)

    assert "Voir les lots" in client.get("/appareils/").content.decode()
    assert "Voir tous les appareils" in client.get("/appareils/", {"q": "zzz"}).content.decode()
