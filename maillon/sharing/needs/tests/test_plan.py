import datetime

import pytest
from django.utils import timezone

from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device, State
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.models import Need, NeedItem
from tests.factories import a_device, a_lot, a_member, a_person, category
from tests.sharing import read, signed_in, stage

pytestmark = pytest.mark.django_db
PAGE = "/demandes/attribuer/"


@pytest.fixture
def scene():
    return stage()


@pytest.fixture
def client(scene):
    return signed_in(scene.coordinator)


def share(client):
    return client.get(PAGE).context["share"]


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.COORDINATOR, 200), (Role.DISTRIBUTOR, 200), (Role.PRESCRIBER, 403), (Role.TECHNICIAN, 403)],
)
def test_who_may_share(role, status):
    assert signed_in(a_member(role)).get(PAGE).status_code == status


def test_an_empty_queue_says_so(client):
    assert "Personne n’attend" in read(client.get(PAGE))


def test_without_any_device_it_says_what_is_missing(scene, client):
    need = scene.need("tablet", usage="courant")

    html = read(client.get(PAGE))

    assert "Aucune demande ne peut être servie" in html
    assert "1 tablette d’usage courant" in html
    assert "Aucun n’est prêt." in html
    assert "?state=waiting&amp;category=tablet&amp;usage=courant" in html
    assert need.reference not in html


def test_devices_too_slow_are_told_as_such(scene, client):
    scene.need(usage="avance")
    scene.device()

    assert "mais d’usage occasionnel au mieux" in read(client.get(PAGE))


def test_a_request_waiting_for_an_answer_is_left_out_and_told(scene, client):
    need = scene.need()
    scene.device()
    needs.question(need.pk, text="Où ?", by=scene.coordinator)

    found = share(client)

    assert (found.proposals, found.unanswered) == ([], 1)


def test_the_older_request_gets_the_only_device(scene, client):
    young, old = scene.need(), scene.need()
    Need.objects.filter(pk=old.pk).update(asked_on=timezone.localdate() - datetime.timedelta(days=20))
    scene.device()

    (proposal,) = share(client).proposals

    assert proposal.need == old
    assert "La plus ancienne" in proposal.remark
    assert [shortage.units for shortage in share(client).shortages] == [1]
    assert young.reference not in [one.need.reference for one in share(client).proposals]


def test_one_line_is_reserved_alone(scene, client):
    for _ in range(2):
        scene.need()
        scene.device()
    first, second = share(client).proposals

    answer = client.post(PAGE, {"pair": first.pairs})

    assert [outcome.refusal for outcome in answer.context["report"]] == [""]
    assert Need.objects.get(pk=first.need.pk).state == "reserved"
    assert Need.objects.get(pk=second.need.pk).state == "waiting"


def test_all_are_confirmed_and_what_was_taken_meanwhile_is_reported(scene, client):
    for _ in range(3):
        scene.need()
        scene.device()
    pairs = share(client).pairs
    meanwhile = scene.need()
    needs.reserve(meanwhile.items.get().pk, pairs[0].split(":")[1], by=scene.coordinator)

    answer = client.post(PAGE, {"pair": pairs})

    refused = [outcome for outcome in answer.context["report"] if outcome.refusal]
    assert len(refused) == 1
    assert "vient d’être réservé pour une autre demande" in refused[0].refusal
    assert Need.objects.filter(state="reserved").count() == 3
    assert refused[0].refusal in read(answer)


def test_confirming_twice_changes_nothing_more(scene, client):
    scene.need()
    scene.device()
    pairs = share(client).pairs
    client.post(PAGE, {"pair": pairs})

    answer = client.post(PAGE, {"pair": pairs})

    assert [outcome.refusal for outcome in answer.context["report"]] == [""]
    assert NeedItem.objects.filter(state="reserved").count() == 1


@pytest.mark.parametrize("pair", [[], ["nimporte"], ["1:2"], [""]])
def test_nonsense_is_said_and_reserves_nothing(scene, client, pair):
    scene.need()
    scene.device()

    answer = client.post(PAGE, {"pair": pair})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not NeedItem.objects.filter(state="reserved").exists()


def test_the_pairs_of_another_network_are_as_if_they_did_not_exist(scene, client):
    other = stage()
    other.need()
    other.device()
    pairs = share(signed_in(other.coordinator)).pairs

    answer = client.post(PAGE, {"pair": pairs})

    assert answer.context["report"] == []
    assert not NeedItem.objects.filter(state="reserved").exists()


def test_a_distributor_confirms_only_what_its_organisation_holds(scene):
    scene.need()
    scene.device()

    theirs = share(signed_in(scene.distributor))
    own = share(signed_in(a_member(Role.DISTRIBUTOR, network=scene.network)))

    assert (len(theirs.proposals), theirs.pairs) == (1, [])
    assert len(own.pairs) == 1


def test_a_request_of_several_things_is_one_line_that_says_what_misses(scene, client):
    scene.need("laptop", "laptop", "laptop")
    scene.device()
    scene.device()

    (proposal,) = share(client).proposals

    assert (len(proposal.matches), proposal.missing) == (2, 1)
    assert "Il en manquera 1" in read(client.get(PAGE))


def test_no_name_is_on_the_page(scene, client):
    scene.need()
    scene.device()

    assert "Zéphyrin" not in read(client.get(PAGE))


def test_sixty_one_requests_and_thirty_eight_devices(scene, client, django_assert_max_num_queries):
    people = [a_person(scene.prescriber) for _ in range(61)]
    for rank, person in enumerate(people):
        slug = ("laptop", "laptop", "desktop")[rank % 3]
        needs.ask(items=[category(slug)], usage="occasionnel", eligible=True, by=scene.prescriber, person=person)
    lot = a_lot(scene.technician, counts={"laptop": 25, "desktop": 13})
    for rank in range(38):
        a_device(scene.technician, state=State.READY, slug="laptop" if rank < 25 else "desktop", lot=lot)

    with django_assert_max_num_queries(9):
        found = share(client)
    answer = client.post(PAGE, {"pair": found.pairs})

    assert (found.needs, found.devices, len(found.proposals)) == (61, 38, 38)
    assert sum(shortage.units for shortage in found.shortages) == 23
    assert [outcome.refusal for outcome in answer.context["report"]] == [""] * 38
    assert Device.objects.filter(state=State.RESERVED).count() == 38
    assert answer.context["share"].proposals == []
