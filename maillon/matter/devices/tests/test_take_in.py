"""`/appareils/lot/<id>/`: the units of a lot become devices, one by one or in series."""

import uuid

import pytest

from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, Label
from maillon.matter.ledger.models import Account, Stock
from maillon.matter.lots import actions as lots
from tests.factories import a_lot, a_member, an_organisation, category

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


@pytest.fixture
def lot(technician):
    return a_lot(technician, counts={"laptop": 10, "monitor": 4})


def test_a_scanned_label_makes_a_device_and_asks_for_the_next(client, technician, lot):
    label = devices.print_labels(1, by=technician)[0]

    response = client.post(
        f"/appareils/lot/{lot.pk}/entrer/",
        {"id": uuid.uuid4(), "code": label.code.lower(), "category": "laptop", "mass": "1,78"},
        follow=True,
    )

    device = Device.objects.get()
    assert (device.label, device.mass_g, device.mass_source) == (label.code, 1780, "measured")
    assert response.redirect_chain[0][0] == f"/appareils/lot/{lot.pk}/?categorie=laptop"
    assert f"{label.code} : ordinateur portable entré." in response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert response.context["unit"].initial["category"] == "laptop"


def test_the_pasted_address_of_a_label_is_its_code(client, technician, lot):
    label = devices.print_labels(1, by=technician)[0]
    address = f"https://maillon.example/d/{label.code}"

    client.post(f"/appareils/lot/{lot.pk}/entrer/", {"id": uuid.uuid4(), "code": address, "category": "laptop"})

    assert Device.objects.get().label == label.code


def test_without_a_label_a_new_one_is_made(client, technician, lot):
    client.post(f"/appareils/lot/{lot.pk}/entrer/", {"id": uuid.uuid4(), "code": "", "category": "monitor"})

    device = Device.objects.get()
    assert device.mass_g == device.category.default_mass_g
    assert Label.objects.get().device == device


def test_a_double_click_takes_in_one_device(client, technician, lot):
    sent = {"id": uuid.uuid4(), "code": "", "category": "laptop"}

    client.post(f"/appareils/lot/{lot.pk}/entrer/", sent)
    client.post(f"/appareils/lot/{lot.pk}/entrer/", sent)

    assert Device.objects.count() == 1
    assert Stock.objects.get(lot=lot.pk, account=Account.DEVICES).units == 1


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"mass": "0"}, "mass", "attendu entre"),
        ({"mass": "40000"}, "mass", "attendu entre"),
        ({"mass": "deux kilos"}, "mass", "Écrivez un nombre en kg"),
        ({"code": "pas une étiquette"}, "code", "n’est pas un code d’étiquette"),
        ({"category": "mouse"}, "category", ""),
        ({"category": ""}, "category", "Choisissez une réponse"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field_and_kept(client, technician, lot, changes, field, sentence):
    response = client.post(
        f"/appareils/lot/{lot.pk}/entrer/",
        {"id": uuid.uuid4(), "code": "", "category": "laptop", "mass": "1,5", **changes},
    )

    form = response.context["unit"]
    assert response.status_code == 200
    assert sentence in " ".join(form.errors[field])
    assert form["mass"].value() == changes.get("mass", "1,5")
    assert Device.objects.count() == 0


def test_a_label_already_on_a_device_is_refused(client, technician, lot):
    used = devices.take_in(lot, category("laptop"), by=technician).label

    response = client.post(f"/appareils/lot/{lot.pk}/entrer/", {"id": uuid.uuid4(), "code": used, "category": "laptop"})

    assert "déjà sur un appareil" in response.context["unit"].errors["code"][0]
    assert Device.objects.count() == 1


def test_a_label_of_another_network_is_refused(client, technician, lot):
    foreign = devices.print_labels(1, by=a_member(Role.TECHNICIAN))[0]

    response = client.post(
        f"/appareils/lot/{lot.pk}/entrer/", {"id": uuid.uuid4(), "code": foreign.code, "category": "laptop"}
    )

    assert "n’a pas été imprimée par ce réseau" in response.context["unit"].errors["code"][0]
    assert Label.objects.get(pk=foreign.pk).device is None


def test_a_series_gives_each_its_label(client, technician, lot):
    sent = {"series-id": uuid.uuid4(), "series-category": "laptop", "series-units": 12}

    client.post(f"/appareils/lot/{lot.pk}/serie/", sent)
    response = client.post(f"/appareils/lot/{lot.pk}/serie/", sent, follow=True)

    made = Device.objects.all()
    assert made.count() == 12
    assert len({device.label for device in made}) == 12
    assert "12 ordinateurs portables" in response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("units", ["0", "51", "-3", "abc", ""])
def test_a_series_has_from_one_to_fifty_devices(client, technician, lot, units):
    response = client.post(
        f"/appareils/lot/{lot.pk}/serie/",
        {"series-id": uuid.uuid4(), "series-category": "laptop", "series-units": units},
    )

    assert response.context["series"].errors["units"]
    assert Device.objects.count() == 0


def test_nothing_enters_a_closed_lot(client, technician, lot):
    lots.close(lot, reason="Tout est parti", by=technician)

    response = client.post(f"/appareils/lot/{lot.pk}/entrer/", {"id": uuid.uuid4(), "code": "", "category": "laptop"})

    assert "rien ne peut plus y entrer" in " ".join(response.context["unit"].non_field_errors())
    assert Device.objects.count() == 0


def test_the_category_proposed_is_the_first_one_not_complete(client, technician, lot):
    devices.take_in_series(lot, category("laptop"), 10, by=technician, id=uuid.uuid4())

    page = client.get(f"/appareils/lot/{lot.pk}/")

    assert page.context["unit"].initial["category"] == "monitor"
    assert page.context["intake"].progress == "10 sur 14"


def test_inside_the_page_of_the_lot_only_the_list_is_sent(client, technician, lot):
    device = devices.take_in(lot, category("laptop"), by=technician)

    part = client.get(f"/appareils/lot/{lot.pk}/", headers={"HX-Request": "true"}).content.decode()

    assert device.label in part
    assert "<html" not in part


def test_only_the_workshop_that_holds_the_lot_takes_in(client, technician, lot):
    donor = a_member(Role.DONOR, network=technician.network, organisation=lot.donor.organisation)
    neighbour = a_member(Role.TECHNICIAN, network=technician.network, organisation=an_organisation())
    stranger = a_member(Role.TECHNICIAN)
    sent = {"id": uuid.uuid4(), "code": "", "category": "laptop"}

    for member, status in ((donor, 403), (neighbour, 404), (stranger, 404)):
        client.force_login(member.user)
        assert client.post(f"/appareils/lot/{lot.pk}/entrer/", sent).status_code == status
        assert client.post(f"/appareils/lot/{lot.pk}/serie/", sent).status_code == status
    assert Device.objects.count() == 0
