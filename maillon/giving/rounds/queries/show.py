"""What the pages and the command show of rounds and proposals."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from maillon.common.geography.maps import Dot, Milestone, route_svg
from maillon.common.moments import PARIS
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import solver
from maillon.giving.rounds.models import Plan, Round, Stop, Vehicle
from maillon.giving.rounds.models.fleet import VehicleQuerySet
from maillon.giving.rounds.queries import problem
from maillon.giving.rounds.queries.changes import stops_of
from maillon.ground.organisations.models import Member, Network, Role


@dataclass(frozen=True)
class Proposed:
    """The solver's answer, and how journeys were measured when the server did not answer."""

    share: solver.Share
    warning: str = ""


NO_SERVER = (
    "Le serveur d’itinéraires ne répond pas : les distances sont estimées à vol d’oiseau, plus le détour habituel."
)


def propose(
    network: Network,
    days: Sequence[datetime.date],
    vehicles: VehicleQuerySet,
    *,
    progress: solver.Progress | None = None,
) -> Proposed:
    """The best rounds of these days for all that waits, with the vehicles that are free."""
    known = problem.practised(network)
    shifts = [
        problem.shift_of(vehicle, day, known.practice)
        for day in days
        for vehicle in problem.free_vehicles(vehicles, day)
    ]
    visits = [problem.visit_of(offer, known, days) for offer in problem.waiting(network)]
    roads = problem.roads_of(known.practice)
    share = solver.share(visits, shifts, roads, progress=progress)
    return Proposed(share, NO_SERVER if getattr(roads, "failed", False) else "")


def day_answer(network: Network, day: datetime.date) -> dict[str, Any]:
    """The rounds of that day, those kept first, then the best for what waits; as `maillon rounds` prints them."""
    kept = Round.objects.whole().alive().filter(network=network, day=day).order_by("vehicle__name", "pk")
    rounds = [_kept(round_) for round_ in kept]
    found = propose(network, [day], Vehicle.objects.filter(network=network)).share
    offers = {str(offer.pk): offer for offer in problem.waiting(network)}
    vehicles = {
        str(vehicle.pk): vehicle for vehicle in Vehicle.objects.filter(network=network).select_related("drop_off")
    }
    for timetable in found.rounds:
        vehicle = vehicles[timetable.shift.key.partition("-")[2]]
        stops = [
            _stop(offers[call.visit.key].reference, call.visit.place, problem.at(day, call.arrives), call.visit.mass_g)
            for call in timetable.calls
        ]
        rounds.append(_told(vehicle, vehicle.drop_off.name, timetable.metres, stops))
    return {
        "rounds": rounds,
        "unserved": [
            {"collection": offers[visit.key].reference, "why": why}
            for visit, why in sorted(found.unserved, key=lambda one: offers[one[0].key].reference)
        ],
    }


def _kept(round_: Round) -> dict[str, Any]:
    stops = [_stop(stop.offer.reference, stop.place, stop.due_at, stop.mass_g) for stop in stops_of(round_)]
    return _told(round_.vehicle, round_.drop_off.name, round_.distance_m, stops)


def _told(vehicle: Vehicle, depot: str, metres: int, stops: list[dict[str, Any]]) -> dict[str, Any]:
    return {"vehicle": vehicle.name, "depot": depot, "distance_km": round(metres / 1000, 1), "stops": stops}


def _stop(collection: str, place: Any, arrival: datetime.datetime | None, mass_g: int) -> dict[str, Any]:
    return {
        "collection": collection,
        "latitude": round(place.latitude, 5),
        "longitude": round(place.longitude, 5),
        "arrival": arrival.astimezone(PARIS).isoformat(timespec="minutes") if arrival else None,
        "load_kg": round(mass_g / 1000, 1),
    }


@dataclass(frozen=True)
class Proposal:
    """One proposed round, as its page shows it."""

    vehicle: Vehicle
    day: datetime.date
    timetable: solver.Timetable
    rows: list["Row"]
    drivers: list[Member]


@dataclass(frozen=True)
class Row:
    """One stop of a list: when, whom, what, how much."""

    rank: int
    at: datetime.datetime
    offer: Offer
    mass_g: int
    late: int = 0
    stop: Stop | None = None


def proposals_of(plan: Plan) -> tuple[list[Proposal], list[tuple[Offer, str]]]:
    """The proposed rounds in the order of days, and what stays with its reason."""
    known = problem.practised(plan.network)
    offers = problem.with_collection(Offer.objects.filter(network=plan.network))
    keys = [key for one in plan.answer["rounds"] for key in one["offers"]]
    keys += [one["offer"] for one in plan.answer["unserved"]]
    by_key = {str(offer.pk): offer for offer in offers.filter(pk__in=keys)}
    related = Vehicle.objects.select_related("home", "drop_off", "organisation")
    vehicles = {str(vehicle.pk): vehicle for vehicle in related.filter(pk__in=plan.vehicles)}
    made = []
    for one in plan.answer["rounds"]:
        vehicle, day = vehicles[one["vehicle"]], datetime.date.fromisoformat(one["day"])
        visits = [problem.visit_of(by_key[key], known, [day]) for key in one["offers"]]
        shift = problem.shift_of(vehicle, day, known.practice)
        timetable = solver.timetable(shift, visits, solver.Map(visits, [shift], problem.roads_of(known.practice)))
        rows = [
            Row(rank, problem.at(day, call.arrives + call.waits), by_key[call.visit.key], call.visit.mass_g, call.late)
            for rank, call in enumerate(timetable.calls, start=1)
        ]
        made.append(Proposal(vehicle, day, timetable, rows, drivers_of(vehicle)))
    made.sort(key=lambda one: (one.day, one.vehicle.name))
    return made, [(by_key[one["offer"]], one["why"]) for one in plan.answer["unserved"]]


def drivers_of(vehicle: Vehicle) -> list[Member]:
    """Who may drive it: those of its organisation who drive, else its logistics."""
    members = Member.objects.active().filter(network=vehicle.network_id, organisation=vehicle.organisation_id)
    able = [member for member in members.select_related("user") if member.has(Role.DRIVER, Role.LOGISTICIAN)]
    return sorted(able, key=lambda member: (not member.has(Role.DRIVER), member.full_name))


def timetable_rows(round_: Round, timetable: solver.Timetable, stops: Sequence[Stop]) -> list[Row]:
    """The stops of a round in order, and by how much one would be too late."""
    return [
        Row(stop.rank, stop.due_at or problem.at(round_.day, call.arrives), stop.offer, stop.mass_g, call.late, stop)
        for stop, call in zip(stops, timetable.calls, strict=True)
    ]


def map_of(depots: Sequence[Dot], routes: Sequence[Sequence[Milestone]], title: str) -> SafeString:
    """The drawing, or nothing where there is nothing to draw."""
    # Drawn by us; its texts are escaped.
    return mark_safe(route_svg(routes, depots, title=title)) if depots else SafeString("")  # nosec B308, B703


def depot_of(vehicle: Vehicle) -> Dot:
    commune = vehicle.home.commune
    return Dot(commune.latitude, commune.longitude, label=commune.name, title=f"{vehicle.home}, {commune.name}")


def proposal_map(proposals: Sequence[Proposal]) -> SafeString:
    """Every proposed round on one map."""
    routes = [
        [
            Milestone(*_position(row.offer), str(row.rank), title=f"{one.vehicle}, {row.rank} : {row.offer.donor_name}")
            for row in one.rows
        ]
        for one in proposals
    ]
    return map_of([depot_of(one.vehicle) for one in proposals], routes, "Carte des tournées proposées")


def _position(offer: Offer) -> tuple[float, float]:
    place = problem.place_of(offer)
    return place.latitude, place.longitude


def round_map(round_: Round, stops: Sequence[Stop], links: dict[Any, str] | None = None) -> SafeString:
    """The round on a map; each stop leads where `links` says, by its key."""
    names = ", ".join(commune for commune, _ in groupby(stop.offer.commune.name for stop in stops))
    stones = [
        Milestone(
            stop.latitude,
            stop.longitude,
            str(stop.rank),
            label=stop.offer.commune.name,
            title=f"Arrêt {stop.rank} : {stop.offer.donor_name}, {stop.offer.commune.name}",
            href=(links or {}).get(stop.pk, ""),
            filled=not stop.is_open,
        )
        for stop in stops
    ]
    title = f"Carte de la tournée depuis {round_.home.commune.name}, par {names}" if names else "Carte de la tournée"
    return map_of([depot_of(round_.vehicle)], [stones], title)


def co2e_g(round_: Round) -> int | None:
    """What the van emits on the way, by the factor entered with it."""
    factor = round_.vehicle.co2e_g_km
    return None if factor is None else round_.distance_m * factor // 1000
