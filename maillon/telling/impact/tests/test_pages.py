"""The pages of the figures: the year, the records behind each, the public page, the files."""

import datetime
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from maillon.common.actors import PLATFORM
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import OrganisationRole, Role
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Donor, Lot
from maillon.sharing.accompaniment.models import Session
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.people.models import Person
from maillon.telling.impact.queries import INDICATORS
from maillon.telling.impact.queries.lists import FLOWS
from tests.factories import (
    LOUDEAC,
    a_donor,
    a_handover,
    a_lot,
    a_member,
    a_network,
    an_organisation,
)
from tests.sharing import a_session

pytestmark = pytest.mark.django_db
ROLES = (Role.COORDINATOR, Role.TECHNICIAN, Role.PRESCRIBER, Role.DISTRIBUTOR, Role.LOGISTICIAN, Role.VOLUNTEER)
YEAR = timezone.localdate().year


@pytest.fixture
def network():
    network = a_network("ponant", fictional=True)
    network.territories.create(slug="loudeac", name="Autour de Loudéac", communes=[LOUDEAC])
    return network


@pytest.fixture
def coordinator(network):
    """With a year of records: three lots, one closed with a difference; two hand-overs, one of them a sale."""
    coordinator = a_member(*ROLES, network=network)
    adherent = an_organisation("La Fabrique")
    organisations.affiliate(network, adherent, roles=[OrganisationRole.REFURBISHER], by=PLATFORM)
    organisations.adhere(network, adherent, starts_on=timezone.localdate(), by=PLATFORM)
    a_lot(coordinator, counts={"laptop": 3, "mouse": 4}, donor=a_donor(network, kind=Donor.Kind.PERSON))
    closed = a_lot(coordinator, counts={"monitor": 2}, weighed_g=9000)
    lots.close(closed, reason="Deux pieds d’écran de trop.", by=coordinator)
    a_lot(a_member(Role.TECHNICIAN, network=network, organisation=adherent), counts={"laptop": 5})
    a_handover(coordinator)
    a_handover(coordinator, kind=HandOver.Kind.SALE, price_cents=5000, commune_code=LOUDEAC)
    return coordinator


@pytest.fixture
def sign_in(client):
    def signed_in(member):
        client.force_login(member.user)
        return client

    return signed_in


def html(client, address: str, **asked) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_year_opens_each_figure_onto_its_records(sign_in, coordinator):
    client = sign_in(coordinator)
    page = html(client, "/chiffres/")

    assert f"L’année {YEAR}, jusqu’au dernier gramme" in page
    links = set(re.findall(r'href="(/chiffres/[\w]+/\?[^"]+)"', page))
    assert len(links) > 20
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_what_is_unexplained_is_the_next_act(sign_in, coordinator):
    page = html(sign_in(coordinator), "/chiffres/")

    assert "Regarder un lot dont l’écart dépasse 2\u00a0%" in page
    assert "9\u00a0kg et 2 objets" in page
    assert page.count('class="m-act"') == 1
    assert "Deux pieds d’écran de trop." in page
    assert "<svg" in page
    assert "Inexpliqué" in page


def test_a_small_difference_that_has_its_reason_is_shown_but_asks_for_no_act(sign_in, coordinator):
    Lot.objects.filter(counts__category="monitor").update(weighed_g=9_000_000)

    page = html(sign_in(coordinator), "/chiffres/")

    assert "Deux pieds d’écran de trop." in page
    assert 'class="m-act"' not in page


def test_when_all_is_explained_no_act_is_asked(sign_in, coordinator):
    page = html(sign_in(coordinator), "/chiffres/", annee=YEAR, territoire="loudeac")

    assert 'class="m-act"' not in page
    assert "Le bilan matière est celui du réseau entier" in page
    assert "Autour de Loudéac" in page


def test_a_year_without_records_says_so(sign_in, coordinator):
    page = html(sign_in(coordinator), "/chiffres/", annee=2001)

    assert "Rien cette année" in page
    assert "<svg" not in page.split("<main")[1].split("m-empty")[0]


@pytest.mark.parametrize("asked", [{"annee": "1812"}, {"annee": "abc"}, {"territoire": "ailleurs"}])
def test_what_does_not_exist_is_not_found(sign_in, coordinator, asked):
    client = sign_in(coordinator)

    for address in ("/chiffres/", "/chiffres/donors/", "/chiffres/rapport.csv", "/r/ponant/impact/"):
        assert client.get(address, asked).status_code == 404


def test_the_page_takes_few_queries(sign_in, coordinator, django_assert_max_num_queries):
    client = sign_in(coordinator)

    with django_assert_max_num_queries(25):
        html(client, "/chiffres/")
    with django_assert_max_num_queries(25):
        html(client, "/r/ponant/impact/", annee=YEAR)


def test_every_figure_has_its_list_with_few_queries(sign_in, coordinator, django_assert_max_num_queries):
    client = sign_in(coordinator)

    for key in [*(indicator.key for indicator in INDICATORS), *FLOWS]:
        with django_assert_max_num_queries(8):
            page = html(client, f"/chiffres/{key}/", annee=YEAR)
        assert f"annee={YEAR}" in page, key


def test_a_key_that_is_no_figure_is_not_found(sign_in, coordinator):
    client = sign_in(coordinator)

    assert client.get("/chiffres/rien/").status_code == 404
    assert client.get("/chiffres/mass_collected_kg/", {"donateur": "x"}).status_code == 404


def test_a_list_leads_to_the_records_and_names_no_private_donor(sign_in, coordinator):
    page = html(sign_in(coordinator), "/chiffres/mass_collected_kg/")

    for lot in Lot.objects.filter(network=coordinator.network):
        assert reverse("lots:detail", args=[lot.pk]) in page
    private = Donor.objects.get(kind=Donor.Kind.PERSON)
    assert private.name not in page
    assert "Un particulier" in page


def test_a_donor_opens_onto_its_own_lots(sign_in, coordinator):
    client = sign_in(coordinator)
    donor = Lot.objects.get(counts__category="monitor").donor

    assert f"donateur={donor.pk}" in html(client, "/chiffres/donors/")
    page = html(client, "/chiffres/mass_collected_kg/", donateur=str(donor.pk))

    assert "1 lots" in re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page))


def test_a_list_has_pages_that_keep_the_year(sign_in, coordinator):
    for _ in range(51):
        a_lot(coordinator, counts={"laptop": 1}, donor=Lot.objects.first().donor)

    page = html(sign_in(coordinator), "/chiffres/lots_head/", annee=YEAR)

    assert page.count('<th scope="row">') == 50
    assert re.search(rf'rel="next" href="\?annee={YEAR}&amp;page=2"', page)


def test_the_list_of_people_equipped_shows_no_identity(sign_in, coordinator):
    page = html(sign_in(coordinator), "/chiffres/people_equipped/")

    references = HandOver.objects.filter(network=coordinator.network).values_list("need__number", flat=True)
    assert page.count('<th scope="row">') == len(references) == 2
    main = page.split("<main")[1]
    for person in Person.objects.filter(network=coordinator.network):
        assert person.identity["last_name"] not in main
        assert person.identity["first_name"] not in main


@pytest.mark.parametrize("role", [Role.MANAGER, Role.FUNDER])
def test_others_see_the_figures_and_only_their_own_records(sign_in, coordinator, network, role):
    member = a_member(role, network=network, organisation=an_organisation("Ailleurs"))
    client = sign_in(member)

    page = html(client, "/chiffres/")
    lots_page = html(client, "/chiffres/mass_collected_kg/")

    assert 'class="m-act"' not in page
    assert '<th scope="row">' not in lots_page
    assert "Aucune fiche à ouvrir" in lots_page
    assert "Ce chiffre en compte" in lots_page
    assert html(client, "/chiffres/sessions/")


@pytest.mark.parametrize(("role", "opens"), [(Role.COORDINATOR, True), (Role.FUNDER, False)])
def test_a_session_leads_only_those_who_may_open_it(sign_in, network, role, opens):
    session = a_session(a_member(Role.MEDIATOR, network=network))
    held_at = timezone.now() - datetime.timedelta(hours=3)
    Session.objects.filter(pk=session.pk).update(starts_at=held_at)

    page = html(sign_in(a_member(role, network=network)), "/chiffres/sessions/", annee=timezone.localtime(held_at).year)

    assert session.title in page
    assert (f'href="/seances/{session.pk}/"' in page) is opens


def test_few_people_are_told_to_those_who_see_the_records_only(sign_in, coordinator, network, client):
    figure = re.compile(r"Personnes équipées<.*?<b>([^<]+)</b>", re.DOTALL)

    assert figure.search(html(sign_in(coordinator), "/chiffres/"))[1] == "2"
    funder = sign_in(a_member(Role.FUNDER, network=network))
    assert "Non publié" in figure.search(html(funder, "/chiffres/"))[1]
    told = json.loads(funder.get("/chiffres/rapport.json").content)["indicators"]
    assert told["people_equipped"]["value"] is None
    client.logout()
    assert "Non publié" in figure.search(html(client, "/r/ponant/impact/", annee=YEAR))[1]


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.PRESCRIBER, Role.DONOR, Role.DRIVER])
def test_other_roles_have_no_such_page(sign_in, network, role):
    client = sign_in(a_member(role, network=network))

    for address in ("/chiffres/", "/chiffres/donors/", "/chiffres/rapport.csv"):
        assert client.get(address).status_code == 403


def test_a_stranger_signs_in_first(client):
    for address in ("/chiffres/", "/chiffres/donors/", "/chiffres/rapport.csv"):
        assert client.get(address).status_code == 302


def test_another_network_counts_for_nothing(sign_in, coordinator):
    client = sign_in(a_member(*ROLES))

    assert "Aucune fiche à ouvrir" in html(client, "/chiffres/mass_collected_kg/")
    assert "La Fabrique" not in html(client, "/chiffres/members/")


@pytest.mark.parametrize(
    ("form", "kind"),
    [("json", "application/json"), ("csv", "text/csv"), ("ods", "opendocument"), ("pdf", "application/pdf")],
)
def test_the_report_is_downloaded(sign_in, coordinator, form, kind):
    response = sign_in(coordinator).get(f"/chiffres/rapport.{form}", {"annee": YEAR})

    assert response.status_code == 200
    assert kind in response["Content-Type"]
    assert response["Content-Disposition"] == f'attachment; filename="chiffres-ponant-{YEAR}.{form}"'
    assert len(response.content) > 500


def test_there_is_no_other_format(sign_in, coordinator):
    assert sign_in(coordinator).get("/chiffres/rapport.exe").status_code == 404


def test_the_public_page_shows_totals_with_their_definitions(client, coordinator):
    page = html(client, "/r/ponant/impact/", annee=YEAR)

    assert "Ce que Réseau ponant a fait" in page
    assert "Masse pesée à l’arrivée de tous les lots" in page
    assert "<svg" in page
    assert "/chiffres/" not in page
    assert "La Fabrique" not in page
    assert Donor.objects.first().name not in page


def test_the_public_page_opens_on_the_last_full_year_that_has_records(client, coordinator):
    assert f"a fait en {YEAR}" in html(client, "/r/ponant/impact/")

    first = Lot.objects.order_by("number").first()
    Lot.objects.filter(pk=first.pk).update(received_on=timezone.localdate().replace(year=YEAR - 1, day=1))

    assert f"a fait en {YEAR - 1}" in html(client, "/r/ponant/impact/")


def test_an_unknown_network_has_no_public_page(client, db):
    assert client.get("/r/nulle-part/impact/").status_code == 404


def test_growth_is_told_against_the_year_before(sign_in, coordinator):
    first = Lot.objects.get(counts__category="monitor")
    Lot.objects.filter(pk=first.pk).update(received_on=timezone.localdate().replace(year=YEAR - 1, day=1))

    page = html(sign_in(coordinator), "/chiffres/")

    assert re.search(r"\+\xa0[\d\u202f]+\xa0% en un an", page)
