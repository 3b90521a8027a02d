"""The pages of the network, for each role."""

import datetime
import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.ground.messages.models import Message
from maillon.ground.organisations import actions
from maillon.ground.organisations.models import Member, Organisation, Role
from tests.factories import LOUDEAC, PONTIVY, a_member, a_network, an_organisation

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime.date(2024, 1, 1)


@pytest.fixture
def network():
    network = a_network("ponant")
    network.territories.create(slug="centre", name="Centre-Bretagne", communes=[PONTIVY, LOUDEAC])
    return network


@pytest.fixture
def fabrique(network):
    organisation = an_organisation("La Fabrique de Loudéac", commune_code=LOUDEAC)
    actions.affiliate(network, organisation, roles=["reconditionneur"], by=PLATFORM)
    actions.open_site(organisation, name="Atelier", commune_code=LOUDEAC, by=PLATFORM)
    actions.adhere(network, organisation, starts_on=NEW_YEAR, by=PLATFORM)
    return organisation


@pytest.fixture
def coordinator(network):
    return a_member(Role.COORDINATOR, network=network)


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


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/reseau/[^"]+/">([^<]+)</a>', page)


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_list_shows_roles_and_dates(sign_in, coordinator, fabrique):
    page = html(sign_in(coordinator), "organisations:list")

    assert names(page) == ["La Fabrique de Loudéac", "Tête de ponant"]
    assert "Reconditionneur" in page
    assert "1er\u00a0janvier\u00a02024" in page


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "fabrique loudeac"}, ["La Fabrique de Loudéac"]),
        ({"q": "tête"}, ["Tête de ponant"]),
        ({"role": "tete"}, ["Tête de ponant"]),
        ({"adhesion": "oui"}, ["La Fabrique de Loudéac"]),
        ({"adhesion": "non"}, ["Tête de ponant"]),
        ({"commune": "Loudéac"}, ["La Fabrique de Loudéac"]),
        ({"commune": "Pontivy (56300)", "adhesion": "oui"}, []),
    ],
)
def test_the_list_is_narrowed(sign_in, coordinator, fabrique, asked, expected):
    page = html(sign_in(coordinator), "organisations:list", **asked)

    assert names(page) == expected
    if not expected:
        assert "Aucune organisation ne répond à ces critères" in page


def test_an_unknown_commune_says_so_beside_its_field(sign_in, coordinator, fabrique):
    page = html(sign_in(coordinator), "organisations:list", commune="Ys")

    assert "Aucune commune ne correspond" in page
    assert 'value="Ys"' in page


def test_who_has_left_is_not_in_the_list(sign_in, coordinator, fabrique):
    actions.part(fabrique.affiliations.get().pk, by=coordinator)

    assert names(html(sign_in(coordinator), "organisations:list")) == ["Tête de ponant"]


def test_who_only_gives_is_shown_to_those_who_receive(sign_in, coordinator, network):
    donor = an_organisation("Société donatrice")
    actions.affiliate(network, donor, roles=["donateur"], by=PLATFORM)

    assert "Société donatrice" in names(html(sign_in(coordinator), "organisations:list"))
    prescriber = sign_in(a_member(Role.PRESCRIBER, network=network))
    assert "Société donatrice" not in names(html(prescriber, "organisations:list"))
    assert prescriber.get(reverse("organisations:detail", args=[donor.pk])).status_code == 404


def test_a_long_list_has_pages_and_few_queries(sign_in, coordinator, network, django_assert_max_num_queries):
    for rank in range(60):
        actions.affiliate(network, an_organisation(f"Structure {rank:02}"), roles=["collecteur"], by=PLATFORM)
    client = sign_in(coordinator)

    with django_assert_max_num_queries(6):
        first = html(client, "organisations:list", q="struct", role="collecteur")
    second = html(client, "organisations:list", q="struct", role="collecteur", page=2)

    assert len(names(first)) == 50
    assert len(names(second)) == 10
    assert "q=struct" in first
    assert "role=collecteur" in first


def test_another_network_is_nowhere(sign_in, coordinator, fabrique):
    client = sign_in(a_member(Role.COORDINATOR, network=a_network()))

    assert "La Fabrique de Loudéac" not in html(client, "organisations:list")
    for name in ("organisations:detail", "organisations:reassign", "organisations:open_site", "organisations:invite"):
        assert client.get(reverse(name, args=[fabrique.pk])).status_code == 404
    assert client.get(reverse("organisations:territory", args=["centre"])).status_code == 404


def test_the_coordinator_sees_the_whole_organisation(sign_in, coordinator, fabrique, manager):
    page = html(sign_in(coordinator), "organisations:detail", fabrique.pk)

    for words in ("Atelier", "Adhérente", manager.user.email, "Noter une adhésion", "Noter un titre", "Entrée dans"):
        assert words in page


def test_a_manager_sees_her_own_people_and_no_others(sign_in, manager, fabrique, network):
    client = sign_in(manager)
    own, other = html(client, "organisations:detail", fabrique.pk), network.head

    assert manager.user.email in own
    assert "Inviter quelqu’un" in own
    assert "Noter une qualité" not in own
    stranger = a_member(Role.TECHNICIAN, network=network)
    page = html(client, "organisations:detail", other.pk)
    assert stranger.user.email not in page
    assert "Inviter quelqu’un" not in page
    for name in ("organisations:open_site", "organisations:invite", "organisations:reassign"):
        assert client.get(reverse(name, args=[other.pk])).status_code == 403
    assert client.get(reverse("organisations:change_roles", args=[other.pk, stranger.pk])).status_code == 404


def test_a_volunteer_sees_no_contact(sign_in, network, fabrique, manager):
    Organisation.objects.filter(pk=fabrique.pk).update(email="contact@fabrique.example", phone="0102030405")

    page = html(sign_in(a_member(Role.VOLUNTEER, network=network)), "organisations:detail", fabrique.pk)

    assert "La Fabrique de Loudéac" in page
    assert "contact@fabrique.example" not in page
    assert manager.user.email not in page


def test_a_page_of_an_organisation_takes_few_queries(
    sign_in, coordinator, fabrique, network, django_assert_max_num_queries
):
    for rank in range(20):
        a_member(Role.TECHNICIAN, network=network, organisation=fabrique)
        actions.open_site(fabrique, name=f"Site {rank}", commune_code=PONTIVY, by=PLATFORM)
    client = sign_in(coordinator)

    with django_assert_max_num_queries(10):
        html(client, "organisations:detail", fabrique.pk)


ENTERED = {
    "id": "0197f0aa-0000-7000-8000-000000000001",
    "name": "Emmaüs d’Essai",
    "siret": "732 829 320 00074",
    "kind": "association",
    "commune": "Pontivy (56300)",
    "roles": ["collecteur"],
}


def test_the_coordinator_lets_an_organisation_in(sign_in, coordinator):
    client = sign_in(coordinator)

    for _ in range(2):
        response = client.post(reverse("organisations:enter"), ENTERED)

    organisation = Organisation.objects.get(name="Emmaüs d’Essai")
    assert response.url == reverse("organisations:detail", args=[organisation.pk])
    assert organisation.affiliations.get().roles == ["collecteur"]
    assert "Emmaüs d’Essai est dans le réseau." in told(response)


def test_a_wrong_siret_is_told_beside_it_and_what_was_typed_stays(sign_in, coordinator):
    client = sign_in(coordinator)

    page = client.post(reverse("organisations:enter"), {**ENTERED, "siret": "732 829 320 00075"}).content.decode()

    assert "faute de frappe" in page
    assert 'href="#id_siret"' in page
    assert 'value="Emmaüs d’Essai"' in page
    assert 'value="732 829 320 00075"' in page
    assert not Organisation.objects.filter(name="Emmaüs d’Essai").exists()


def test_a_phone_number_is_checked_and_told_as_in_france(sign_in, coordinator):
    client = sign_in(coordinator)

    wrong = client.post(reverse("organisations:enter"), {**ENTERED, "phone": "02 61 91 55"})
    assert "Il\u00a0manque\u00a02\u00a0chiffres" in wrong.content.decode().replace(" ", "\u00a0")

    client.post(reverse("organisations:enter"), {**ENTERED, "phone": "02.61.91.55.22"})
    page = html(client, "organisations:detail", ENTERED["id"])
    assert "02\u00a061\u00a091\u00a055\u00a022" in page


def test_only_those_who_run_the_network_open_that_page(sign_in, manager):
    client = sign_in(manager)

    assert client.get(reverse("organisations:enter")).status_code == 403
    assert client.post(reverse("organisations:enter"), ENTERED).status_code == 403
    assert "Faire entrer" not in html(client, "organisations:list")


def post(client, name: str, /, *args, **data):
    return client.post(reverse(f"organisations:{name}", args=args), data)


def test_the_life_of_an_organisation_in_its_pages(sign_in, coordinator, fabrique, network):
    client = sign_in(coordinator)
    back = reverse("organisations:detail", args=[fabrique.pk])

    steps = [
        post(client, "reassign", fabrique.pk, roles=["recycleur", "collecteur"]),
        post(client, "end_membership", fabrique.pk, fabrique.memberships.get().pk, ends_on="2024-12-31"),
        post(client, "adhere", fabrique.pk, id=ENTERED["id"], starts_on="2025-01-01"),
        post(client, "open_site", fabrique.pk, id=ENTERED["id"], name="Dépôt", commune="Pontivy", receives="on"),
        post(
            client,
            "record_quality",
            fabrique.pk,
            id=ENTERED["id"],
            quality="ig",
            proof="Rescrit du 3 mars 2023",
            starts_on="2023-03-03",
        ),
        post(client, "end_quality", fabrique.pk, ENTERED["id"], ends_on="2025-03-03"),
        post(client, "part", fabrique.pk, on=timezone.localdate().isoformat()),
    ]

    assert [(step.status_code, step.get("Location")) for step in steps] == [(302, back)] * 7
    page = html(client, "organisations:detail", fabrique.pk)
    for words in ("Sortie du réseau", "Dépôt", "Rescrit du 3", "Recycleur, collecteur", "La faire revenir"):
        assert words in page
    assert post(client, "reassign", fabrique.pk, roles=["collecteur"]).status_code == 302
    assert fabrique.affiliations.get().ended_on is None
    assert fabrique.affiliations.get().roles == ["collecteur"]


def test_a_refused_date_is_told_beside_its_field(sign_in, coordinator, fabrique):
    response = post(
        sign_in(coordinator), "end_membership", fabrique.pk, fabrique.memberships.get().pk, ends_on="2020-01-01"
    )

    assert "L’adhésion commence le" in response.content.decode()
    assert 'value="2020-01-01"' in response.content.decode()


def test_a_manager_invites_changes_and_ends(sign_in, manager, fabrique):
    client = sign_in(manager)
    asked = {"id": ENTERED["id"], "email": "n@f.example", "first_name": "Nolwenn", "last_name": "Cadiou"}

    invited = post(client, "invite", fabrique.pk, **asked, roles=["technicien"])
    assert "Nolwenn Cadiou est invitée : un courrier part à n@f.example." in told(invited)
    assert Message.objects.filter(to="n@f.example").count() == 1
    assert "Renvoyer l’invitation" in html(client, "organisations:detail", fabrique.pk)

    member = Member.objects.get(pk=ENTERED["id"])
    post(client, "remind", fabrique.pk, member.pk)
    assert Message.objects.filter(to="n@f.example").count() == 2
    post(client, "change_roles", fabrique.pk, member.pk, roles=["encadrant"], function="Encadrante")
    member.refresh_from_db()
    assert (member.roles, member.function) == (["encadrant"], "Encadrante")
    actions.leave(member.pk, by=manager)
    member.refresh_from_db()
    assert member.ended_on


def test_a_manager_is_not_offered_the_roles_of_the_network(sign_in, manager, fabrique):
    page = html(sign_in(manager), "organisations:invite", fabrique.pk)

    assert "Atelier" in page
    assert "Animation du réseau" not in page
    assert "Financement" not in page


def test_the_territories_are_shown_with_who_is_there(sign_in, manager, network, fabrique):
    territory = network.territories.get()
    actions.adhere(network, fabrique, starts_on=NEW_YEAR, territory=territory, by=PLATFORM)
    client = sign_in(manager)

    assert "Centre-Bretagne" in html(client, "organisations:territories")
    page = html(client, "organisations:territory", "centre")
    assert "<svg" in page
    assert "Loudéac (22600)" in page
    assert page.count("La Fabrique de Loudéac") >= 2
    assert "1 adhésion en cours" in page


def test_a_territory_takes_few_queries(sign_in, coordinator, network, fabrique, django_assert_max_num_queries):
    for rank in range(20):
        organisation = an_organisation(f"Structure {rank}")
        actions.affiliate(network, organisation, roles=["collecteur"], by=PLATFORM)
        actions.open_site(organisation, name="Site", commune_code=PONTIVY, by=PLATFORM)
    client = sign_in(coordinator)

    with django_assert_max_num_queries(7):
        html(client, "organisations:territory", "centre")
    with django_assert_max_num_queries(5):
        html(client, "organisations:territories")
