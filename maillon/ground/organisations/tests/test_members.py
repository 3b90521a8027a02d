"""People are invited, change roles, leave."""

import pytest

from maillon.common.errors import Forbidden, Refused
from maillon.common.models import new_id
from maillon.ground.accounts.models import User
from maillon.ground.journal.models import Entry
from maillon.ground.messages.models import Message
from maillon.ground.organisations import actions
from maillon.ground.organisations.models import Member, Role
from tests.factories import a_member, a_network, a_user, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def coordinator(network):
    return a_member(Role.COORDINATOR, network=network)


@pytest.fixture
def manager(network):
    return a_member(Role.MANAGER, network=network, organisation=an_organisation("La Fabrique"))


def invite(by, organisation=None, **asked) -> Member:
    asked = {
        "email": "Nolwenn@fabrique.example",
        "first_name": "Nolwenn",
        "last_name": "Cadiou",
        "roles": [Role.TECHNICIAN],
        **asked,
    }
    return actions.invite(organisation or by.organisation, by=by, **asked)


def test_a_colleague_chooses_her_password_by_the_link_she_receives(manager, client):
    member = invite(manager, function="Cheffe d’atelier")

    assert (member.user.email, member.user.full_name) == ("nolwenn@fabrique.example", "Nolwenn Cadiou")
    assert (member.roles, member.function) == (["technicien"], "Cheffe d’atelier")
    assert not member.user.has_usable_password()
    message = Message.objects.get(to="nolwenn@fabrique.example")
    [link] = [word for word in message.body.split() if word.startswith("http")]

    page = client.get(link[link.index("/compte/") :], follow=True)
    assert page.status_code == 200
    password = "une phrase longue et neuve"
    client.post(page.redirect_chain[-1][0], {"password1": password, "password2": password})

    user = User.objects.get(pk=member.user_id)
    assert user.check_password(password)
    assert client.login(email=user.email, password=password)


def test_someone_who_has_an_account_keeps_it(manager):
    user = a_user("deja@maillon.example", first_name="Awa", last_name="Diallo")

    member = invite(manager, email="DEJA@maillon.example", first_name="", last_name="")

    assert member.user == user
    assert User.objects.filter(email__iexact="deja@maillon.example").count() == 1
    body = Message.objects.get(to=user.email).body
    assert "http" not in body
    assert "Connectez-vous comme d’habitude" in body


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        ({"email": "nolwenn@"}, "email", "pas complète"),
        ({"first_name": " "}, "first_name", "Donnez son prénom"),
        ({"roles": []}, "roles", "au moins un rôle"),
        ({"roles": [Role.COORDINATOR]}, "roles", "par l’animation du réseau"),
        ({"roles": [Role.TECHNICIAN, Role.FUNDER]}, "roles", "par l’animation du réseau"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field_and_nothing_leaves(manager, asked, field, sentence):
    accounts = User.objects.count()

    with pytest.raises(Refused, match=sentence) as refused:
        invite(manager, **asked)

    assert refused.value.field == field
    assert (User.objects.count(), Message.objects.count()) == (accounts, 0)


def test_someone_who_already_acts_is_not_invited_again(manager):
    invite(manager)

    with pytest.raises(Refused, match="agit déjà pour La Fabrique"):
        invite(manager)
    assert Message.objects.count() == 1


def test_a_closed_account_is_not_opened_again(manager):
    a_user("ferme@maillon.example", is_active=False)

    with pytest.raises(Refused, match="est fermé"):
        invite(manager, email="ferme@maillon.example")


def test_the_same_message_twice_invites_once(manager):
    id = new_id()

    assert invite(manager, id=id) == invite(manager, id=id)
    assert Message.objects.count() == 1


def test_an_invitation_is_sent_again_until_a_password_is_chosen(manager):
    member = invite(manager)

    actions.remind(member.pk, by=manager)
    assert Message.objects.filter(to=member.user.email).count() == 2

    member.user.set_password("une phrase longue et neuve")
    member.user.save()
    with pytest.raises(Refused, match="a déjà un mot de passe"):
        actions.remind(member.pk, by=manager)


def test_a_manager_manages_her_own_people_only(manager, network):
    theirs = a_member(Role.TECHNICIAN, network=network)

    for act in (
        lambda: invite(manager, network.head),
        lambda: actions.change_roles(theirs.pk, roles=[Role.VOLUNTEER], by=manager),
        lambda: actions.leave(theirs.pk, by=manager),
        lambda: actions.remind(theirs.pk, by=manager),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.PRESCRIBER, Role.FUNDER])
def test_other_roles_manage_nobody(network, role):
    with pytest.raises(Forbidden):
        invite(a_member(role, network=network))


def test_a_coordinator_manages_the_organisations_of_her_network_only(coordinator, manager):
    assert invite(coordinator, manager.organisation).network == coordinator.network

    with pytest.raises(Forbidden):
        invite(coordinator, a_network().head, email="autre@maillon.example")


def test_the_same_person_in_another_network_is_out_of_reach(coordinator, manager):
    elsewhere = a_member(Role.TECHNICIAN, organisation=manager.organisation)

    for act in (
        lambda: actions.change_roles(elsewhere.pk, roles=[Role.VOLUNTEER], by=coordinator),
        lambda: actions.leave(elsewhere.pk, by=manager),
        lambda: actions.remind(elsewhere.pk, by=manager),
    ):
        with pytest.raises(Forbidden):
            act()


def test_roles_change_and_are_remembered(manager):
    member = invite(manager)

    actions.change_roles(member.pk, roles=[Role.SUPERVISOR, Role.MANAGER], function="Encadrante", by=manager)

    member.refresh_from_db()
    assert (member.roles, member.function) == (["encadrant", "gestionnaire"], "Encadrante")
    entry = Entry.objects.get(verb="organisations.change_roles")
    assert entry.data == {"roles": ["encadrant", "gestionnaire"]}
    assert "example" not in str(entry.data)


def test_a_manager_neither_gives_nor_takes_what_opens_the_network(coordinator, manager):
    with pytest.raises(Refused, match="Animation du réseau"):
        actions.change_roles(manager.pk, roles=[Role.MANAGER, Role.COORDINATOR], by=manager)

    funder = invite(coordinator, manager.organisation, roles=[Role.FUNDER])
    with pytest.raises(Refused, match="Financement"):
        actions.change_roles(funder.pk, roles=[Role.TECHNICIAN], by=manager)
    with pytest.raises(Refused, match="Financement"):
        actions.leave(funder.pk, by=manager)

    kept = actions.change_roles(funder.pk, roles=[Role.FUNDER, Role.TECHNICIAN], by=manager)
    assert kept.roles == ["financeur", "technicien"]


def test_only_an_administrator_makes_an_administrator(coordinator, network):
    with pytest.raises(Refused, match="Administration du réseau"):
        invite(coordinator, roles=[Role.ADMINISTRATOR])

    administrator = a_member(Role.ADMINISTRATOR, network=network)
    assert invite(administrator, roles=[Role.ADMINISTRATOR]).has(Role.ADMINISTRATOR)


def test_a_network_never_loses_its_last_coordinator(coordinator, network):
    with pytest.raises(Refused, match="Plus personne n’animerait"):
        actions.leave(coordinator.pk, by=coordinator)
    with pytest.raises(Refused, match="Plus personne n’animerait"):
        actions.change_roles(coordinator.pk, roles=[Role.TECHNICIAN], by=coordinator)

    a_member(Role.COORDINATOR, network=network)
    assert actions.leave(coordinator.pk, by=coordinator).ended_on


def test_who_leaves_may_come_back(manager):
    member = invite(manager)

    actions.leave(member.pk, by=manager)
    assert not Member.objects.active().filter(pk=member.pk).exists()
    with pytest.raises(Refused, match="invitez-la de nouveau"):
        actions.change_roles(member.pk, roles=[Role.VOLUNTEER], by=manager)

    again = invite(manager, roles=[Role.VOLUNTEER])
    assert (again.pk, again.roles, again.ended_on) == (member.pk, ["benevole"], None)
