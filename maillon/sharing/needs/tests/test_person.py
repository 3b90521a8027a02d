import pytest

from maillon.sharing.people.models import Person
from maillon.sharing.people.queries import name_of
from tests.sharing import read, signed_in, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return stage()


def test_her_prescriber_puts_her_name_right(scene):
    need = scene.need()
    client = signed_in(scene.prescriber)
    assert 'value="Zéphyrin"' in read(client.get(f"/demandes/{need.pk}/personne/"))

    client.post(f"/demandes/{need.pk}/personne/", {"last_name": "Zéphirin", "first_name": "Aminata"})

    assert name_of(Person.objects.get()) == "Aminata Zéphirin"


def test_a_name_left_empty_is_said_beside_it(scene):
    need = scene.need()

    answer = signed_in(scene.prescriber).post(f"/demandes/{need.pk}/personne/", {"last_name": "", "reference": ""})

    assert "reference" in answer.context["form"].errors


@pytest.mark.parametrize("reader", ["coordinator", "distributor"])
def test_whoever_may_not_know_her_finds_no_such_page(scene, reader):
    need = scene.need()
    client = signed_in(getattr(scene, reader))

    assert client.get(f"/demandes/{need.pk}/personne/").status_code in (403, 404)
    assert client.post(f"/demandes/{need.pk}/personne/effacer/").status_code in (403, 404)
    assert Person.objects.get().identity is not None


def test_she_may_have_her_identity_erased_and_the_request_stays(scene):
    need = scene.need()
    client = signed_in(scene.prescriber)

    client.post(f"/demandes/{need.pk}/personne/effacer/")

    assert Person.objects.get().identity is None
    html = read(client.get(f"/demandes/{need.pk}/"))
    assert "Identité effacée" in html
    assert need.reference in html
