import pytest

from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.models import Need, NeedItem
from tests.factories import a_member
from tests.sharing import read, signed_in, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return stage()


def page(need: Need, act: str = "") -> str:
    return f"/demandes/{need.pk}/{act}"


def html(member, need: Need) -> str:
    return read(signed_in(member).get(page(need)))


def test_her_prescriber_reads_the_name_and_nobody_else(scene):
    need = scene.need()

    assert "Aminata Zéphyrin" in html(scene.prescriber, need)
    for reader in (scene.coordinator, scene.distributor):
        assert "Zéphyrin" not in html(reader, need)


def test_another_organisation_and_another_network_find_nothing(scene):
    need = scene.need()

    for reader in (scene.colleague, scene.mediator, scene.stranger):
        assert signed_in(reader).get(page(need)).status_code == 404


@pytest.mark.parametrize(
    "act",
    [
        "repondre/",
        "annuler/",
        "demander/",
        "refuser/",
        "personne/",
        "personne/effacer/",
        "seance/",
    ],
)
def test_nor_may_they_act_on_it(scene, act):
    need = scene.need()

    for reader in (scene.colleague, scene.stranger):
        assert signed_in(reader).post(page(need, act), {"exchange": "x", "answer": "x"}).status_code in (403, 404)
    assert Need.objects.get(pk=need.pk).state == "waiting"


@pytest.mark.parametrize("act", ["repondre/", "annuler/", "demander/", "refuser/", "personne/effacer/"])
def test_an_act_is_never_a_mere_link(scene, act):
    need = scene.need()

    for reader in (scene.prescriber, scene.coordinator):
        assert signed_in(reader).get(page(need, act)).status_code in (403, 405)


def test_a_question_is_asked_and_answered_and_the_place_is_kept(scene):
    need = scene.need()
    signed_in(scene.coordinator).post(page(need, "demander/"), {"exchange": "Peut-elle venir à Nice ?"})

    shown = html(scene.prescriber, need)
    assert "Répondre à la question" in shown
    assert "Peut-elle venir à Nice" in shown

    signed_in(scene.prescriber).post(page(need, "repondre/"), {"answer": "Oui, le mardi."})

    answered = Need.objects.get(pk=need.pk)
    assert (answered.state, answered.answer, answered.asked_on) == ("waiting", "Oui, le mardi.", need.asked_on)
    assert "Oui, le mardi." in html(scene.coordinator, need)


def test_an_answer_that_names_the_person_is_refused_and_kept_as_typed(scene):
    need = scene.need()
    needs.question(need.pk, text="Où ?", by=scene.coordinator)

    answer = signed_in(scene.prescriber).post(page(need, "repondre/"), {"answer": "Chez Mme Zéphyrin."})

    assert "enlevez-en le nom" in answer.context["answer"].errors["answer"][0]
    assert "Chez Mme Zéphyrin." in read(answer)
    assert Need.objects.get(pk=need.pk).answer == ""


def test_an_empty_question_or_refusal_is_said_beside_it(scene):
    need = scene.need()
    client = signed_in(scene.coordinator)

    for act, form in (("demander/", "question"), ("refuser/", "refusal")):
        answer = client.post(page(need, act), {"exchange": "  "})
        assert "exchange" in answer.context[form].errors
    assert Need.objects.get(pk=need.pk).state == "waiting"


def test_a_refusal_has_its_reason_and_the_referent_is_told(scene):
    need = scene.need()

    signed_in(scene.coordinator).post(page(need, "refuser/"), {"exchange": "Hors du territoire : voir le PTCE voisin."})

    assert Need.objects.get(pk=need.pk).state == "refused"
    assert "voir le PTCE voisin" in html(scene.prescriber, need)
    message = Message.objects.filter(subject__contains="pas pu").get()
    assert "voir le PTCE voisin" in message.body
    assert "Zéphyrin" not in message.body


def test_a_prescriber_decides_nothing(scene):
    need = scene.need()

    assert signed_in(scene.prescriber).post(page(need, "refuser/"), {"exchange": "x"}).status_code == 403


def test_the_prescriber_withdraws_her_request_and_the_device_is_free(scene):
    need = scene.promised()
    device = need.items.get().device

    signed_in(scene.prescriber).post(page(need, "annuler/"))

    device.refresh_from_db()
    assert (Need.objects.get(pk=need.pk).state, device.state, device.promised_to) == ("cancelled", "ready", None)


def test_withdrawn_twice_says_that_it_is_already(scene):
    need = scene.need()
    client = signed_in(scene.prescriber)
    client.post(page(need, "annuler/"))

    answer = client.post(page(need, "annuler/"))

    assert answer.status_code == 409
    assert "déjà « annulée »" in read(answer)


def test_with_an_appointment_one_calls_it_off_first(scene):
    handover = scene.appointment()

    answer = signed_in(scene.prescriber).post(page(handover.need, "annuler/"))

    assert answer.status_code == 409
    assert "annulez-le d’abord" in read(answer)


def test_one_may_go_on_without_a_thing_that_does_not_come(scene):
    need = scene.need("laptop", "monitor")
    laptop, monitor = need.items.order_by("category__rank")
    needs.reserve(laptop.pk, scene.device().pk, by=scene.coordinator)

    signed_in(scene.prescriber).post(page(need, f"objets/{monitor.pk}/retirer/"))

    assert Need.objects.get(pk=need.pk).state == "reserved"
    assert NeedItem.objects.get(pk=monitor.pk).state == "cancelled"
    assert Message.objects.filter(subject__contains="a son équipement").count() == 1


def test_not_without_the_only_thing_asked_for(scene):
    need = scene.need()

    answer = signed_in(scene.prescriber).post(page(need, f"objets/{need.items.get().pk}/retirer/"))

    assert answer.status_code == 409
    assert "annulez plutôt la demande" in read(answer)


def test_the_page_says_where_it_is_and_what_is_next(scene):
    need = scene.need()
    assert "En attente d’un appareil" in html(scene.prescriber, need)

    needs.reserve(need.items.get().pk, scene.device().pk, by=scene.coordinator)
    shown = html(scene.prescriber, need)
    assert "Appareil réservé" in shown
    assert "Fixer le rendez-vous" in shown
    assert f'href="/demandes/{need.pk}/remise/"' in shown


@pytest.mark.parametrize("state", ["waiting", "reserved"])
def test_at_most_one_block_in_full_green(scene, state):
    need = scene.need() if state == "waiting" else scene.promised()
    scene.device()

    for reader in (scene.prescriber, scene.coordinator, scene.distributor):
        assert html(reader, need).count('class="m-act"') <= 1


def test_the_page_costs_a_constant_number_of_queries(scene, django_assert_max_num_queries):
    need = scene.need()
    for _ in range(8):
        scene.device()
    for reader, most in ((scene.prescriber, 14), (scene.coordinator, 10)):
        client = signed_in(reader)
        client.get(page(need))
        with django_assert_max_num_queries(most):
            client.get(page(need))


def test_a_technician_of_the_prescriber_does_not_open_it(scene):
    colleague = a_member(Role.TECHNICIAN, network=scene.network, organisation=scene.prescriber.organisation)

    assert signed_in(colleague).get(page(scene.need())).status_code == 403
