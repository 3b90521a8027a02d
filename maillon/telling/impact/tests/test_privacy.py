"""Fewer than five people are never told, nor can be worked out."""

import datetime
import itertools
from collections import defaultdict

import pytest
from django.utils import timezone

from maillon.common.models import new_id
from maillon.ground.organisations.models import Role
from maillon.sharing.handovers.models import HandOver, HandOverItem
from maillon.sharing.needs.models import Need
from maillon.telling.impact.queries import report, scope_of
from maillon.telling.impact.queries.privacy import cells, discreet, equipped_by_commune, hidden
from tests.factories import LOUDEAC, NICE, PONTIVY, a_handover, a_member, a_network

ROLES = (Role.COORDINATOR, Role.TECHNICIAN, Role.PRESCRIBER, Role.DISTRIBUTOR, Role.LOGISTICIAN)
CARHAIX, ROSTRENEN, GOURIN = "29024", "22266", "56066"


def seen(counts: tuple[int, ...]) -> tuple[tuple[tuple[int, int], ...], int]:
    """All that is published of these cells: those that are told, and the total."""
    named = {str(rank): number for rank, number in enumerate(counts)}
    secret = hidden(named)
    told = tuple((rank, number) for rank, number in enumerate(counts) if str(rank) not in secret)
    return told, sum(counts)


@pytest.mark.parametrize(("places", "most"), [(4, 11), (5, 8)])
def test_nobody_can_work_out_a_small_cell_even_knowing_the_rule(places, most):
    """Every possible network of this size: whoever sees what is published finds several that publish the same."""
    alike = defaultdict(list)
    for counts in itertools.product(range(1, most + 1), repeat=places):
        alike[seen(counts)].append(counts)

    told = 0
    for (shown, _), networks in alike.items():
        for rank in set(range(places)) - {place for place, _ in shown} if shown else ():
            told += 1
            possible = {counts[rank] for counts in networks}
            assert len(possible) > 1 or min(possible) >= 5, f"{shown} and {networks} tell cell {rank}"
    assert told


def test_no_cell_of_fewer_than_five_is_shown():
    for counts in itertools.product(range(1, 9), repeat=4):
        assert all(number >= 5 for _, number in seen(counts)[0])


def test_nothing_is_hidden_when_nothing_is_small():
    assert hidden({"a": 5, "b": 900, "c": 12}) == set()


def test_one_small_commune_takes_the_next_smallest_with_it():
    assert hidden({"a": 3, "b": 40, "c": 12, "d": 9, "e": 55}) == {"a", "c", "d"}


def test_the_grouped_communes_count_at_least_five():
    found = cells([{"a": 1, "b": 1, "c": 1, "d": 8, "e": 30}])

    assert found.shown == {"e": 30}
    assert found.grouped == 11
    assert found.total == 41


def test_pieces_of_the_network_are_protected_each_by_itself():
    inside, outside = {"a": 2, "b": 9, "c": 20, "d": 31}, {"x": 50}

    found = cells([inside, outside])

    assert found.shown == {"d": 31, "x": 50}


@pytest.fixture
def year() -> int:
    return timezone.localdate().year


def many(handover: HandOver, number: int, commune_code: str) -> None:
    """As many hand-overs like this one in the commune, each for someone new."""
    person = handover.need.person
    for _ in range(number):
        person.pk, person.fingerprint = new_id(), ""
        person._state.adding = True
        person.save()
        need = Need.objects.get(pk=handover.need_id)
        need.pk, need.person_id, need.number = new_id(), person.pk, Need.objects.count() + 1
        need._state.adding = True
        need.save()
        given = HandOver.objects.get(pk=handover.pk)
        item = handover.items.get()
        given.pk, given.need_id, given.commune_code = new_id(), need.pk, commune_code
        given._state.adding = True
        given.save()
        HandOverItem.objects.create(
            handover=given, need_item=item.need_item, device=item.device, price_cents=0, first=False
        )


@pytest.fixture
def network(db):
    """40 people equipped in Pontivy, 30 in Carhaix, 20 in Rostrenen, 12 in Gourin, 3 in Loudéac."""
    network = a_network()
    handover = a_handover(a_member(*ROLES, network=network), commune_code=PONTIVY)
    many(handover, 39, PONTIVY)
    for commune, number in ((CARHAIX, 30), (ROSTRENEN, 20), (GOURIN, 12), (LOUDEAC, 3)):
        many(handover, number, commune)
    return network


def test_a_small_commune_is_not_on_the_map_nor_told_by_the_rest(network, year):
    found = equipped_by_commune(scope_of(network, year))

    assert found.shown == {PONTIVY: 40, CARHAIX: 30}
    assert found.grouped == 35
    assert found.total == report(scope_of(network, year)).values["people_equipped"] == 105


def test_someone_met_twice_counts_where_she_was_first(network, year):
    person = HandOver.objects.filter(network=network, commune_code=CARHAIX).first().need.person
    again = HandOver.objects.filter(network=network, commune_code=GOURIN).first()
    Need.objects.filter(pk=again.need_id).update(person=person)
    HandOver.objects.filter(pk=again.pk).update(done_on=datetime.date(year, 1, 1))

    found = equipped_by_commune(scope_of(network, year))

    assert found.total == 104
    assert found.shown == {PONTIVY: 40, CARHAIX: 29}


def test_a_territory_shows_its_own_communes(network, year):
    network.territories.create(slug="ouest", name="Ouest", communes=[CARHAIX, GOURIN, LOUDEAC, ROSTRENEN])

    whole = equipped_by_commune(scope_of(network, year))
    ouest = equipped_by_commune(scope_of(network, year, "ouest"))

    assert ouest.shown == {CARHAIX: 30}
    assert ouest.grouped == 35
    assert whole.shown == {PONTIVY: 40, CARHAIX: 30}


def test_a_territory_that_leaves_few_people_outside_is_not_told(network, year):
    network.territories.create(slug="presque", name="Presque", communes=[PONTIVY, CARHAIX, ROSTRENEN, GOURIN])
    territory = scope_of(network, year, "presque")

    assert report(territory).values["people_equipped"] == 102
    assert discreet(report(territory)).values["people_equipped"] is None
    assert equipped_by_commune(territory) is None
    assert equipped_by_commune(scope_of(network, year)).shown == {PONTIVY: 40, CARHAIX: 30}


def test_a_territory_of_few_people_is_not_told(network, year):
    network.territories.create(slug="petit", name="Petit", communes=[LOUDEAC])
    found = discreet(report(scope_of(network, year, "petit")))

    assert found.values["people_equipped"] is None
    assert found.values["devices_redistributed"] == 0
    assert equipped_by_commune(scope_of(network, year, "petit")) is None


def test_territories_that_together_leave_few_people_are_not_told(network, year):
    network.territories.create(slug="un", name="Un", communes=[PONTIVY, GOURIN])
    network.territories.create(slug="deux", name="Deux", communes=[CARHAIX, ROSTRENEN])

    for slug in ("un", "deux"):
        assert discreet(report(scope_of(network, year, slug))).values["people_equipped"] is None


def test_a_network_that_equipped_few_people_tells_no_number(year, db):
    network = a_network()
    handover = a_handover(a_member(*ROLES, network=network), commune_code=NICE)
    many(handover, 3, PONTIVY)

    found = discreet(report(scope_of(network, year)))

    assert found.values["people_equipped"] is None
    assert equipped_by_commune(scope_of(network, year)) is None

    many(handover, 1, PONTIVY)
    assert discreet(report(scope_of(network, year))).values["people_equipped"] == 5


def test_what_few_people_were_the_year_before_is_not_told(network, year):
    for handover in HandOver.objects.filter(commune_code=LOUDEAC):
        HandOver.objects.filter(pk=handover.pk).update(done_on=datetime.date(year - 1, 1, 1))

    made = report(scope_of(network, year))

    assert made.before["people_equipped"] == 3
    assert discreet(made).before["people_equipped"] is None
    assert discreet(made).values["people_equipped"] == 102
