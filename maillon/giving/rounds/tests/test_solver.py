"""Sharing stops between vehicles: what always holds, and why the rest stays."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillon.giving.rounds import solver
from maillon.giving.rounds.roads import Place, StraightLines
from maillon.giving.rounds.solver import Map, Shift, Visit

DAY = datetime.date(2026, 6, 11)
DEPOT = Place(48.07, -2.96)
ROADS = StraightLines()


def a_visit(key: str = "a", **fields) -> Visit:
    said = {
        "place": Place(48.2, -2.8),
        "mass_g": 100_000,
        "volume_l": 500,
        "minutes": 20,
        "opens": 9 * 60,
        "closes": 16 * 60,
        **fields,
    }
    return Visit(key, **said)


def a_shift(key: str = "van", **fields) -> Shift:
    said = {
        "day": DAY,
        "home": DEPOT,
        "drop_off": DEPOT,
        "site": "depot",
        "capacity_g": 500_000,
        "capacity_l": 4_000,
        "cost_km_cents": 45,
        "cost_hour_cents": 2_500,
        "starts": 8 * 60,
        "ends": 17 * 60 + 30,
        "unload_minutes": 30,
        **fields,
    }
    return Shift(key, **said)


def asked(visits, shifts):
    return solver.share(visits, shifts, ROADS, iterations=60, seconds=20)


def reason(visit: Visit, *shifts: Shift) -> str:
    ((left, why),) = asked([visit], shifts).unserved
    assert left == visit
    return why


def test_a_stop_is_served_and_the_van_comes_home_after_unloading():
    (timetable,) = asked([a_visit()], [a_shift()]).rounds

    assert [call.visit.key for call in timetable.calls] == ["a"]
    assert timetable.returns == timetable.unloads + 30
    assert timetable.holds


def test_one_leaves_late_enough_not_to_wait_at_the_door():
    visit = a_visit(opens=11 * 60)
    timetable = solver.timetable(a_shift(), [visit], Map([visit], [a_shift()], ROADS))

    assert timetable.calls[0].arrives == 11 * 60
    assert timetable.calls[0].waits == 0
    assert timetable.leaves > 10 * 60


def test_a_round_costs_its_kilometres_and_its_hours():
    visit = a_visit()
    timetable = solver.timetable(a_shift(), [visit], Map([visit], [a_shift()], ROADS))
    hours = (timetable.returns - timetable.leaves) / 60

    assert timetable.cost_cents == round(timetable.metres / 1000 * 45 + hours * 2_500)


def test_a_workshop_elsewhere_than_home_is_passed_by_on_the_way_back():
    visit, away = a_visit(), a_shift(drop_off=Place(48.6, -2.8), site="workshop")
    straight = solver.timetable(a_shift(), [visit], Map([visit], [a_shift()], ROADS))
    (timetable,) = asked([visit], [away]).rounds

    assert timetable.metres > straight.metres + 50_000
    assert timetable.unloads < timetable.returns - 30


def test_equipment_goes_to_the_workshop_that_must_get_it():
    here, there = a_shift("near"), a_shift("far", home=Place(47.7, -3.4), drop_off=Place(47.7, -3.4), site="workshop")
    (timetable,) = asked([a_visit(site="workshop")], [here, there]).rounds

    assert timetable.shift.key == "far"


def test_each_day_of_a_week_serves_those_who_are_open():
    tuesday = DAY + datetime.timedelta(days=1)
    visits = [a_visit("a", days=frozenset({tuesday})), a_visit("b", days=frozenset({DAY}))]
    found = asked(visits, [a_shift("one"), a_shift("two", day=tuesday)])

    assert {(one.shift.day, one.calls[0].visit.key) for one in found.rounds} == {(DAY, "b"), (tuesday, "a")}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"days": frozenset()}, "fermé ces jours-là"),
        ({"site": "elsewhere"}, "aucun véhicule ne dépose à l’atelier qui l’attend"),
        ({"tail_lift": True}, "il faut un hayon : aucun véhicule libre n’en a"),
        ({"mass_g": 700_000}, "700 kg : plus que chaque véhicule"),
        ({"volume_l": 7_500}, "7,5 m³ : plus que chaque véhicule"),
        ({"place": Place(43.7, 7.25)}, "trop loin pour ses horaires et une journée de service"),
    ],
)
def test_what_cannot_be_collected_says_why(fields, sentence):
    assert reason(a_visit(**fields), a_shift()) == sentence


def test_no_free_vehicle_is_a_reason():
    assert reason(a_visit()) == "aucun véhicule libre"


def test_full_vehicles_are_a_reason():
    found = asked([a_visit("a", mass_g=400_000), a_visit("b", mass_g=300_000)], [a_shift()])

    assert [why for _, why in found.unserved] == ["les véhicules sont pleins"]


def test_a_day_too_short_is_a_reason():
    visits = [a_visit(str(number), minutes=300, mass_g=1_000) for number in range(2)]

    assert [why for _, why in asked(visits, [a_shift()]).unserved] == ["la journée est trop courte pour l’ajouter"]


def test_the_same_question_gives_the_same_answer():
    visits = [a_visit(str(number), place=Place(48 + number / 40, -3 + number / 30)) for number in range(9)]

    assert asked(visits, [a_shift()]) == asked(visits[::-1], [a_shift()])


def test_progress_is_told_up_to_the_end():
    told: list[float] = []
    solver.share([a_visit()], [a_shift()], ROADS, iterations=200, progress=told.append)

    assert told == sorted(told)
    assert told[-1] == 1


places = st.builds(Place, st.floats(47.7, 48.5), st.floats(-3.6, -2.2))
visits = st.lists(
    st.builds(
        lambda place, mass, volume, minutes, opens, length: a_visit(
            "", place=place, mass_g=mass, volume_l=volume, minutes=minutes, opens=opens, closes=opens + length
        ),
        places,
        st.integers(1_000, 600_000),
        st.integers(1, 4_500),
        st.integers(5, 90),
        st.integers(6 * 60, 15 * 60),
        st.integers(0, 300),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(visits, st.integers(1, 3))
def test_a_proposal_always_holds_and_forgets_nobody(made, count):
    made = [
        Visit(**{**{name: getattr(visit, name) for name in Visit.__slots__}, "key": f"v{rank}"})
        for rank, visit in enumerate(made)
    ]
    found = solver.share(made, [a_shift(f"van{rank}") for rank in range(count)], ROADS, iterations=30)

    assert all(timetable.holds for timetable in found.rounds)
    served = [call.visit.key for timetable in found.rounds for call in timetable.calls]
    left = [visit.key for visit, why in found.unserved if why]
    assert sorted([*served, *left]) == sorted(visit.key for visit in made)
