"""The acts of the workshop on one device, each on its page."""

import pytest

from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from tests.factories import a_device, a_member, an_organisation

pytestmark = pytest.mark.django_db
PATHS = ("rapport", "peser", "etiquette", "sans-disque", "recycler", "perdu")


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


def fresh(device: Device) -> Device:
    return Device.objects.get(pk=device.pk)


def test_sorting_takes_one_press(client, technician):
    laptop, screen = a_device(technician), a_device(technician, slug="monitor")

    for device in (laptop, screen):
        client.post(f"/appareils/{device.pk}/trier/")

    assert (fresh(laptop).state, fresh(screen).state) == (State.TO_ERASE, State.ERASED)


def test_sorting_twice_says_where_the_device_stands(client, technician):
    device = a_device(technician)

    client.post(f"/appareils/{device.pk}/trier/")
    response = client.post(f"/appareils/{device.pk}/trier/", follow=True)

    assert response.redirect_chain == [(f"/appareils/{device.pk}/", 302)]
    assert "il ne peut pas devenir" in response.content.decode()
    assert fresh(device).state == State.TO_ERASE


@pytest.mark.parametrize(
    "back", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)", "\\ailleurs"]
)
def test_an_act_never_leads_out_of_the_site(client, technician, back):
    device = a_device(technician)

    assert client.post(f"/appareils/{device.pk}/trier/", {"back": back}).url == f"/appareils/{device.pk}/"


def test_a_device_is_weighed_again(client, technician):
    device = a_device(technician)

    client.post(f"/appareils/{device.pk}/peser/", {"mass": "1,84", "reason": "avec sa batterie"})

    assert (fresh(device).mass_g, fresh(device).mass_source) == (1840, "measured")


@pytest.mark.parametrize("mass", ["0", "40000", "lourd", ""])
def test_an_impossible_mass_is_refused_beside_the_field(client, technician, mass):
    device = a_device(technician)

    response = client.post(f"/appareils/{device.pk}/peser/", {"mass": mass})

    assert response.context["form"].errors["mass"]
    assert fresh(device).mass_g == device.mass_g


def test_another_label_replaces_the_former_which_still_leads_here(client, technician):
    device = a_device(technician)
    new = devices.print_labels(1, by=technician)[0]

    client.post(f"/appareils/{device.pk}/etiquette/", {"code": new.code})

    assert fresh(device).label == new.code
    assert set(device.labels.values_list("code", flat=True)) == {device.label, new.code}


def test_a_label_of_another_device_is_refused(client, technician):
    device, other = a_device(technician), a_device(technician)

    response = client.post(f"/appareils/{device.pk}/etiquette/", {"code": other.label})

    assert "déjà sur un appareil" in response.context["form"].errors["code"][0]
    assert fresh(device).label == device.label


def test_the_absence_of_a_disk_is_attested_with_what_was_checked(client, technician):
    device = a_device(technician, state=State.TO_ERASE)

    refused = client.post(f"/appareils/{device.pk}/sans-disque/", {"reason": ""})
    client.post(f"/appareils/{device.pk}/sans-disque/", {"reason": "Emplacement vide"})

    assert refused.context["form"].errors["reason"]
    assert (fresh(device).state, fresh(device).no_medium) == (State.ERASED, "Emplacement vide")


def test_a_device_leaves_for_recycling_with_a_reason(client, technician):
    device = a_device(technician)

    client.post(f"/appareils/{device.pk}/recycler/", {"reason": "Écran cassé"})
    again = client.post(f"/appareils/{device.pk}/recycler/", {"reason": "Écran cassé"})

    assert fresh(device).state == State.RECYCLED
    assert "recyclé" in " ".join(again.context["form"].non_field_errors())


def test_a_lost_device_is_found_and_goes_back_to_sorting(client, technician):
    device = a_device(technician, state=State.READY)

    client.post(f"/appareils/{device.pk}/perdu/", {"reason": "Introuvable à l’inventaire"})
    lost = client.get(f"/appareils/{device.pk}/").context["act"]
    client.post(f"/appareils/{device.pk}/retrouve/")

    assert lost.title == "Retrouvé ?"
    found = fresh(device)
    assert (found.state, found.cleared_at, found.tested_at) == (State.RECEIVED, None, None)


@pytest.mark.parametrize("path", PATHS)
def test_each_act_has_a_page_that_leads_back(client, technician, path):
    device = a_device(technician)

    page = client.get(f"/appareils/{device.pk}/{path}/").content.decode()

    assert f'href="/appareils/{device.pk}/"' in page


@pytest.mark.parametrize("path", [*PATHS, "trier", "retrouve"])
def test_an_act_belongs_to_the_workshop_that_holds_the_device(client, technician, path):
    mine = a_device(technician)
    neighbour = a_member(Role.TECHNICIAN, network=technician.network, organisation=an_organisation())
    funder = a_member(Role.FUNDER, network=technician.network)
    stranger = a_member(Role.COORDINATOR)

    for member, status in ((neighbour, 404), (stranger, 404), (funder, 403)):
        client.force_login(member.user)
        assert client.post(f"/appareils/{mine.pk}/{path}/", {"reason": "x", "mass": "1"}).status_code == status
    assert fresh(mine).state == State.RECEIVED
