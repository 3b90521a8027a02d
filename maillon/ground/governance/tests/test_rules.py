"""The rules of a network are read by all, changed by those who run it, and every change stays."""

import pytest

from maillon.common.errors import Forbidden, Refused
from maillon.ground.governance import actions
from maillon.ground.governance.queries.rules import RULES, changes_of, in_force, told
from maillon.ground.organisations.models import Network, Role
from tests.factories import a_member, a_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return a_network("ponant")


@pytest.fixture
def coordinator(network):
    return a_member(Role.COORDINATOR, network=network)


def change(network, by, why="Décidé en comité.", **values):
    return actions.change_rules(network.pk, values=values, why=why, by=by)


def test_a_change_says_who_when_and_why_and_the_rest_stays(network, coordinator):
    change(network, coordinator, reservation_days=15, answer_days=network.answer_days)

    assert Network.objects.get().reservation_days == 15
    [made] = told(list(changes_of(network)))
    assert (made.rule.name, made.before, made.after) == ("reservation_days", "10 jours", "15 jours")
    assert (made.who, made.why) == (coordinator.full_name, "Décidé en comité.")
    last = {one.rule.name: one.last for one in in_force(Network.objects.get())}
    assert [name for name, found in last.items() if found] == ["reservation_days"]


def test_the_same_values_again_change_nothing(network, coordinator):
    for _ in range(2):
        change(network, coordinator, answer_days=8, accompaniment_required=False)

    assert changes_of(network).count() == 2


@pytest.mark.parametrize(
    ("values", "why", "field"),
    [
        ({"reservation_days": 0}, "Essai", "reservation_days"),
        ({"answer_days": 61}, "Essai", "answer_days"),
        ({"answer_days": 9}, " ", "why"),
    ],
)
def test_out_of_bounds_or_without_a_reason_nothing_changes(network, coordinator, values, why, field):
    with pytest.raises(Refused) as refused:
        change(network, coordinator, why=why, **values)

    assert refused.value.field == field
    assert not changes_of(network).exists()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.PRESCRIBER, Role.FUNDER])
def test_only_those_who_run_the_network_change_its_rules(network, role):
    with pytest.raises(Forbidden):
        change(network, a_member(role, network=network), answer_days=9)
    with pytest.raises(Forbidden):
        change(network, a_member(Role.COORDINATOR), answer_days=9)


def test_every_member_reads_them_and_the_coordinator_changes_them(network, coordinator, client):
    client.force_login(coordinator.user)
    page = client.get("/reseau/regles/changer/").content.decode()
    assert "L217-3" in page

    typed = {rule.name: getattr(network, rule.name) for rule in RULES if rule.counted}
    wrong = client.post("/reseau/regles/changer/", {**typed, "reservation_days": "0", "why": "Comité"})
    assert "Écrivez 1 ou plus" in wrong.content.decode()
    client.post("/reseau/regles/changer/", {**typed, "reservation_days": "21", "why": "Comité de mars"})

    reader = a_member(Role.VOLUNTEER, network=network)
    client.force_login(reader.user)
    page = client.get("/reseau/regles/").content.decode()
    assert "21 jours" in page
    assert "10 jours → 21 jours" in page
    assert "oui → non" in page, "the box that was not ticked"
    assert "Comité de mars" in page
    assert "Changer les règles" not in page
    assert client.get("/reseau/regles/changer/").status_code == 403
