import datetime

import pytest
from django.utils import timezone

from maillon.matter.devices.models import Device, State
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs import queries
from maillon.sharing.needs.models import Need
from tests.factories import category
from tests.sharing import read, signed_in, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return stage()


def estimate(scene, slug="laptop", usage="occasionnel", **more):
    return queries.estimate(scene.network, category(slug), usage, timezone.localdate(), **more)


def served(scene, count: int, weeks_ago: int) -> None:
    """Requests of this kind served so long ago."""
    for _ in range(count):
        need = scene.need()
        device = scene.device()
        needs.reserve(need.items.get().pk, device.pk, by=scene.coordinator)
        needs.serve(need.pk, on=timezone.localdate() - datetime.timedelta(weeks=weeks_ago), by=scene.coordinator)


def test_without_any_pace_nothing_is_promised(scene):
    scene.need()

    assert estimate(scene).label == "pas encore estimable"


def test_a_device_ready_for_the_next_request_means_less_than_a_week(scene):
    scene.device()

    assert estimate(scene).label == "moins d’une semaine"


def test_a_device_of_another_usage_does_not_count(scene):
    Device.objects.filter(pk=scene.device().pk).update(usage="avance")

    assert estimate(scene).ready == 0


def test_the_wait_is_the_queue_at_the_pace_of_the_last_eight_weeks(scene):
    served(scene, 4, weeks_ago=1)
    for _ in range(7):
        scene.need()

    found = estimate(scene)

    assert (found.ahead, found.ready, found.per_week) == (7, 0, 0.5)
    assert found.weeks == (16, 20)
    assert found.label == "16 à 20 semaines"


def test_what_left_longer_ago_does_not_count(scene):
    served(scene, 4, weeks_ago=9)

    assert estimate(scene).per_week == 0


def test_a_request_in_the_queue_counts_only_those_before_it(scene):
    first, second = scene.need(), scene.need()

    assert estimate(scene, before=first).ahead == 0
    assert estimate(scene, before=second).ahead == 1
    assert estimate(scene).ahead == 2


def test_what_is_in_the_workshop_is_told(scene):
    Device.objects.filter(pk=scene.device().pk).update(state=State.IN_REPAIR)

    assert estimate(scene).in_workshop == 1


def test_another_equipment_that_comes_much_sooner_is_told(scene):
    for _ in range(3):
        scene.need()
    Device.objects.filter(pk=scene.device(slug="desktop").pk).update(usage="occasionnel")

    found = queries.wait(scene.network, [category("laptop")], "occasionnel", timezone.localdate())

    assert found.sooner is not None
    assert found.sooner.category.pk == "desktop"


def test_the_address_answers_for_what_is_chosen(scene):
    scene.device()
    client = signed_in(scene.prescriber)

    ready = read(client.get("/demandes/nouvelle/quand/?items=laptop&usage=occasionnel"))
    none = read(client.get("/demandes/nouvelle/quand/?items=tablet&usage=courant"))
    wrong = client.get("/demandes/nouvelle/quand/?items=nimporte&usage=quoi")

    assert "moins d’une semaine" in ready
    assert "Pas encore estimable" in none
    assert wrong.status_code == 200


def test_two_queries_answer(scene, django_assert_num_queries):
    laptop = category("laptop")

    with django_assert_num_queries(2):
        queries.estimate(scene.network, laptop, "courant", timezone.localdate())


def test_a_request_waiting_shows_its_own_wait(scene):
    scene.device()
    need = scene.need()

    html = read(signed_in(scene.prescriber).get(f"/demandes/{need.pk}/"))

    assert "moins d’une semaine" in html
    assert Need.objects.get().state == "waiting"
