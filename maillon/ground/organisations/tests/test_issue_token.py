"""A token for the machines of a site: told once, kept as a digest, revoked at once."""

import pytest
from django.core.management import CommandError, call_command

from maillon.common import tokens
from maillon.common.actors import PLATFORM
from maillon.common.errors import Forbidden, Refused
from maillon.common.models import new_id
from maillon.ground.journal.models import Entry
from maillon.ground.organisations import actions
from maillon.ground.organisations.models import Role, SiteToken
from maillon.ground.organisations.queries import bearer_of
from tests.factories import PONTIVY, a_member, a_network, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return a_member(Role.MANAGER)


def issued(manager, **more):
    site = manager.organisation.sites.get()
    return actions.issue_token(site, network=manager.network, by=manager, **{"name": "Banc 1", **more})


def test_the_secret_opens_and_is_kept_nowhere(manager):
    token, secret = issued(manager)

    assert bearer_of(f" {secret.lower()} ") == token
    kept = {str(value) for value in SiteToken.objects.filter(pk=token.pk).values().get().values()}
    assert not any(secret in value for value in kept)
    assert secret not in str(list(Entry.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("secret", ["", "7K3F", "2222-2222-2222-2222-2222"])
def test_another_secret_opens_nothing(manager, secret):
    issued(manager)

    assert bearer_of(secret) is None


def test_a_revoked_token_opens_nothing_more(manager):
    token, secret = issued(manager)

    actions.revoke_token(token.pk, by=manager)
    actions.revoke_token(token.pk, by=manager)

    assert bearer_of(secret) is None
    assert Entry.objects.filter(verb="organisations.revoke_token").count() == 1


def test_the_token_of_an_organisation_that_left_opens_nothing(manager):
    coordinator = a_member(Role.COORDINATOR, network=manager.network)
    neighbour = an_organisation("Voisine")
    head = a_member(Role.MANAGER, network=manager.network, organisation=neighbour)
    site = actions.open_site(neighbour, name="Atelier", commune_code=PONTIVY, by=head)
    _, secret = actions.issue_token(site, network=manager.network, name="Banc", by=head)

    actions.part(neighbour.affiliations.get().pk, by=coordinator)

    assert bearer_of(secret) is None


def test_a_form_sent_twice_makes_one_token_and_tells_its_secret_once(manager):
    id = new_id()

    first, secret = issued(manager, id=id)
    again, nothing = issued(manager, id=id)

    assert first == again
    assert tokens.plausible(secret)
    assert nothing == ""


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.VOLUNTEER, Role.DONOR])
def test_only_those_who_run_the_organisation_make_one(role):
    member = a_member(role)

    with pytest.raises(Forbidden):
        issued(member)


def test_nobody_makes_one_for_another_organisation(manager):
    site = a_network().head.sites.get()

    with pytest.raises(Forbidden):
        actions.issue_token(site, network=manager.network, name="Banc", by=manager)


def test_a_token_needs_a_name(manager):
    with pytest.raises(Refused) as refused:
        issued(manager, name=" ")

    assert refused.value.field == "name"


def test_a_site_has_a_bounded_number_of_tokens(manager):
    for rank in range(20):
        issued(manager, name=f"Banc {rank}")

    with pytest.raises(Refused):
        issued(manager)


def test_the_command_tells_the_secret(manager, capsys):
    call_command("site_token", manager.network.slug, "dépôt", "--name", "Clé USB")

    assert bearer_of(capsys.readouterr().out.splitlines()[-1]).name == "Clé USB"


@pytest.mark.parametrize(("network", "site"), [("nulle-part", "Dépôt"), ("", "Grenier")])
def test_the_command_names_what_exists(manager, network, site):
    with pytest.raises(CommandError) as error:
        call_command("site_token", network or manager.network.slug, site)

    assert ("Dépôt" if network == "" else manager.network.slug) in str(error.value)


def test_the_command_asks_which_of_two_sites(manager):
    neighbour = an_organisation("Voisine")
    a_member(Role.MANAGER, network=manager.network, organisation=neighbour)
    actions.open_site(neighbour, name="Dépôt", commune_code=PONTIVY, by=PLATFORM)

    with pytest.raises(CommandError, match="Voisine"):
        call_command("site_token", manager.network.slug, "Dépôt")
