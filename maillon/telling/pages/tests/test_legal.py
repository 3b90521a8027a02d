"""The pages that the law asks for, led to by every foot."""

import pytest
from django.urls import reverse

from maillon.ground.organisations.models import Role
from tests.factories import a_member, a_network

pytestmark = pytest.mark.django_db
NAMES = ("mentions", "donnees", "accessibilite")


@pytest.mark.parametrize("name", NAMES)
def test_each_page_of_a_network_names_who_answers_for_it(client, name):
    network = a_network(slug="ici")
    a_network(slug="ailleurs")

    page = client.get(reverse(f"pages:{name}_of", args=["ici"])).content.decode()

    assert network.head.name in page
    assert "Réseau ailleurs" not in page


@pytest.mark.parametrize("name", NAMES)
def test_a_server_of_several_networks_leads_to_the_page_of_each(client, name):
    networks = [a_network(), a_network()]

    page = client.get(reverse(f"pages:{name}")).content.decode()

    assert all(network.name in page for network in networks)


def test_a_server_without_a_network_answers_too(client):
    assert [client.get(reverse(f"pages:{name}")).status_code for name in NAMES] == [200] * 3


def test_the_server_of_one_network_speaks_for_it(client):
    network = a_network()

    assert network.head.name in client.get("/mentions-legales/").content.decode()


def test_the_foot_of_every_page_leads_there(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)

    for address in ("/", "/a-faire/", "/verifier/", "/nulle-part/"):
        page = client.get(address).content.decode()
        assert "Accessibilité : non conforme</a>" in page, address
        assert f"/r/{member.network.slug}/accessibilite/" in page, address


def test_the_notices_say_who_hosts_once_the_operator_has_said_it(client, settings):
    assert "pas encore nommé" in client.get("/mentions-legales/").content.decode()

    settings.HOSTING = "Hébergeur Exemple, 1 rue du Port, 56300 Pontivy, 02 61 91 00 00"

    assert settings.HOSTING in client.get("/mentions-legales/").content.decode()
