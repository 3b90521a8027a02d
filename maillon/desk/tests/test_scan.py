"""`/scanner/`: what a scanner or fingers type, and the answer."""

import pytest

from maillon.ground.organisations.models import Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.lots import actions as lots
from tests.factories import a_device, a_lot, a_member, an_organisation

pytestmark = pytest.mark.django_db
URL = "/scanner/"


@pytest.fixture
def technician(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)
    return member


def test_a_label_shows_its_device_and_the_one_next_act(client, technician):
    device = a_device(technician)

    page = client.get(URL, {"q": device.label}).content.decode()

    assert f"/appareils/{device.pk}/trier/" in page
    assert page.count('class="m-act"') == 1


def test_sorting_from_the_scanner_goes_back_to_it(client, technician):
    device = a_device(technician)
    answer = client.get(URL, {"q": device.label})

    after = client.post(f"/appareils/{device.pk}/trier/", {"back": answer.context["back"]}, follow=True)

    assert after.redirect_chain == [(f"/scanner/?q={device.label}", 302)]
    assert "Dire quels disques il contient" in after.content.decode()


@pytest.mark.parametrize(
    "typed",
    ["{}", " {} ", "\x1d{}\r\n", "https://maillon.example/d/{}", "http://127.0.0.1:8000/d/{}?x=1", "{lower}", "{bare}"],
)
def test_a_code_is_understood_however_it_is_typed(client, technician, typed):
    device = a_device(technician)
    label = device.label

    answer = client.get(URL, {"q": typed.format(label, lower=label.lower(), bare=label.replace("-", ""))})

    assert answer.context["device"] == device


def test_a_serial_number_finds_its_device(client, technician):
    device = a_device(technician)
    Device.objects.filter(pk=device.pk).update(serial="PF1A2B3C", search="pf1a2b3c")

    assert client.get(URL, {"q": "pf1a2b3c"}).context["device"] == device


def test_several_devices_of_a_model_are_listed(client, technician):
    found = [a_device(technician), a_device(technician)]
    Device.objects.update(manufacturer="Dell", model="Latitude 5490", search="dell latitude 5490")

    page = client.get(URL, {"q": "latitude 5490"})

    assert set(page.context["several"]) == set(found)


def test_a_former_label_leads_to_its_device_and_says_so(client, technician):
    device = a_device(technician)
    former = device.label
    devices.relabel(device.pk, code="", by=technician)

    page = client.get(URL, {"q": former})

    assert page.context["device"] == device
    assert f"l’étiquette {former} a été remplacée" in page.content.decode()


def test_a_new_label_is_offered_the_lot_that_is_open(client, technician):
    lot = a_lot(technician)
    label = devices.print_labels(1, by=technician)[0].code

    page = client.get(URL, {"q": label}).content.decode()

    assert f"/appareils/lot/{lot.pk}/?code={label}" in page


def test_a_new_label_asks_which_lot_when_several_are_open(client, technician):
    first, second, closed = a_lot(technician), a_lot(technician), a_lot(technician)
    lots.close(closed, reason="Palette", by=technician)
    label = devices.print_labels(1, by=technician)[0].code

    page = client.get(URL, {"q": label})

    assert set(page.context["lots"]) == {first, second}
    assert "De quel lot vient l’appareil" in page.content.decode()


def test_a_new_label_without_an_open_lot_says_to_receive_first(client, technician):
    label = devices.print_labels(1, by=technician)[0].code

    assert "/lots/recevoir/" in client.get(URL, {"q": label}).content.decode()


def test_a_label_of_another_network_is_said_to_be_foreign(client, technician):
    foreign = a_device(a_member(Role.TECHNICIAN))

    page = client.get(URL, {"q": foreign.label})

    assert "celle d’un autre réseau" in page.context["trouble"]
    assert "device" not in page.context


def test_a_device_held_elsewhere_in_the_network_is_not_shown(client, technician):
    neighbour = a_member(Role.TECHNICIAN, network=technician.network, organisation=an_organisation())
    device = a_device(neighbour)

    page = client.get(URL, {"q": device.label})

    assert "n’est pas chez vous" in page.context["trouble"]
    assert str(device.pk) not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("zzzz", "Rien ici ne porte « zzzz »"),
        ("ABCDE-2X6-JZX-9", ""),
        ("\x00<script>", "Rien ici ne porte"),
        ("x" * 400, "Rien ici ne porte"),
    ],
)
def test_an_unknown_code_gets_a_clear_sentence(client, technician, typed, sentence):
    page = client.get(URL, {"q": typed})

    assert page.status_code == 200
    assert page.context["trouble"]
    assert sentence in page.context["trouble"]
    assert "<script>" not in page.content.decode().partition("<main")[2]


def test_a_wrong_sign_on_a_label_of_ours_is_a_typing_mistake(client, technician):
    label = a_device(technician).label
    wrong = label[:-1] + ("2" if label[-1] != "2" else "3")

    assert "faute de frappe" in client.get(URL, {"q": wrong}).context["trouble"]


def test_the_code_of_a_certificate_opens_its_verification(client, technician):
    code = "a" * 40

    assert client.get(URL, {"q": f"https://maillon.example/verifier/{code}"}).url == f"/verifier/{code}"


def test_who_may_not_work_on_it_sees_no_button(client):
    technician = a_member(Role.TECHNICIAN)
    device = a_device(technician, state=State.TO_ERASE)
    funder = a_member(Role.FUNDER, network=technician.network)
    client.force_login(funder.user)

    assert 'class="m-act"' not in client.get(URL, {"q": device.label}).content.decode()


def test_a_stranger_signs_in_first(client):
    assert client.get(URL, {"q": "x"}).status_code == 302
