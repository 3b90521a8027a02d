"""Asking for rounds, keeping them, and what waits."""

import datetime
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config import cli
from maillon.common.errors import Forbidden, Refused
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import actions, queries, tasks
from maillon.giving.rounds.models import Collection, Plan, Practice, Round, Stop
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Role
from tests.factories import a_member, an_organisation
from tests.rounds import COMMUNES, Fleet, a_fleet, a_vehicle, next_monday
from tests.sharing import read, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def fleet() -> Fleet:
    return a_fleet()


def answered(fleet: Fleet, *days: datetime.date, vehicles=None) -> Plan:
    made = actions.ask(days=days or [next_monday()], vehicles=vehicles or [fleet.vehicle], by=fleet.coordinator)
    tasks.compute.call(str(made.pk))
    return Plan.objects.get(pk=made.pk)


def test_a_plan_proposes_and_decides_nothing(fleet):
    fleet.offers(4)
    plan = answered(fleet)

    assert plan.state == Plan.State.DONE
    assert plan.progress == 100
    assert len(plan.answer["rounds"][0]["offers"]) == 4
    assert not Round.objects.exists()


def test_keeping_makes_the_rounds_with_their_hours_and_cost(fleet):
    fleet.offers(4)
    plan = answered(fleet)
    (round_,) = actions.keep(plan.pk, drivers={str(fleet.vehicle.pk): fleet.driver}, by=fleet.coordinator)

    stops = list(round_.stops.all())
    assert [stop.rank for stop in stops] == [1, 2, 3, 4]
    assert [stop.due_at for stop in stops] == sorted(stop.due_at for stop in stops)
    assert round_.leaves_at < stops[0].due_at < round_.returns_at
    assert round_.cost_cents > 0
    assert round_.driver == fleet.driver
    assert not queries.waiting(fleet.network).exists()


def test_keeping_twice_keeps_once(fleet):
    fleet.offers(2)
    plan = answered(fleet)
    first = actions.keep(plan.pk, drivers={}, by=fleet.coordinator)

    assert actions.keep(plan.pk, drivers={}, by=fleet.coordinator) == first
    assert Round.objects.count() == 1


def test_a_proposal_that_the_world_has_overtaken_is_refused(fleet):
    (offer,) = fleet.offers(1)
    plan, other = answered(fleet), answered(fleet, vehicles=[a_vehicle(fleet.network, fleet.depot, name="Master")])
    actions.keep(other.pk, drivers={}, by=fleet.coordinator)

    with pytest.raises(Refused, match=offer.reference):
        actions.keep(plan.pk, drivers={}, by=fleet.coordinator)
    assert Round.objects.count() == 1


def test_a_vehicle_taken_meanwhile_is_refused(fleet):
    fleet.offers(1)
    plan = answered(fleet)
    fleet.planned(1, day=next_monday())

    with pytest.raises(Refused, match="n’est plus libre"):
        actions.keep(plan.pk, drivers={}, by=fleet.coordinator)


def test_a_week_uses_the_days_that_suit(fleet):
    monday = next_monday()
    only_tuesday = fleet.offer(weekdays=[1])
    plan = answered(fleet, monday, monday + datetime.timedelta(days=1))

    (proposed,) = plan.answer["rounds"]
    assert proposed["offers"] == [str(only_tuesday.pk)]
    assert proposed["day"] == str(monday + datetime.timedelta(days=1))


def test_the_load_is_that_of_the_categories(fleet):
    offer = queries.waiting(fleet.network).get(pk=fleet.offer(lines={"desktop": 4, "monitor": 2}, floor="stairs").pk)
    load = queries.load_of(offer, Practice(), {"desktop": 45, "monitor": 60})

    assert load == (4 * 5300 + 2 * 5700, 4 * 45 + 2 * 60, 10 + 6)


def test_the_planner_knows_better(fleet):
    offer = fleet.offer()
    actions.prepare(offer.pk, mass_g=555_000, minutes=45, latitude=48.5, longitude=-2.5, by=fleet.logistician)
    visit = queries.visit_of(queries.waiting(fleet.network).get(), queries.practised(fleet.network), [next_monday()])

    assert (visit.mass_g, visit.minutes, visit.place.latitude) == (555_000, 45, 48.5)


def test_a_position_is_whole_or_nothing(fleet):
    with pytest.raises(Refused, match="latitude et la longitude"):
        actions.prepare(fleet.offer().pk, latitude=48.5, by=fleet.logistician)
    assert not Collection.objects.exists()


def test_logistics_plan_their_own_vehicles_only(fleet):
    other = an_organisation("Voisine")
    neighbour = a_member(Role.LOGISTICIAN, network=fleet.network, organisation=other)

    with pytest.raises(Forbidden):
        actions.ask(days=[next_monday()], vehicles=[fleet.vehicle], by=neighbour)


def test_a_vehicle_with_a_round_to_make_stays(fleet):
    fleet.planned(1)

    with pytest.raises(Refused, match="a une tournée"):
        actions.withdraw_vehicle(fleet.vehicle.pk, by=fleet.coordinator)


def test_the_command_prints_rounds_and_what_stays(fleet, capsys):
    near, closed = fleet.offer(COMMUNES[0]), fleet.offer(COMMUNES[1], weekdays=[5])
    arguments = ["rounds", "--network", fleet.network.slug, "--date", next_monday().isoformat(), "--json"]

    assert cli.main(arguments) == 0
    first = capsys.readouterr().out
    assert cli.main(arguments) == 0
    assert capsys.readouterr().out == first
    answer = json.loads(first)
    (round_,) = answer["rounds"]
    assert set(answer) == {"rounds", "unserved"}
    assert set(round_) == {"vehicle", "depot", "distance_km", "stops"}
    (stop,) = round_["stops"]
    assert set(stop) == {"collection", "latitude", "longitude", "arrival", "load_kg"}
    assert stop["collection"] == near.reference
    assert datetime.datetime.fromisoformat(stop["arrival"]).date() == next_monday()
    assert stop["load_kg"] == pytest.approx(12 * 1.6)
    assert answer["unserved"] == [{"collection": closed.reference, "why": "fermé ces jours-là"}]
    assert not Stop.objects.exists()


def test_the_command_prints_the_rounds_that_are_kept(fleet, capsys):
    fleet.planned(2, day=next_monday())

    assert cli.main(["rounds", "--network", fleet.network.slug, "--date", next_monday().isoformat()]) == 0
    assert "Trafic, décharge à Dépôt : 2 arrêts" in capsys.readouterr().out


def test_the_command_refuses_a_day_that_is_none(fleet, capsys):
    with pytest.raises(SystemExit):
        cli.main(["rounds", "--network", fleet.network.slug, "--date", "demain"])
    assert "2026-06-11" in capsys.readouterr().err


def test_the_planner_asks_and_keeps_on_her_pages(fleet):
    offers = fleet.offers(3)
    client = signed_in(fleet.coordinator)
    assert "Calculer des tournées" in read(client.get(reverse("rounds:list")))

    page = client.post(
        reverse("rounds:ask"),
        {"id": "019a0000-0000-7000-8000-00000000000a", "first": next_monday(), "vehicles": [fleet.vehicle.pk]},
    )
    plan = Plan.objects.get()
    assert page.url == reverse("rounds:plan", args=[plan.pk])
    tasks.compute.call(str(plan.pk))
    shown = read(client.get(page.url))
    assert all(offer.donor_name in shown for offer in offers)
    assert 'aria-label="Carte des tournées proposées"' in shown
    kept = client.post(reverse("rounds:keep", args=[plan.pk]), {f"driver_{fleet.vehicle.pk}": str(fleet.driver.pk)})
    assert kept.url == reverse("rounds:detail", args=[Round.objects.get().pk])
    assert Round.objects.get().driver == fleet.driver


def test_a_day_that_is_past_is_refused_beside_its_field(fleet):
    page = read(
        signed_in(fleet.coordinator).post(
            reverse("rounds:ask"),
            {"id": "019a0000-0000-7000-8000-00000000000a", "first": "2024-01-02", "vehicles": [fleet.vehicle.pk]},
        )
    )

    assert "Ce jour est passé" in page


def test_the_list_asks_as_many_questions_for_twenty_as_for_two(fleet, django_assert_max_num_queries):
    client = signed_in(fleet.coordinator)
    fleet.offers(20)
    fleet.planned(2)
    client.get(reverse("rounds:list"))

    with django_assert_max_num_queries(16):
        client.get(reverse("rounds:list"))


def test_what_one_enters_to_collect_is_kept(fleet):
    client, offer = signed_in(fleet.logistician), fleet.offer()
    address = reverse("rounds:prepare", args=[offer.pk])

    wrong = client.post(address, {"position": "ici"})
    assert "deux nombres séparés" in read(wrong)
    client.post(address, {"position": "48.5, -2.5", "mass_g": "120,5", "note": "Sonner au portail"})
    known = Collection.objects.get(offer=offer)
    assert (known.mass_g, known.longitude, known.note) == (120_500, -2.5, "Sonner au portail")
    assert "120,5" in read(client.get(address))


def test_vehicles_containers_and_habits_have_their_pages(fleet):
    client = signed_in(fleet.logistician)
    vehicle = {
        "id": "019a0000-0000-7000-8000-00000000000b", "name": "Master", "home": fleet.depot.pk, "capacity_g": "1 200",
        "volume_l": "12", "cost_km_cents": "0,52", "cost_hour_cents": "26", "starts_at": "07:30", "ends_at": "17:00",
    }  # fmt: skip
    assert client.post(reverse("rounds:fleet"), vehicle).status_code == 302
    assert "Master" in read(client.get(reverse("rounds:fleet")))
    assert "déjà un véhicule" in read(
        client.post(reverse("rounds:fleet"), vehicle | {"id": "019a0000-0000-7000-8000-00000000000c"})
    )
    client.post(
        reverse("rounds:containers"), {"id": "019a0000-0000-7000-8000-00000000000d", "name": "Bac", "tare_g": "2,1"}
    )
    assert "Bac" in read(client.get(reverse("rounds:containers")))
    habits = {
        "detour_percent": 140, "speed_kmh": 50, "stop_minutes": 12, "unit_seconds": 20, "stairs_percent": 250,
        "unload_minutes": 20, "opens_at": "09:00", "closes_at": "16:00", "window_minutes": 90,
    }  # fmt: skip
    assert client.post(reverse("rounds:practice"), habits).status_code == 302
    assert Practice.of(fleet.network).detour_percent == 140
    assert "La fermeture vient après" in read(client.post(reverse("rounds:practice"), habits | {"closes_at": "08:00"}))


def test_the_past_pages_of_another_network_do_not_exist(fleet):
    plan = answered(fleet)
    stranger = Client()
    stranger.force_login(a_member(Role.COORDINATOR).user)

    assert stranger.get(reverse("rounds:plan", args=[plan.pk])).status_code == 404
    assert stranger.get(reverse("rounds:prepare", args=[fleet.offer().pk])).status_code == 404


def test_what_was_asked_is_remembered(fleet):
    answered(fleet)

    assert Entry.objects.filter(verb="rounds.ask").count() == 1
    assert not Offer.objects.exclude(state=Offer.State.ACCEPTED).exists()


def test_the_command_plans_in_december_for_january(fleet, capsys):
    january = f"{timezone.localdate().year + 1}-01-08"

    assert cli.main(["rounds", "--network", fleet.network.slug, "--date", january, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"rounds": [], "unserved": []}
