"""A visitor writes to a network; what looks like advertising waits apart; those who run it settle it."""

import pytest
from django.core import signing
from django.urls import reverse

from maillon.common.actors import PUBLIC
from maillon.common.errors import Forbidden, Refused
from maillon.common.models import new_id
from maillon.ground.journal.models import Entry
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from maillon.telling.pages import actions
from maillon.telling.pages.forms import SALT, stamp
from maillon.telling.pages.models import Enquiry
from tests.factories import a_member

pytestmark = pytest.mark.django_db
WORDS = {"topic": "give", "name": "Anaïs L’Hélias", "email": "anais@d.example", "text": "Avez-vous des écrans ?"}


@pytest.fixture
def coordinator():
    return a_member(Role.COORDINATOR)


def written(network, **more):
    return actions.write(network, **{**WORDS, **more}, by=PUBLIC)


def the_form(**more):
    """The form as it leaves a page opened a minute ago."""
    old = signing.TimestampSigner(salt=SALT)
    opened = signing.Signer.sign(old, f"contact{old.sep}{signing.b62_encode(1_700_000_000)}")
    return {**WORDS, "id": str(new_id()), "opened": opened, **more}


def test_a_visitor_writes_and_those_who_run_the_network_are_told(client, coordinator):
    network = coordinator.network

    answer = client.post(reverse("pages:contact", args=[network.slug]), the_form(), follow=True)

    assert "Votre message est enregistré" in answer.content.decode()
    enquiry = Enquiry.objects.get()
    assert (enquiry.network, enquiry.name, enquiry.held) == (network, WORDS["name"], "")
    mail = Message.objects.get()
    assert mail.to == coordinator.user.email
    assert WORDS["name"] not in mail.subject + mail.body
    assert WORDS["name"] not in str(list(Entry.objects.values_list("data", flat=True)))


def test_the_same_message_sent_twice_is_written_once(client, coordinator):
    form = the_form()

    for _ in range(2):
        client.post(reverse("pages:contact", args=[coordinator.network.slug]), form)

    assert Enquiry.objects.count() == 1
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"site": "https://a.example"}, Enquiry.Held.BAIT),
        ({"opened": "contact:forged"}, Enquiry.Held.QUICK),
        ({"opened": "now"}, Enquiry.Held.QUICK),
        ({"text": "http://a.example http://b.example www.c.example"}, Enquiry.Held.LINKS),
    ],
)
def test_what_looks_like_advertising_is_held_back_and_disturbs_nobody(client, coordinator, sent, reason):
    if sent.get("opened") == "now":
        sent = {"opened": stamp()}

    client.post(reverse("pages:contact", args=[coordinator.network.slug]), the_form(**sent))

    assert Enquiry.objects.get().held == reason
    assert not Message.objects.exists()


def test_the_sixth_message_of_an_hour_from_one_address_is_held_back(coordinator):
    for _ in range(5):
        assert written(coordinator.network).held == ""

    assert written(coordinator.network).held == Enquiry.Held.MANY


def test_what_is_missing_is_asked_beside_its_field_and_what_was_typed_stays(client, coordinator):
    page = client.post(reverse("pages:contact", args=[coordinator.network.slug]), the_form(email="anais", text=" "))

    text = page.content.decode()
    assert page.status_code == 200
    assert "Remplissez ce champ." in text
    assert 'value="anais"' in text
    assert not Enquiry.objects.exists()


def test_a_message_is_answered_then_may_be_removed(client, coordinator):
    enquiry = written(coordinator.network)
    client.force_login(coordinator.user)
    assert "Avez-vous des écrans" in client.get(reverse("pages:enquiries")).content.decode()
    with pytest.raises(Refused):
        actions.remove(enquiry.pk, by=coordinator)

    client.post(reverse("pages:settle", args=[enquiry.pk]))

    enquiry.refresh_from_db()
    assert enquiry.answered_by == coordinator
    assert "Aucun message n’attend" in client.get(reverse("pages:enquiries")).content.decode()
    client.post(reverse("pages:remove", args=[enquiry.pk]))
    assert not Enquiry.objects.exists()


def test_what_was_held_back_by_mistake_is_let_through(coordinator):
    enquiry = written(coordinator.network, bait=True)
    with pytest.raises(Refused):
        actions.settle(enquiry.pk, by=coordinator)

    actions.let_through(enquiry.pk, by=coordinator)

    assert list(Enquiry.objects.visible_to(coordinator).waiting()) == [enquiry]


def test_nobody_else_reads_or_settles_it(client, coordinator):
    enquiry = written(coordinator.network)
    other = a_member(Role.COORDINATOR)
    technician = a_member(Role.TECHNICIAN, network=coordinator.network)

    assert not Enquiry.objects.visible_to(other).exists()
    assert not Enquiry.objects.visible_to(technician).exists()
    with pytest.raises(Forbidden):
        actions.settle(enquiry.pk, by=other)


def test_the_list_costs_the_same_however_many_wrote(client, coordinator, django_assert_max_num_queries):
    for rank in range(12):
        written(coordinator.network, email=f"v{rank}@d.example")
    client.force_login(coordinator.user)

    with django_assert_max_num_queries(10):
        client.get(reverse("pages:enquiries"))


def test_the_coordinator_finds_it_among_what_she_has_to_do(client, coordinator):
    written(coordinator.network)
    client.force_login(coordinator.user)

    assert "Répondre à 1 visiteur" in client.get("/a-faire/").content.decode()
