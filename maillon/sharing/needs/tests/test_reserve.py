import threading

import pytest
from django.db import connection

from maillon.common.errors import Refused
from maillon.ground.messages.models import Message
from maillon.matter.devices.models import Device
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.models import Need, NeedItem
from tests.factories import a_member
from tests.sharing import read, signed_in, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return stage()


def address(need: Need, device: Device) -> str:
    return f"/demandes/{need.pk}/objets/{need.items.first().pk}/reserver/{device.pk}/"


def test_the_coordinator_sees_what_suits_and_why(scene):
    need = scene.need()
    device = scene.device()

    html = read(signed_in(scene.coordinator).get(f"/demandes/{need.pk}/"))

    assert device.label in html
    assert "Usage occasionnel : demandé" in html
    assert "Sur place" in html
    assert "Don d’une entreprise" in html


def test_a_device_of_a_lower_usage_is_not_proposed(scene):
    need = scene.need(usage="avance")
    device = scene.device()

    html = read(signed_in(scene.coordinator).get(f"/demandes/{need.pk}/"))

    assert device.label not in html
    assert "Aucun appareil prêt ne convient" in html


def test_reserving_promises_the_device_and_tells_the_referent(scene):
    need, device = scene.need(), scene.device()

    answer = signed_in(scene.coordinator).post(address(need, device), follow=True)

    device.refresh_from_db()
    need.refresh_from_db()
    assert (need.state, device.state, device.promised_to) == ("reserved", "reserved", need.pk)
    assert "est réservé pour la demande" in read(answer)
    message = Message.objects.get(subject__contains="a son équipement")
    assert device.title in message.body
    assert "Fixez le rendez-vous" in message.body


def test_a_double_click_reserves_once(scene):
    need, device = scene.need(), scene.device()
    client = signed_in(scene.coordinator)

    client.post(address(need, device))
    answer = client.post(address(need, device), follow=True)

    assert answer.status_code == 200
    assert Message.objects.filter(subject__contains="a son équipement").count() == 1


def test_the_second_to_reserve_is_told_and_shown_what_is_left(scene):
    first, second = scene.need(), scene.need()
    wanted, other = scene.device(), scene.device()
    signed_in(scene.coordinator).post(address(first, wanted))

    answer = signed_in(scene.coordinator).post(address(second, wanted))
    html = read(answer)

    assert answer.status_code == 409
    assert "vient d’être réservé pour une autre demande" in html
    assert other.label in html
    assert wanted.label not in html
    assert Need.objects.get(pk=second.pk).state == "waiting"


def test_a_request_of_several_things_is_told_once_all_are_there(scene):
    need = scene.need("laptop", "laptop")
    one, two = need.items.all()

    needs.reserve(one.pk, scene.device().pk, by=scene.coordinator)
    assert not Message.objects.filter(subject__contains="a son équipement").exists()
    assert Need.objects.get(pk=need.pk).state == "waiting"

    needs.reserve(two.pk, scene.device().pk, by=scene.coordinator)
    assert Message.objects.filter(subject__contains="a son équipement").count() == 1
    assert Need.objects.get(pk=need.pk).state == "reserved"


def test_releasing_gives_the_device_back_and_keeps_the_place(scene):
    need = scene.promised()
    item = need.items.get()

    signed_in(scene.coordinator).post(f"/demandes/{need.pk}/objets/{item.pk}/liberer/")

    assert Device.objects.get(pk=item.device_id).state == "ready"
    released = Need.objects.get(pk=need.pk)
    assert (released.state, released.asked_on) == ("waiting", need.asked_on)


def test_an_appointment_must_be_called_off_before_releasing(scene):
    handover = scene.appointment()
    item = handover.need.items.get()

    with pytest.raises(Refused, match="annulez-le d’abord"):
        needs.release(item.pk, by=scene.coordinator)


def test_a_distributor_reserves_what_its_organisation_holds_and_nothing_else(scene):
    need, device = scene.need(), scene.device()
    client = signed_in(scene.distributor)

    page = read(client.get(f"/demandes/{need.pk}/"))
    answer = client.post(address(need, device))

    assert "À demander à qui le détient" in page
    assert answer.status_code == 403
    holder = a_member("distributeur", network=scene.network)
    assert signed_in(holder).post(address(need, device)).status_code == 302


def test_a_prescriber_does_not_reserve(scene):
    need, device = scene.need(), scene.device()

    assert signed_in(scene.prescriber).post(address(need, device)).status_code == 403


def test_nor_does_anyone_with_a_device_or_an_item_of_another_network(scene):
    need, device = scene.need(), scene.device()
    other = stage()
    client = signed_in(scene.coordinator)

    assert client.post(address(need, other.device())).status_code == 404
    assert signed_in(other.coordinator).post(address(need, device)).status_code == 404
    elsewhere = other.need()
    assert (
        client.post(f"/demandes/{need.pk}/objets/{elsewhere.items.get().pk}/reserver/{device.pk}/").status_code == 404
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_at_once_one_gets_the_device():
    scene = stage()
    device = scene.device()
    items = [scene.need().items.get().pk for _ in range(2)]
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def reserve(item) -> None:
        start.wait()
        try:
            needs.reserve(item, device.pk, by=scene.coordinator)
            outcomes.append("reserved")
        except Refused as refused:
            outcomes.append(refused.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=reserve, args=[item]) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert "reserved" in outcomes
    assert any("vient d’être réservé" in outcome for outcome in outcomes)
    assert NeedItem.objects.filter(device=device).count() == 1
