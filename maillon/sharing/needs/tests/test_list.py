import pytest

from maillon.ground.organisations.models import Role
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.models import Need
from tests.factories import NICE, a_member, a_need
from tests.sharing import read, signed_in, stage

pytestmark = pytest.mark.django_db
PAGE = "/demandes/"


@pytest.fixture
def scene():
    return stage()


def references(client, query: str = "") -> list[str]:
    return [need.reference for need, _ in client.get(PAGE + query).context["rows"]]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.PRESCRIBER, 200),
        (Role.MEDIATOR, 200),
        (Role.DISTRIBUTOR, 200),
        (Role.COORDINATOR, 200),
        (Role.ADMINISTRATOR, 200),
        (Role.TECHNICIAN, 403),
        (Role.DRIVER, 403),
        (Role.FUNDER, 403),
    ],
)
def test_who_may_open_the_list(role, status):
    assert signed_in(a_member(role)).get(PAGE).status_code == status


def test_a_prescriber_reads_her_requests_with_their_names(scene):
    own = scene.need()
    client = signed_in(scene.prescriber)

    html = read(client.get(PAGE))

    assert own.reference in html
    assert "Zéphyrin" in html
    assert references(signed_in(scene.colleague)) == []


def test_who_accompanies_and_hands_over_reads_her_own_first_and_the_network_without_names(scene):
    both = a_member(
        Role.PRESCRIBER, Role.DISTRIBUTOR, network=scene.network, organisation=scene.prescriber.organisation
    )
    own, other = scene.need(), a_need(scene.colleague)
    client = signed_in(both)

    assert references(client) == [own.reference]
    assert "Zéphyrin" in read(client.get(PAGE))
    assert references(client, "?whose=reseau") == [own.reference, other.reference]
    assert "Zéphyrin" not in read(client.get(PAGE + "?whose=reseau"))


def test_who_hands_over_may_ask_for_her_organisations_own(scene):
    scene.need()
    own = a_need(scene.distributor)

    assert references(signed_in(scene.distributor), "?whose=nous") == [own.reference]


def test_a_prescriber_cannot_ask_for_the_whole_network(scene):
    a_need(scene.colleague)

    assert references(signed_in(scene.prescriber), "?whose=reseau") == []


@pytest.mark.parametrize("reader", ["coordinator", "distributor"])
def test_whoever_reads_the_whole_queue_reads_no_name(scene, reader):
    need = scene.need()

    html = read(signed_in(getattr(scene, reader)).get(PAGE))

    assert need.reference in html
    assert "Zéphyrin" not in html
    assert "Aminata" not in html


def test_the_coordinator_of_another_network_sees_nothing_of_it(scene):
    scene.need()

    assert references(signed_in(scene.stranger)) == []


def test_the_oldest_come_first_and_the_urgent_is_marked(scene):
    first, second = scene.need(), scene.need()
    Need.objects.filter(pk=second.pk).update(asked_on="2020-01-01")

    assert references(signed_in(scene.coordinator)) == [second.reference, first.reference]


def test_filters_live_in_the_address(scene):
    laptop, tablet = scene.need(), scene.need("tablet", usage="avance", commune_code=NICE)
    client = signed_in(scene.coordinator)

    assert references(client, "?category=tablet") == [tablet.reference]
    assert references(client, "?usage=occasionnel") == [laptop.reference]
    assert references(client, "?commune=Nice") == [tablet.reference]
    assert references(client, "?state=question") == []
    assert 'value="Nice"' in read(client.get(PAGE + "?commune=Nice"))


def test_open_requests_are_shown_unless_asked_otherwise(scene):
    open_one, refused = scene.need(), scene.need()
    needs.refuse(refused.pk, reason="Hors du réseau.", by=scene.coordinator)
    client = signed_in(scene.coordinator)

    assert references(client) == [open_one.reference]
    assert references(client, "?state=refused") == [refused.reference]
    assert set(references(client, "?state=toutes")) == {open_one.reference, refused.reference}


def test_a_wrong_filter_is_said_and_breaks_nothing(scene):
    answer = signed_in(scene.coordinator).get(PAGE + "?commune=Trifouilly&category=nimporte&page=zzz")

    assert answer.status_code == 200
    assert "Trifouilly" in read(answer)


def test_an_empty_list_says_what_to_do(scene):
    assert "Faire une demande" in read(signed_in(scene.prescriber).get(PAGE))
    assert "Personne n’attend" in read(signed_in(scene.coordinator).get(PAGE))
    assert "Élargissez les filtres" in read(signed_in(scene.coordinator).get(PAGE + "?state=served"))


def test_the_second_page_keeps_the_filters(scene):
    for _ in range(52):
        scene.need()

    answer = signed_in(scene.coordinator).get(PAGE + "?category=laptop&page=2")

    assert len(answer.context["rows"]) == 2
    assert "category=laptop&amp;page=1" in read(answer)


@pytest.mark.parametrize("reader", ["prescriber", "coordinator"])
def test_the_list_costs_six_queries_however_long(scene, reader, django_assert_max_num_queries):
    for _ in range(12):
        scene.need("laptop", "monitor")
    client = signed_in(getattr(scene, reader))
    client.get(PAGE)

    with django_assert_max_num_queries(6):
        client.get(PAGE)
