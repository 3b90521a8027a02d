import datetime

import pytest
from django.utils import timezone

from maillon.ground.journal.models import Entry
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from maillon.sharing.needs.models import Need
from maillon.sharing.people.models import Draft, Person
from tests.factories import a_member, an_organisation
from tests.sharing import FIRST_NAME, LAST_NAME, person_form, read, signed_in, stage

pytestmark = pytest.mark.django_db
PAGE = "/demandes/nouvelle/"


@pytest.fixture
def scene():
    return stage()


@pytest.fixture
def client(scene):
    return signed_in(scene.prescriber)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.PRESCRIBER, 200),
        (Role.MEDIATOR, 200),
        (Role.DISTRIBUTOR, 200),
        (Role.MANAGER, 200),
        (Role.COORDINATOR, 403),
        (Role.TECHNICIAN, 403),
        (Role.FUNDER, 403),
        (Role.DONOR, 403),
    ],
)
def test_the_page_is_for_those_who_accompany(role, status):
    assert signed_in(a_member(role)).get(PAGE).status_code == status


def test_a_visitor_signs_in_first(client):
    client.logout()

    assert client.get(PAGE).url.startswith("/compte/login/")


def test_one_page_makes_the_request_and_the_sealed_file(client, scene):
    answer = client.post(PAGE, person_form(requirements=["leger"], urgent_before="", contribution_cents="25"))

    need = Need.objects.get()
    assert answer.url == f"/demandes/{need.pk}/"
    assert (need.state, need.prescriber, need.referent) == ("waiting", scene.prescriber.organisation, scene.prescriber)
    assert (need.usage, need.requirements, need.projects) == ("courant", ["leger"], ["emploi"])
    assert (need.commune_code, need.contribution_cents) == ("56178", 2500)
    assert need.accompaniment == "Un atelier collectif"
    assert need.person.told["last_name"] == LAST_NAME
    assert need.person.age_bracket == Person.AgeBracket.of(datetime.date(1990, 5, 17), timezone.localdate())
    assert [item.category_id for item in need.items.all()] == ["laptop"]


def test_the_referent_gets_a_message_that_names_nobody(client, scene):
    client.post(PAGE, person_form())

    message = Message.objects.get()
    assert message.to == scene.prescriber.user.email
    assert f"/demandes/{Need.objects.get().pk}/" in message.body
    assert LAST_NAME not in message.subject + message.body
    assert FIRST_NAME not in message.subject + message.body


def test_sent_twice_it_is_one_request(client):
    client.post(PAGE, person_form())
    answer = client.post(PAGE, person_form(), follow=True)

    assert Need.objects.count() == Person.objects.count() == 1
    assert "est déjà envoyée" in read(answer)


def test_a_form_filled_again_for_someone_else_says_that_it_was_sent(client):
    """The browser's Back button brings the same page, with the same identifier."""
    client.post(PAGE, person_form())
    answer = client.post(PAGE, person_form(last_name="Benali"), follow=True)

    assert Person.objects.count() == 1
    assert "commencez une nouvelle demande" in read(answer)


def test_an_unknown_commune_is_said_beside_it_and_the_rest_is_kept(client):
    answer = client.post(PAGE, person_form(commune="Trifouilly", accompaniment="le mardi"))
    html = read(answer)

    assert "Trifouilly" in answer.context["form"].errors["commune"][0]
    assert f'value="{LAST_NAME}"' in html
    assert 'value="Trifouilly"' in html
    assert 'value="le mardi"' in html
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"last_name": "", "reference": ""}, "last_name", "propre référence"),
        ({"eligible": ""}, "eligible", "sans votre attestation"),
        ({"informed": ""}, "informed", "c’est son droit"),
        ({"urgent_before": "2001-01-01"}, "urgent_before", "est passée"),
        ({"born_on": "2999-01-01"}, "born_on", "naissance"),
        ({"items": []}, "items", "au moins une réponse"),
        ({"helper": ""}, "helper", "Choisissez une réponse"),
        ({"usage": "gratuit"}, "usage", "gratuit"),
        ({"accompaniment": f"Mme {LAST_NAME} préfère le mardi"}, "accompaniment", "enlevez-en le nom"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field(client, said, field, words):
    answer = client.post(PAGE, person_form(**said))

    assert answer.status_code == 200
    assert words in answer.context["form"].errors[field][0]
    assert not Need.objects.exists()
    assert not Person.objects.exists(), "a refused request must not leave a file behind"


def test_a_reference_of_ones_own_does_for_a_name(client):
    client.post(PAGE, person_form(last_name="", first_name="", born_on="", reference="Dossier B-214"))

    assert Need.objects.get().person.told["reference"] == "Dossier B-214"


def test_where_accompaniment_is_not_required_one_may_do_without():
    prescriber = stage(accompaniment_required=False).prescriber

    signed_in(prescriber).post(PAGE, person_form(helper="none"))

    assert Need.objects.get().accompaniment == "Sans accompagnement"


def test_where_it_is_required_one_may_not(client):
    assert "helper" in client.post(PAGE, person_form(helper="none")).context["form"].errors


def test_an_association_asks_for_several(client, scene):
    form = {"id": person_form()["id"], "association": str(scene.colleague.organisation_id), "usage": "courant"}
    form |= {"helper": "own", "eligible": "on", "count_desktop": "3", "count_monitor": "1", "commune": ""}

    client.post(f"{PAGE}?pour=association", form)

    need = Need.objects.get()
    assert need.reference.startswith("A-")
    assert need.wanted == "3 ordinateurs fixes, 1 écran"
    assert need.commune_code == scene.colleague.organisation.commune_code


@pytest.mark.parametrize("counts", [{}, {"count_desktop": "0"}, {"count_desktop": "31"}, {"count_desktop": "-1"}])
def test_an_association_asks_for_a_number_that_makes_sense(client, scene, counts):
    form = {"association": str(scene.colleague.organisation_id), "usage": "courant", "helper": "own", "eligible": "on"}

    answer = client.post(f"{PAGE}?pour=association", {**form, "id": person_form()["id"], **counts})

    assert any(name.startswith("count_") for name in answer.context["form"].errors)
    assert not Need.objects.exists()


def test_an_association_of_another_network_is_not_there(client):
    form = {"association": str(an_organisation().pk), "usage": "courant", "helper": "own", "eligible": "on"}

    answer = client.post(f"{PAGE}?pour=association", {**form, "id": person_form()["id"], "count_desktop": "1"})

    assert "association" in answer.context["form"].errors


def test_no_entry_of_the_journal_names_the_person(client):
    client.post(PAGE, person_form())

    told = " ".join(f"{entry.verb} {entry.data}" for entry in Entry.objects.all())
    assert "needs.ask" in told
    assert LAST_NAME not in told
    assert FIRST_NAME not in told


def test_what_is_typed_is_kept_and_found_again(client, scene):
    client.post(f"{PAGE}brouillon/", person_form(last_name="Łukasiewicz", helper="", eligible="", commune="Pont"))

    html = read(client.get(PAGE))

    assert "Vous reprenez où vous en étiez" in html
    assert 'value="Łukasiewicz"' in html
    assert 'value="Pont"' in html
    assert "Łukasiewicz" not in read(signed_in(scene.colleague).get(PAGE))


def test_sending_destroys_the_draft(client):
    client.post(f"{PAGE}brouillon/", person_form())
    client.post(PAGE, person_form())

    assert not Draft.objects.exists()


def test_a_draft_that_arrives_after_the_sending_is_not_kept(client):
    client.post(PAGE, person_form())
    client.post(f"{PAGE}brouillon/", person_form())

    assert not Draft.objects.exists()


def test_one_may_start_again(client):
    client.post(f"{PAGE}brouillon/", person_form())
    client.post(f"{PAGE}recommencer/")

    assert LAST_NAME not in read(client.get(PAGE))


def test_the_notice_says_who_reads_her_name(client, scene):
    html = read(client.get("/demandes/information/"))

    assert "Qui lit votre nom" in html
    assert scene.prescriber.organisation.name in html
