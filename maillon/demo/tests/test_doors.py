import pytest
from django.urls import reverse

from maillon.common.actors import PLATFORM
from maillon.ground.messages import actions as messages
from maillon.ground.organisations.models import Role
from tests.factories import a_member, a_network, a_user, an_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.urls_demo")]


@pytest.fixture
def network():
    network = a_network("essai")
    for role in Role.values:
        a_member(role, network=network, user=a_user(f"{role}@essai.example"))
    return network


def test_every_role_has_its_door(client, network):
    page = client.get(reverse("demo:index")).content.decode()

    for role in Role.values:
        assert f"{role}@essai.example" in page


@pytest.mark.parametrize("role", Role.values)
def test_one_click_enters_as_a_role(client, network, role):
    answer = client.post(reverse("demo:enter"), {"email": f"{role}@essai.example"}, follow=True)

    assert answer.redirect_chain == [(reverse("desk:home"), 302)]
    assert answer.context["request"].member.roles == [role]


def test_someone_of_two_organisations_has_a_door_too(client, network):
    user = a_user("deux-casquettes@essai.example")
    a_member(Role.MEDIATOR, network=network, user=user)
    a_member(Role.PRESCRIBER, network=network, user=user, organisation=an_organisation())

    page = client.get(reverse("demo:index")).content.decode()
    answer = client.post(reverse("demo:enter"), {"email": user.email}, follow=True)

    assert page.count(user.email) == 1
    assert len(answer.context["request"].members) == 2


def test_no_other_account_opens_without_its_password(client, network):
    stranger = a_member(Role.COORDINATOR, network=network, user=a_user("nadia@ailleurs.example"))

    answer = client.post(reverse("demo:enter"), {"email": stranger.user.email})

    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_mailbox_shows_what_left(client):
    letter = messages.write("don@valserres.example", "Votre don est accepté", "Bonjour,\n\nMerci.", by=PLATFORM)

    listed = client.get(reverse("demo:mailbox")).content.decode()
    opened = client.get(reverse("demo:message", args=[letter.pk])).content.decode()

    assert "Votre don est accepté" in listed
    assert "Merci." in opened


@pytest.mark.urls("config.urls")
def test_a_site_that_is_no_demonstration_has_no_such_door(client):
    assert client.get("/demo").status_code == 404
    assert client.post("/demo/entrer", {"email": "animateur@ogo.example"}).status_code == 404
