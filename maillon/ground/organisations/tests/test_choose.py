"""For whom one acts: chosen, kept, ended; and those who act for nobody."""

import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.ground.organisations.models import Member, Role
from tests.factories import a_member, a_network, a_user, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return a_network("ponant")


@pytest.fixture
def fabrique():
    return an_organisation("La Fabrique de Loudéac")


@pytest.fixture
def manager(network, fabrique):
    return a_member(Role.MANAGER, network=network, organisation=fabrique)


@pytest.fixture
def sign_in(client):
    def signed_in(member):
        client.force_login(member.user)
        return client

    return signed_in


def html(client, name: str, *args, **asked) -> str:
    response = client.get(reverse(name, args=args), asked)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_one_chooses_for_whom_one_acts(sign_in, client, network, fabrique):
    user = a_user()
    first = a_member(Role.TECHNICIAN, network=network, user=user)
    second = a_member(Role.MANAGER, network=network, organisation=fabrique, user=user)
    sign_in(first)

    page = html(client, "organisations:choose", next="/reseau/")
    assert "Agir pour La Fabrique de Loudéac" in page
    assert "Agir pour une autre organisation" in page

    response = client.post(reverse("organisations:choose"), {"member": str(second.pk), "next": "/reseau/"})

    assert response.url == "/reseau/"
    assert html(client, "organisations:invite", fabrique.pk)
    assert client.get("/reseau/").wsgi_request.member == second


def test_one_does_not_act_as_someone_else_nor_leave_the_site(sign_in, client, network, manager):
    stranger = a_member(Role.COORDINATOR, network=network)
    sign_in(manager)

    client.post(reverse("organisations:choose"), {"member": str(stranger.pk)})
    assert client.get("/reseau/").wsgi_request.member == manager

    response = client.post(
        reverse("organisations:choose"), {"member": str(manager.pk), "next": "https://ailleurs.example/"}
    )
    assert response.url == "/"


def test_a_membership_that_ended_is_no_longer_chosen(sign_in, client, network, fabrique):
    user = a_user()
    first = a_member(Role.TECHNICIAN, network=network, user=user)
    second = a_member(Role.TECHNICIAN, network=network, organisation=fabrique, user=user)
    sign_in(first)
    client.post(reverse("organisations:choose"), {"member": str(second.pk)})

    Member.objects.filter(pk=second.pk).update(ended_on=timezone.localdate())

    assert client.get("/reseau/").wsgi_request.member == first


def test_who_acts_for_one_organisation_is_not_asked_to_choose(sign_in, manager):
    assert "Agir pour une autre organisation" not in html(sign_in(manager), "organisations:list")


@pytest.mark.parametrize("name", ["list", "territories", "choose", "enter"])
def test_who_acts_for_nobody_is_told_who_opens_the_door(client, name):
    client.force_login(a_user("seule@maillon.example"))

    response = client.get(reverse(f"organisations:{name}"))

    assert response.status_code == 403
    assert "Vous n’agissez encore pour aucune organisation" in response.content.decode()
    assert "seule@maillon.example" in response.content.decode()


@pytest.mark.parametrize("name", ["list", "territories", "choose", "enter"])
def test_a_stranger_signs_in_first(client, name):
    response = client.get(reverse(f"organisations:{name}"))

    assert response.status_code == 302
    assert response.url.startswith("/compte/")
