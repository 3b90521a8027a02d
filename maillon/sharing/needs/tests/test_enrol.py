import pytest

from maillon.sharing.accompaniment import actions as accompaniment
from maillon.sharing.accompaniment.models import Enrolment
from tests.factories import a_person
from tests.sharing import read, signed_in, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return stage()


def enrol(scene, need, session):
    return signed_in(scene.prescriber).post(f"/demandes/{need.pk}/seance/", {"session": str(session.pk)})


def test_a_person_gets_a_seat_from_the_page_of_her_request(scene):
    need, session = scene.need(), scene.session()

    answer = enrol(scene, need, session)

    assert answer.url == f"/demandes/{need.pk}/"
    assert Enrolment.objects.get().person == need.person
    assert "Prise en main" in read(signed_in(scene.prescriber).get(answer.url))


def test_asked_twice_it_is_one_seat(scene):
    need, session = scene.need(), scene.session()

    enrol(scene, need, session)
    enrol(scene, need, session)

    assert Enrolment.objects.count() == 1


def test_a_session_that_is_full_is_not_proposed_any_more(scene):
    need, session = scene.need(), scene.session(seats=1)
    accompaniment.enrol(session.pk, by=scene.prescriber, person=a_person(scene.prescriber))

    answer = enrol(scene, need, session)

    assert "session" in answer.context["form"].errors
    assert "Aucune séance ouverte" in read(answer)


def test_a_session_of_another_network_is_not_there(scene):
    other = stage().session()

    assert "session" in enrol(scene, scene.need(), other).context["form"].errors
