"""Anybody proposes a change; those who keep the page take it, take some of it, or say why not."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillon.common import spam
from maillon.common.actors import PUBLIC
from maillon.common.errors import Forbidden, Refused
from maillon.common.models import new_id
from maillon.ground.journal.models import Entry
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from maillon.sharing.directory import actions, queries
from maillon.sharing.directory.models import Place, Suggestion
from tests.factories import LOUDEAC, PONTIVY, a_member, an_organisation

pytestmark = pytest.mark.django_db
ADDRESS = "zoe@visiteurs.example"


@pytest.fixture
def coordinator():
    return a_member(Role.COORDINATOR)


@pytest.fixture
def place(coordinator):
    return actions.enter(
        coordinator.network, name="Médiathèque", commune_code=PONTIVY, phone="+33261910012", by=coordinator
    )


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def test_a_visitor_proposes_and_the_page_changes_only_once_it_is_taken(place, coordinator):
    address = reverse("directory:suggest", args=[place.network.slug, place.pk])
    shown = Client().get(address)
    sent = {
        "id": str(new_id()),
        "name": "Médiathèque",
        "commune": "Pontivy (56300)",
        "phone": "02 61 91 00 99",
        "day_0": "9h-12h",
        "remark": "Vu sur la porte.",
        "email": ADDRESS,
    }
    assert "02 61 91 00 12" in shown.content.decode().replace("\N{NO-BREAK SPACE}", " ")

    for _ in range(2):
        answer = Client().post(address, {**sent, "stamp": spam.stamp(_a_minute_ago())})
        assert answer.status_code == 302, answer.context["form"].errors

    suggestion = Suggestion.objects.get()
    assert set(suggestion.changes) == {"phone", "opening_hours"}
    place.refresh_from_db()
    assert place.phone == "+33261910012"

    client = signed_in(coordinator)
    assert "Examiner 1 proposition" in client.get("/a-faire/").content.decode()
    page = client.get(reverse("directory:judge", args=[suggestion.pk])).content.decode()
    assert "lundi 9 h-12 h" in page.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    client.post(reverse("directory:judge", args=[suggestion.pk]), {"only": ["phone"], "answer": "Merci !", "take": "1"})

    place.refresh_from_db()
    assert (place.phone, place.opening_hours) == ("+33261910099", "")
    assert "phone" in place.kept
    mail = Message.objects.get(to=ADDRESS)
    assert "a été retenue" in mail.body
    assert "Merci !" in mail.body
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.email) == (Suggestion.State.TAKEN, "")
    assert ADDRESS not in str(list(Entry.objects.values_list("data", flat=True)))


def _a_minute_ago():
    return timezone.now() - datetime.timedelta(minutes=1)


def test_to_put_a_proposal_aside_asks_for_a_reason_and_the_page_stays(place, coordinator):
    suggestion = actions.suggest(place.pk, closed=True, remark="Rideau baissé", email=ADDRESS, by=PUBLIC)
    client = signed_in(coordinator)
    address = reverse("directory:judge", args=[suggestion.pk])

    refused = client.post(address, {"only": ["closed"], "answer": " ", "decline": "1"})
    assert "Dites pourquoi" in refused.content.decode()
    client.post(address, {"only": ["closed"], "answer": "C’était un jour férié.", "decline": "1"})

    place.refresh_from_db()
    assert place.closed_on is None
    assert "jour férié" in Message.objects.get(to=ADDRESS).body
    with pytest.raises(Refused):
        actions.take(suggestion.pk, by=coordinator)


def test_a_place_said_to_be_closed_is_closed_once_agreed(place, coordinator):
    suggestion = actions.suggest(place.pk, closed=True, by=PUBLIC)

    actions.take(suggestion.pk, by=coordinator)

    place.refresh_from_db()
    assert place.closed_on is not None
    assert not Message.objects.exists()


def test_the_partner_decides_for_its_own_place_and_for_no_other(place, coordinator):
    mediator = a_member(Role.MEDIATOR, network=coordinator.network, organisation=an_organisation("Médiathèque"))
    stranger = a_member(Role.MEDIATOR, network=coordinator.network, organisation=an_organisation("Autre"))
    actions.correct(place.pk, organisation=mediator.organisation, by=coordinator)
    suggestion = actions.suggest(place.pk, summary="Ouvert à tous", by=PUBLIC)

    with pytest.raises(Forbidden):
        actions.take(suggestion.pk, by=stranger)
    assert signed_in(stranger).get(reverse("directory:judge", args=[suggestion.pk])).status_code == 404
    actions.take(suggestion.pk, by=mediator)

    place.refresh_from_db()
    assert place.summary == "Ouvert à tous"


@pytest.mark.parametrize("sent", [{}, {"organisation": None, "categories": ["formation"]}])
def test_to_propose_nothing_is_refused(place, sent):
    with pytest.raises(Refused, match="Rien n’est changé"):
        actions.suggest(place.pk, by=PUBLIC, **sent)


def test_what_cannot_be_is_refused_at_once_and_too_many_wait(place):
    with pytest.raises(Refused):
        actions.suggest(place.pk, latitude=91.0, longitude=0.0, by=PUBLIC)
    for rank in range(10):
        actions.suggest(place.pk, remark=f"Remarque {rank}", by=PUBLIC)
    with pytest.raises(Refused, match="Plusieurs propositions"):
        actions.suggest(place.pk, remark="Encore", by=PUBLIC)


def test_a_robot_is_held_back(place):
    address = reverse("directory:suggest", args=[place.network.slug, place.pk])
    answer = Client().post(address, {"name": "X", "commune": "Pontivy (56300)", spam.POT: "x", "stamp": spam.stamp()})

    assert "robot" in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_what_moves_together_is_taken_together(place):
    suggestion = actions.suggest(place.pk, commune_code=LOUDEAC, commune_name="Loudéac", postcode="22600", by=PUBLIC)

    told = queries.changes(suggestion)

    assert [change.key for change in told] == ["commune", "position"]
    assert "Loudéac" in told[0].then


def test_a_page_that_has_changed_since_says_so(place, coordinator):
    suggestion = actions.suggest(place.pk, phone="+33261910077", by=PUBLIC)
    actions.correct(place.pk, phone="+33261910066", by=coordinator)

    (told,) = queries.changes(Suggestion.objects.select_related("place").get(pk=suggestion.pk))

    assert told.moved
    assert Place.objects.get().phone == "+33261910066"
