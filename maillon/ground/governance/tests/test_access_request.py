"""Someone asks to enter a network, proves her address, and is answered."""

import datetime

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from maillon.common import spam
from maillon.common.actors import PUBLIC, Bearer
from maillon.common.errors import Forbidden, Refused
from maillon.common.models import new_id
from maillon.ground.accounts.models import User
from maillon.ground.governance import actions, jobs, queries
from maillon.ground.governance.models import AccessRequest
from maillon.ground.governance.policy import ACCESS
from maillon.ground.journal.models import Entry
from maillon.ground.messages.models import Message
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Affiliation, Member, Organisation, Role
from tests.factories import PONTIVY, a_member, a_network, a_user, an_organisation

pytestmark = pytest.mark.django_db

SIRET = "73282932000074"
PASSWORD = "une phrase longue et neuve"
WHO = {
    "organisation_name": "Mission locale du Ponant",
    "siret": SIRET,
    "kind": "association",
    "address": "3 rue du Port",
    "commune_code": PONTIVY,
    "last_name": "Cadiou",
    "first_name": "Nolwenn",
    "function": "Conseillère",
    "phone": "+33261910012",
    "email": "Nolwenn@mission.example",
}


@pytest.fixture
def network():
    return a_network("ponant")


@pytest.fixture
def coordinator(network):
    return a_member(Role.COORDINATOR, network=network)


def ask(network, **other) -> AccessRequest:
    return actions.request_access(network, **{"wishes": ["accompagnant"], "by": PUBLIC, **WHO, **other})


def holder(asked: AccessRequest) -> Bearer:
    return Bearer(ACCESS, asked.pk)


def confirmed(network, **other) -> AccessRequest:
    asked = ask(network, **other)
    return actions.confirm_access(asked.pk, password=PASSWORD, by=holder(asked))


def bodies(to: str) -> list[str]:
    return list(Message.objects.filter(to=to).order_by("created_at").values_list("body", flat=True))


def test_nobody_sees_a_request_before_its_address_is_proved(network, coordinator):
    asked = ask(network)

    assert not AccessRequest.objects.visible_to(coordinator).exists()
    assert not bodies(coordinator.user.email)
    assert queries.follow_url(asked) in bodies("nolwenn@mission.example")[0]

    actions.confirm_access(asked.pk, password=PASSWORD, by=holder(asked))

    assert list(AccessRequest.objects.visible_to(coordinator)) == [asked]
    assert reverse("governance:access", args=[asked.pk]) in bodies(coordinator.user.email)[0]
    assert not User.objects.filter(email="nolwenn@mission.example").exists()


def test_accepted_she_manages_a_new_organisation_and_signs_in_with_the_password_she_chose(network, coordinator, client):
    asked = confirmed(network)

    asked = actions.accept_access(
        asked.pk, roles=["gestionnaire", "accompagnant"], message="Bienvenue.", by=coordinator
    )

    organisation = Organisation.objects.get(siret=SIRET)
    assert Affiliation.objects.get(network=network, organisation=organisation).roles == ["accompagnant"]
    assert (asked.member.organisation, asked.member.roles) == (organisation, ["gestionnaire", "accompagnant"])
    assert (asked.member.function, asked.member.user.phone) == ("Conseillère", "+33261910012")
    assert asked.password == ""
    assert client.login(email="nolwenn@mission.example", password=PASSWORD)
    assert "Bienvenue." in bodies("nolwenn@mission.example")[-1]


def test_the_bearer_of_the_siret_is_joined_and_whoever_manages_it_is_told(network, coordinator):
    known = organisations.enter(
        network,
        name="ML Ponant",
        kind="association",
        commune_code=PONTIVY,
        siret_number=SIRET,
        roles=[],
        by=coordinator,
    )
    manager = a_member(Role.MANAGER, network=network, organisation=known)

    asked = actions.accept_access(confirmed(network).pk, roles=["accompagnant"], by=coordinator)

    assert asked.member.organisation == known
    assert Organisation.objects.filter(name=WHO["organisation_name"]).count() == 0
    assert "nolwenn@mission.example" in bodies(manager.user.email)[0]


def test_without_a_siret_an_organisation_of_the_same_name_is_proposed(network, coordinator):
    known = an_organisation("MISSION LOCALE du Ponant")
    organisations.affiliate(network, known, roles=["accompagnant"], by=coordinator)
    asked = confirmed(network, siret="")

    assert queries.candidates(asked).first == known
    done = actions.accept_access(asked.pk, roles=["accompagnant"], organisation=known, by=coordinator)
    assert done.member.organisation == known

    other, elsewhere = confirmed(network, siret="", email="autre@mission.example"), an_organisation()
    with pytest.raises(Refused, match="n’est pas dans le réseau"):
        actions.accept_access(other.pk, roles=["accompagnant"], organisation=elsewhere, by=coordinator)


def test_someone_who_has_an_account_keeps_her_password_and_the_roles_she_holds(network, coordinator):
    user = a_user("nolwenn@mission.example")
    member = a_member(Role.MEDIATOR, network=network, user=user)
    Organisation.objects.filter(pk=member.organisation_id).update(siret=SIRET)
    asked = ask(network)

    asked = actions.confirm_access(asked.pk, by=holder(asked))
    done = actions.accept_access(asked.pk, roles=["accompagnant"], by=coordinator)

    assert (done.member, done.member.roles) == (member, ["partenaire", "accompagnant"])
    assert User.objects.get(pk=user.pk).check_password("un mot de passe")


def test_a_question_and_its_answer_then_a_refusal_that_says_why(network, coordinator):
    asked = confirmed(network)
    actions.ask_access(asked.pk, question="Combien de personnes suivez-vous ?", by=coordinator)
    assert "Combien de personnes" in bodies("nolwenn@mission.example")[-1]
    actions.reply_access(asked.pk, answer="Une trentaine.", by=holder(asked))
    assert "a répondu" in bodies(coordinator.user.email)[-1]

    done = actions.refuse_access(asked.pk, reason="Hors du territoire.", by=coordinator)

    assert (done.state, done.password) == ("refused", "")
    assert "Hors du territoire." in bodies("nolwenn@mission.example")[-1]
    with pytest.raises(Refused, match="n’attend plus de réponse"):
        actions.accept_access(asked.pk, roles=["accompagnant"], by=coordinator)
    told = [fact["title"] for fact in queries.told_access(done)]
    assert told == ["Demande envoyée", "Adresse confirmée", "Précision demandée", "Précision donnée", "Refusée"]


def test_only_the_holder_of_its_link_follows_and_only_those_who_run_the_network_answer(network, coordinator):
    asked, other = confirmed(network), ask(network, email="autre@mission.example")

    with pytest.raises(Forbidden):
        actions.withdraw_access(asked.pk, by=holder(other))
    with pytest.raises(Forbidden):
        actions.accept_access(asked.pk, roles=["accompagnant"], by=a_member(Role.MANAGER, network=network))
    with pytest.raises(Forbidden):
        actions.refuse_access(asked.pk, reason="Non.", by=a_member(Role.COORDINATOR))
    with pytest.raises(Refused, match="par l’animation du réseau"):
        actions.accept_access(asked.pk, roles=[Role.ADMINISTRATOR], by=coordinator)
    assert not Member.objects.filter(user__email="nolwenn@mission.example").exists()


def test_the_same_message_twice_is_one_request_and_the_same_acceptance_one_member(network, coordinator):
    id = new_id()
    assert ask(network, id=id) == ask(network, id=id)
    again = ask(network)
    assert AccessRequest.objects.get() == again, "never confirmed, it is replaced"

    actions.confirm_access(again.pk, password=PASSWORD, by=holder(again))
    assert ask(network) == again, "in progress, it is kept"

    for _ in range(2):
        actions.accept_access(again.pk, roles=["accompagnant"], by=coordinator)
    assert Entry.objects.filter(verb="governance.accept_access").count() == 1


def test_what_nobody_confirms_is_forgotten_after_a_week(network):
    old, kept = ask(network), ask(network, email="autre@mission.example")
    AccessRequest.objects.filter(pk=old.pk).update(created_at=timezone.now() - datetime.timedelta(days=8))

    assert jobs.forget_unconfirmed() == 1
    assert AccessRequest.objects.get() == kept


def test_one_connection_asks_five_times_an_hour(network):
    for rank in range(5):
        ask(network, email=f"a{rank}@mission.example", sender="k" * 32)

    with pytest.raises(Refused, match="attendez la prochaine"):
        ask(network, email="a6@mission.example", sender="k" * 32)


@pytest.mark.parametrize("password", ["court", "nolwenn@mission.example", "motdepasse"])
def test_a_weak_password_is_refused_beside_its_field(network, password):
    asked = ask(network)

    with pytest.raises(Refused) as refused:
        actions.confirm_access(asked.pk, password=password, by=holder(asked))
    assert refused.value.field == "password"
    assert AccessRequest.objects.get().state == "unconfirmed"


TYPED = {
    **{name: value for name, value in WHO.items() if name != "commune_code"},
    "wishes": ["accompagnant", "partenaire"],
    "commune": "Pontivy (56300)",
}


def send(client, **other):
    sent = {**TYPED, "id": str(new_id()), "stamp": spam.stamp(timezone.now() - datetime.timedelta(minutes=2)), **other}
    return client.post("/r/ponant/acces/", sent)


@override_settings(DEMO=True)
def test_from_the_public_page_to_the_first_page_of_the_network(network, coordinator, client, django_user_model):
    assert client.get("/acces/").url == "/r/ponant/acces/"
    assert "Que feriez-vous" in client.get("/r/ponant/acces/").content.decode()

    page = client.get(send(client).url).content.decode()
    asked = AccessRequest.objects.get()
    link = queries.follow_path(asked)
    assert "nolwenn@mission.example" in page
    assert link.rpartition(":")[0] in page, "the demonstration shows the link that no mail takes"

    client.post(link, {"password": PASSWORD, "again": "autre chose"})
    assert AccessRequest.objects.get().state == "unconfirmed"
    followed = client.post(link, {"password": PASSWORD, "again": PASSWORD}, follow=True).content.decode()
    assert "votre demande est transmise" in followed

    client.force_login(coordinator.user)
    assert "Nolwenn Cadiou demande un accès" in client.get("/a-faire/").content.decode()
    here = reverse("governance:access", args=[asked.pk])
    assert "est nouvelle" in client.get(here).content.decode()
    assert "Choisissez au moins une réponse" in client.post(f"{here}accepter/", {"roles": []}).content.decode()
    client.post(f"{here}accepter/", {"roles": ["gestionnaire", "accompagnant", "partenaire"]})
    assert "demande un accès" not in client.get("/a-faire/").content.decode()

    client.logout()
    assert "Votre accès est ouvert" in client.get(link).content.decode()
    assert client.login(email="nolwenn@mission.example", password=PASSWORD)
    assert client.get(reverse("needs:ask")).status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"siret": "732 829 320 00075"}, "faute de frappe"),
        ({"commune": "Nulle part"}, "Aucune commune"),
        ({"wishes": []}, "Choisissez au moins une réponse"),
        ({"email": "nolwenn"}, "adresse"),
        ({"phone": "12"}, "phone"),
        ({"stamp": ""}, "ouverte depuis longtemps"),
        ({"last_name": "é" * 81}, "80"),
    ],
)
def test_what_is_typed_wrong_is_said_beside_its_field_and_kept(network, client, typed, said):
    answer = send(client, **typed)

    assert answer.status_code == 200
    page = answer.content.decode()
    assert said in page
    assert "Mission locale du Ponant" in page
    assert not AccessRequest.objects.exists()


def test_the_list_asks_the_same_number_of_questions_however_long(
    network, coordinator, client, django_assert_max_num_queries
):
    for rank in range(12):
        confirmed(network, email=f"a{rank}@mission.example")
    client.force_login(coordinator.user)

    with django_assert_max_num_queries(9):
        page = client.get("/reseau/acces/").content.decode()
    assert page.count("Nolwenn Cadiou") == 12
    assert client.get("/reseau/acces/?etat=refused").status_code == 200


def test_a_link_that_was_altered_is_not_found_and_one_that_is_withdrawn_says_so(network, client):
    asked = confirmed(network)
    link = queries.follow_path(asked)

    assert client.get("/acces/suivre/faux/").status_code == 404
    client.post(f"{link}retirer/")
    assert "Vous avez retiré cette demande" in client.get(link).content.decode()
