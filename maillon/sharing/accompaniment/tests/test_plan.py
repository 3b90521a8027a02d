import pytest

from maillon.ground.organisations.models import Role
from maillon.sharing.accompaniment.models import Session
from tests.factories import a_member
from tests.sharing import in_days, read, signed_in, stage, typed

pytestmark = pytest.mark.django_db
PAGE = "/seances/nouvelle/"


@pytest.fixture
def scene():
    return stage()


def form(**said):
    return {
        "id": "019a0000-0000-7000-8000-000000000003",
        "kind": "workshop",
        "title": "Atelier « premiers pas »",
        "starts_at": typed(in_days(4)),
        "minutes": "90",
        "seats": "6",
        "place": "Médiathèque, salle 2",
        "commune": "Pontivy (56300)",
        **said,
    }


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.MEDIATOR, 200),
        (Role.PRESCRIBER, 200),
        (Role.COORDINATOR, 200),
        (Role.TECHNICIAN, 403),
        (Role.FUNDER, 403),
        (Role.DONOR, 403),
    ],
)
def test_who_may_plan(role, status):
    assert signed_in(a_member(role)).get(PAGE).status_code == status


def test_a_session_is_planned_once_even_sent_twice(scene):
    client = signed_in(scene.mediator)

    answer = client.post(PAGE, form())
    client.post(PAGE, form())

    session = Session.objects.get()
    assert answer.url == f"/seances/{session.pk}/"
    assert (session.organisation, session.seats, session.starts_at) == (scene.mediator.organisation, 6, in_days(4))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"starts_at": "2020-01-01T10:00"}, "starts_at"),
        ({"starts_at": "mardi"}, "starts_at"),
        ({"seats": "0"}, "seats"),
        ({"seats": "100000"}, "seats"),
        ({"minutes": "-5"}, "minutes"),
        ({"commune": "Trifouilly"}, "commune"),
        ({"title": ""}, "title"),
        ({"kind": "fete"}, "kind"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_the_rest_is_kept(scene, said, field):
    answer = signed_in(scene.mediator).post(PAGE, form(**said))

    assert field in answer.context["form"].errors
    assert "Médiathèque, salle 2" in read(answer)
    assert not Session.objects.exists()
