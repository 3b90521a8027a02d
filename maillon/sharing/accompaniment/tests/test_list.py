import pytest

from maillon.ground.organisations.models import Role
from maillon.sharing.accompaniment import actions
from maillon.sharing.accompaniment.models import Session
from tests.factories import a_member, a_person
from tests.sharing import in_days, read, signed_in, stage

pytestmark = pytest.mark.django_db
PAGE = "/seances/"


@pytest.fixture
def scene():
    return stage()


def titles(member, query: str = "") -> list[str]:
    return [session.title for session in signed_in(member).get(PAGE + query).context["page"]]


@pytest.mark.parametrize(
    ("role", "status"), [(Role.MEDIATOR, 200), (Role.ADMINISTRATOR, 200), (Role.EMPLOYEE, 403), (Role.DONOR, 403)]
)
def test_who_may_open_the_list(role, status):
    assert signed_in(a_member(role)).get(PAGE).status_code == status


def test_those_to_come_the_soonest_first_with_the_seats_left(scene):
    scene.session(title="Plus tard", starts_at=in_days(9))
    soon = scene.session(title="Bientôt", starts_at=in_days(2), seats=2)
    actions.enrol(soon.pk, by=scene.prescriber, person=a_person(scene.prescriber))

    assert titles(scene.prescriber) == ["Bientôt", "Plus tard"]
    assert "1 sur 2" in read(signed_in(scene.prescriber).get(PAGE))


def test_past_ones_are_apart(scene):
    past = scene.session(title="Passée")
    Session.objects.filter(pk=past.pk).update(starts_at=in_days(-2))

    assert titles(scene.prescriber) == []
    assert titles(scene.prescriber, "?when=passees") == ["Passée"]


def test_filters_by_kind_and_by_seats_left(scene):
    full = scene.session(title="Pleine", seats=1)
    scene.session(title="Formation", kind="training")
    actions.enrol(full.pk, by=scene.prescriber, person=a_person(scene.prescriber))

    assert titles(scene.prescriber, "?kind=training") == ["Formation"]
    assert titles(scene.prescriber, "?places=libres") == ["Formation"]
    assert "Complète" in read(signed_in(scene.prescriber).get(PAGE))


def test_another_network_sees_none_of_it(scene):
    scene.session()

    assert titles(scene.stranger) == []


def test_an_empty_list_says_what_to_do(scene):
    assert "prévoyez la première" in read(signed_in(scene.prescriber).get(PAGE))
    assert "Élargissez" in read(signed_in(scene.prescriber).get(PAGE + "?when=passees"))


def test_the_list_costs_five_queries_however_long(scene, django_assert_max_num_queries):
    for _ in range(12):
        scene.session()
    client = signed_in(scene.prescriber)
    client.get(PAGE)

    with django_assert_max_num_queries(5):
        client.get(PAGE)


def test_the_fifty_first_is_on_the_second_page(scene):
    for _ in range(51):
        scene.session()

    assert len(titles(scene.prescriber, "?page=2&kind=handover")) == 1
    assert "kind=handover&amp;page=2" in read(signed_in(scene.prescriber).get(PAGE + "?kind=handover"))
