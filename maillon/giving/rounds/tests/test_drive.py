"""A stop: arrive, count, weigh, have it signed; or not done. And what comes to the door."""

import datetime
import json
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillon.common.errors import Forbidden, Refused
from maillon.common.tests.reading import pages
from maillon.desk.documents import PRINTED
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import actions, queries, tasks
from maillon.giving.rounds.models import Round, Stop
from maillon.ground.documents.models import Document
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from maillon.matter.lots.models import Lot
from tests.factories import a_member, an_organisation, category
from tests.rounds import Fleet, a_fleet, a_photo, collected
from tests.sharing import read, signed_in

pytestmark = pytest.mark.django_db

SIGNED = [[[0.1, 0.5], [0.4, 0.2], [0.8, 0.6]]]


@pytest.fixture
def fleet() -> Fleet:
    return a_fleet()


@pytest.fixture
def stop(fleet) -> Stop:
    return fleet.sent(2).stops.get(rank=1)


def typed(stop: Stop, **said) -> dict[str, object]:
    """What the driver's phone sends."""
    return {
        "id": uuid.uuid4(),
        "units_laptop": 12,
        "gross_1": "41,2",
        "container_1": "",
        "signer": "Loïc Hamon, gardien",
        "strokes": json.dumps(SIGNED),
        **said,
    }


def test_arriving_starts_the_round_at_the_phones_hour(fleet, stop):
    at = timezone.now() - datetime.timedelta(hours=2)
    actions.arrive(stop.pk, at=at, by=fleet.driver)
    again = actions.arrive(stop.pk, by=fleet.driver)

    assert again.arrived_at == at
    assert Round.objects.get(pk=stop.round_id).state == Round.State.RUNNING


def test_an_hour_that_nobody_believes_is_replaced_by_now(fleet, stop):
    arrived = actions.arrive(stop.pk, at=timezone.now() + datetime.timedelta(days=30), by=fleet.driver)

    assert timezone.now() - arrived.arrived_at < datetime.timedelta(minutes=1)


def test_what_is_loaded_becomes_a_lot_with_its_pickup_note(fleet, stop):
    weighings = [actions.Weighed(41_200, fleet.rolls), actions.Weighed(2_500)]
    done = collected(
        stop, by=fleet.driver, weighings=weighings, counts={category("laptop"): 11}, refusals="1 portable cassé"
    )

    lot = done.lot
    assert lot.weighed_g == 41_200 - 22_000 + 2_500
    assert (lot.holder, lot.site) == (fleet.network.head, fleet.depot)
    assert lot.counts.get().announced == 12
    assert Offer.objects.get(pk=stop.offer_id).state == Offer.State.RECEIVED
    note = Document.objects.get(about=lot.pk)
    assert note.kind == Document.Kind.PICKUP
    assert note.reference.startswith("BE-")
    assert [line["tare_g"] for line in note.facts["weighings"]] == [22_000, 0]
    assert "Hamon" not in json.dumps(note.facts)


def test_the_note_is_printed_with_the_weighing_and_the_signature(fleet, stop):
    done = collected(stop, by=fleet.driver, weighings=[actions.Weighed(41_200, fleet.rolls)])
    printed = " ".join(pages(PRINTED[Document.Kind.PICKUP](Document.objects.get(about=done.lot_id))))

    for words in (
        "Bon d’enlèvement",
        "Loïc Hamon, gardien",
        "41,2",
        "Rolls",
        "Tournée du",
        "CV-",
        fleet.driver.full_name,
    ):
        assert words in printed


def test_the_donor_gets_a_link_to_the_note(fleet, stop):
    collected(stop, by=fleet.driver)
    (message,) = Message.objects.filter(subject__contains="a été enlevé")
    link = re.search(r"https?://[^/]+(/bons/\S+)", message.body)[1]
    answer = Client().get(link)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert Client().get(link[:-3] + "xx/").status_code == 404


def test_a_repeated_message_loads_once(fleet, stop):
    lot = uuid.uuid4()
    first = collected(stop, by=fleet.driver, id=lot)
    again = collected(stop, by=fleet.driver, id=lot)

    assert first.pk == again.pk
    assert Lot.objects.count() == 1
    assert stop.weighings.count() == 1
    with pytest.raises(Refused, match="déjà chargé"):
        collected(stop, by=fleet.driver, id=uuid.uuid4())


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"weighings": []}, "Pesez au moins une fois"),
        ({"signer": " "}, "nom de la personne"),
        ({"strokes": []}, "Faites signer au doigt"),
        ({"strokes": [[[0.5, 0.5]] * 5000]}, "trop longue"),
        ({"counts": {}}, "Comptez au moins un objet"),
        ({"weighings": [actions.Weighed(4_000_000)]}, "ne pèsent pas"),
    ],
)
def test_what_is_missing_is_asked_for(fleet, stop, said, sentence):
    with pytest.raises(Refused, match=sentence):
        collected(stop, by=fleet.driver, **said)
    assert not Lot.objects.exists()
    assert Stop.objects.get(pk=stop.pk).state == Stop.State.PLANNED


def test_photos_are_kept_with_the_stop(fleet, stop):
    client, photo = signed_in(fleet.driver), SimpleUploadedFile("camion.jpg", a_photo())
    client.post(reverse("rounds:collect", args=[stop.pk]), typed(stop, gross_1="19,2", photos=[photo]))
    page = read(client.get(reverse("rounds:stop", args=[stop.pk])))
    address = re.search(r'href="([^"]+/photos/[^"]+)"', page)[1]

    assert client.get(address).headers["Content-Type"] == "image/jpeg"
    assert signed_in(a_member(Role.COORDINATOR)).get(address).status_code == 404


def test_what_is_no_photo_is_refused_and_nothing_is_half_done(fleet, stop):
    said = typed(stop, gross_1="19,2", photos=[SimpleUploadedFile("camion.jpg", b"<html>")])
    page = read(signed_in(fleet.driver).post(reverse("rounds:collect", args=[stop.pk]), said))

    assert "id_photos_error" in page
    assert not Lot.objects.exists()


def test_a_container_heavier_than_what_is_weighed_is_refused(fleet, stop):
    with pytest.raises(Refused, match="pèse plus à vide"):
        collected(stop, by=fleet.driver, weighings=[actions.Weighed(20_000, fleet.rolls)])


def test_paper_is_as_good_as_a_finger(fleet, stop):
    done = collected(stop, by=fleet.driver, strokes=[], on_paper=True)

    assert done.on_paper
    assert "A signé sur papier" in " ".join(pages(tasks.note_pdf(Document.objects.get(about=done.lot_id))))


def test_what_is_not_done_waits_for_another_round(fleet, stop):
    Message.objects.all().delete()
    actions.miss(stop.pk, reason=Stop.Missed.CLOSED, remark="Rideau baissé", by=fleet.driver)

    assert list(queries.waiting(fleet.network)) == [stop.offer]
    assert Message.objects.get().subject.endswith("est reporté")
    back = actions.resume(stop.pk, by=fleet.driver)
    assert back.state == Stop.State.PLANNED
    assert not queries.waiting(fleet.network).exists()


def test_what_another_round_has_taken_is_not_resumed(fleet, stop):
    actions.miss(stop.pk, reason=Stop.Missed.CLOSED, by=fleet.driver)
    other = fleet.planned(1, vehicle=fleet.van("Master"))
    actions.move(stop.offer_id, other.pk, rank=None, by=fleet.coordinator)

    with pytest.raises(Refused, match="ne peut plus être refait"):
        actions.resume(stop.pk, by=fleet.driver)


def test_a_round_ends_when_all_its_stops_have(fleet):
    round_ = fleet.sent(2)
    first, second = round_.stops.all()
    collected(first, by=fleet.driver)
    with pytest.raises(Refused, match="Il reste 1 arrêt"):
        actions.finish(round_.pk, by=fleet.driver)
    actions.miss(second.pk, reason=Stop.Missed.ABSENT, by=fleet.driver)

    assert actions.finish(round_.pk, by=fleet.driver).state == Round.State.DONE
    assert actions.finish(round_.pk, by=fleet.driver).state == Round.State.DONE


def test_a_round_that_was_not_sent_is_not_driven(fleet):
    with pytest.raises(Refused, match="ne se fait pas maintenant"):
        collected(fleet.planned(1).stops.get(), by=fleet.coordinator)


def test_another_driver_touches_nothing(fleet, stop):
    other = a_member(Role.DRIVER, network=fleet.network)

    with pytest.raises(Forbidden):
        collected(stop, by=other)
    assert signed_in(other).get(reverse("rounds:stop", args=[stop.pk])).status_code == 404
    assert signed_in(a_member(Role.DRIVER)).get(reverse("rounds:stop", args=[stop.pk])).status_code == 404


def test_a_donor_who_brings_signs_a_receipt_on_the_same_page(fleet):
    offer = fleet.offer()
    client = signed_in(fleet.driver)
    assert offer.donor_name in read(client.get(reverse("rounds:door"), {"q": offer.reference}))
    page = client.post(reverse("rounds:bring", args=[offer.pk]))
    stop = Stop.objects.get(offer=offer)
    assert page.url == reverse("rounds:stop", args=[stop.pk])
    client.post(reverse("rounds:collect", args=[stop.pk]), typed(stop, gross_1="19,2"))

    note = Document.objects.get(about=Stop.objects.get(pk=stop.pk).lot_id)
    assert note.kind == Document.Kind.RECEPTION
    assert "Loïc Hamon, gardien" in " ".join(pages(PRINTED[Document.Kind.RECEPTION](note)))


def test_what_a_round_collects_is_not_received_at_the_door(fleet, stop):
    with pytest.raises(Refused, match="retirez-la d’abord"):
        actions.bring(stop.offer_id, fleet.depot, by=fleet.coordinator)


def test_the_neighbour_does_not_receive_at_our_door(fleet):
    other = a_member(Role.DRIVER, network=fleet.network, organisation=an_organisation())

    with pytest.raises(Forbidden):
        actions.bring(fleet.offer().pk, fleet.depot, by=other)


def test_the_phone_goes_from_one_stop_to_the_next(fleet):
    round_ = fleet.sent(2)
    first, second = round_.stops.all()
    client = signed_in(fleet.driver)
    assert reverse("rounds:stop", args=[first.pk]) in read(client.get(reverse("rounds:mine")))
    page = read(client.get(reverse("rounds:stop", args=[first.pk])))
    assert 'href="geo:' in page
    assert "Arrêt 1 sur 2" in page
    client.post(reverse("rounds:arrive", args=[first.pk]), {"at": timezone.now().isoformat()})
    after = client.post(reverse("rounds:collect", args=[first.pk]), typed(first, gross_1="19,2"))
    assert after.url == reverse("rounds:stop", args=[second.pk])
    gone = client.post(reverse("rounds:miss", args=[second.pk]), {"reason": "closed"})
    assert gone.url == reverse("rounds:mine")
    assert "Décharger" in read(client.get(reverse("rounds:mine")))
    client.post(reverse("rounds:finish", args=[round_.pk]))
    assert "Pas de tournée pour vous" in read(client.get(reverse("rounds:mine")))
    assert "est chargé" in read(client.get(reverse("rounds:stop", args=[first.pk])))


def test_a_refusal_keeps_what_was_typed(fleet, stop):
    said = typed(stop, gross_1="20", container_1=fleet.rolls.pk, refusals="2 écrans brisés", units_monitor=3)
    page = read(signed_in(fleet.driver).post(reverse("rounds:collect", args=[stop.pk]), said))

    assert "pèse plus à vide" in page
    assert "2 écrans brisés" in page
    assert "Loïc Hamon, gardien" in page
    assert 'value="3"' in page


@pytest.mark.parametrize("strokes", ["{", "[[1]]", '[[["a","b"]]]', "[[[2,2]]]", "[" * 3000, '{"a": 1}', "7"])
def test_a_signature_that_is_none_is_refused_in_words(fleet, stop, strokes):
    page = signed_in(fleet.driver).post(reverse("rounds:collect", args=[stop.pk]), typed(stop, strokes=strokes))

    assert page.status_code == 200
    assert "illisible" in read(page)


@pytest.mark.parametrize("at", ["", "hier", "2026-13-45T99:99", "2020-01-01T00:00:00Z", "2026-01-01T00:00:00"])
def test_a_clock_that_is_wrong_stops_nobody(fleet, stop, at):
    answer = signed_in(fleet.driver).post(reverse("rounds:collect", args=[stop.pk]), typed(stop, at=at, gross_1="19,2"))

    assert answer.status_code == 302
    assert Stop.objects.get(pk=stop.pk).lot.received_on == timezone.localdate()


def test_the_container_of_another_network_is_no_choice(fleet, stop):
    said = typed(stop, container_1=a_fleet().rolls.pk)

    assert "Sélectionnez un choix valide" in read(
        signed_in(fleet.driver).post(reverse("rounds:collect", args=[stop.pk]), said)
    )
