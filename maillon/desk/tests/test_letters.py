"""The e-mails of a network: what became of each, said as it is."""

import pytest
from django.urls import reverse

from maillon.common.actors import PLATFORM
from maillon.ground.messages import actions
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from tests.factories import a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    member = a_member(Role.COORDINATOR)
    client.force_login(member.user)
    return member


def a_letter(network, **fields):
    made = actions.write("a@d.example", "Votre offre", "http://lien-secret.example", by=PLATFORM, network=network.pk)
    Message.objects.filter(pk=made.pk).update(**fields)
    return made


def test_each_letter_says_what_became_of_it_and_never_shows_its_links(client, coordinator):
    a_letter(coordinator.network, state="failed", attempts=5)
    a_letter(coordinator.network, state="sent", attempts=1)
    a_letter(coordinator.network, state="sent", attempts=0)

    page = client.get(reverse("desk:letters")).content.decode()

    assert all(f">{word}</span>" in page for word in ("Non parti", "Envoyé", "Gardé, non envoyé"))
    assert "rien ne part" in page
    assert "lien-secret" not in page


def test_only_those_of_ones_own_network_are_listed_and_tried_again(client, coordinator):
    elsewhere = a_letter(a_member(Role.COORDINATOR).network, state="failed")

    assert "Aucun courrier ici" in client.get(reverse("desk:letters")).content.decode()
    assert client.post(reverse("desk:send_again", args=[elsewhere.pk])).status_code == 404


def test_one_that_did_not_leave_is_tried_again(client, coordinator):
    lost = a_letter(coordinator.network, state="failed", attempts=5)
    assert "1 courrier n’est pas parti" in client.get("/a-faire/").content.decode()

    client.post(reverse("desk:send_again", args=[lost.pk]))

    lost.refresh_from_db()
    assert (lost.state, lost.attempts) == (Message.State.WAITING, 0)
    assert "1 courrier n’est pas parti" not in client.get("/a-faire/").content.decode()


def test_one_that_left_is_left_alone(coordinator):
    sent = a_letter(coordinator.network, state="sent", attempts=1)

    assert actions.try_again(sent.pk, by=coordinator).state == Message.State.SENT


def test_the_list_costs_the_same_however_long(client, coordinator, django_assert_max_num_queries):
    for _ in range(30):
        a_letter(coordinator.network, state="sent")

    with django_assert_max_num_queries(9):
        client.get(reverse("desk:letters"))
