"""How good the planned rounds are: their cost against that of OR-Tools, given the same time, on the same journeys."""

import datetime
import random
import time

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from maillon.giving.rounds import solver
from maillon.giving.rounds.roads import Place, StraightLines
from maillon.giving.rounds.solver import Map, Shift, Timetable, Visit
from tests.benchmarks.report import tell

SIZES = (20, 60, 150)
GOAL_S = 10
DAY = datetime.date(2026, 6, 11)
DEPOTS = (Place(48.0665, -2.967), Place(48.178, -2.754), Place(48.117, -1.677))
WINDOWS = ((510, 1020), (510, 1020), (510, 720), (810, 1020), (570, 690))
ROADS = StraightLines()


def problem(size: int) -> tuple[list[Visit], list[Shift]]:
    """As many stops around three depots, with vans for all; the same every time."""
    chance = random.Random(size)
    visits = []
    for number in range(size):
        depot = chance.choice(DEPOTS)
        place = Place(depot.latitude + chance.gauss(0, 0.22), depot.longitude + chance.gauss(0, 0.35))
        mass_g = chance.randint(15, 220) * 1000
        opens, closes = chance.choice(WINDOWS)
        minutes = chance.randint(10, 35)
        visits.append(
            Visit(f"{number:03d}", place, mass_g, mass_g // 150, minutes, opens, max(opens, closes - minutes))
        )
    shifts = [
        Shift(f"{rank:02d}", DAY, depot, depot, depot_name, 980_000, 6_000, 45, 2_500, 480, 1050, 30)
        for rank in range(size // 6 + 2)
        for depot_name, depot in [(f"depot {rank % 3}", DEPOTS[rank % 3])]
    ]
    return visits, shifts


def measure() -> None:
    """One line a size: our cost in cents against theirs; and how long a plan of 60 stops takes."""
    for size in SIZES:
        visits, shifts = problem(size)
        started = time.perf_counter()
        ours = solver.share(visits, shifts, ROADS)
        seconds = time.perf_counter() - started
        theirs = ortools(visits, shifts, seconds)
        tell(f"rounds.{size}.cost", cost(ours.rounds, size), "cents", cost(theirs, size))
        tell(f"rounds.{size}.seconds", seconds, "s", GOAL_S if size <= 60 else None)


def cost(rounds: list[Timetable], size: int) -> float:
    """What the rounds cost, a stop left out counting as much as the solver counts it."""
    left = size - sum(len(one.calls) for one in rounds)
    assert all(one.holds for one in rounds)
    return sum(one.cost_cents for one in rounds) + left * solver.NOT_COLLECTED / 10


def ortools(visits: list[Visit], shifts: list[Shift], seconds: float) -> list[Timetable]:
    """The same question to OR-Tools' routing, by its usual recipe: parallel insertion, then guided local search."""
    places = Map(visits, shifts, ROADS)
    size, count = len(visits), len(shifts)
    starts, ends = [size + rank for rank in range(count)], [size + count + rank for rank in range(count)]
    manager = pywrapcp.RoutingIndexManager(size + 2 * count, count, starts, ends)
    routing = pywrapcp.RoutingModel(manager)

    def leg(one: int, other: int) -> tuple[int, int]:
        if one >= size and other >= size:
            return 0, 0
        if one >= size:
            return places.leg(f"home {shifts[(one - size) % count].key}", visits[other].key)
        if other >= size:
            metres, _, minutes = places.end(visits[one].key, shifts[(other - size) % count])
            return metres, minutes
        return places.leg(visits[one].key, visits[other].key)

    table = [[leg(one, other) for other in range(size + 2 * count)] for one in range(size + 2 * count)]
    served = [visit.minutes for visit in visits] + [0] * (2 * count)

    def length(one: int, other: int) -> int:
        return table[manager.IndexToNode(one)][manager.IndexToNode(other)][0] * shifts[0].cost_km_cents // 100

    def duration(one: int, other: int) -> int:
        node = manager.IndexToNode(one)
        return table[node][manager.IndexToNode(other)][1] + served[node]

    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(length))
    routing.AddDimension(routing.RegisterTransitCallback(duration), 24 * 60, 24 * 60, False, "time")
    clock = routing.GetDimensionOrDie("time")
    clock.SetSpanCostCoefficientForAllVehicles(round(shifts[0].cost_hour_cents / 6))
    loads = {
        "mass": ([-(-visit.mass_g // 1000) for visit in visits], [shift.capacity_g // 1000 for shift in shifts]),
        "volume": ([-(-visit.volume_l // 10) for visit in visits], [shift.capacity_l // 10 for shift in shifts]),
    }
    for name, (wanted, most) in loads.items():
        demand = [*wanted, *[0] * (2 * count)]
        callback = routing.RegisterUnaryTransitCallback(lambda index, demand=demand: demand[manager.IndexToNode(index)])
        routing.AddDimensionWithVehicleCapacity(callback, 0, most, True, name)
    for number, visit in enumerate(visits):
        index = manager.NodeToIndex(number)
        clock.CumulVar(index).SetRange(visit.opens, visit.closes)
        routing.AddDisjunction([index], solver.NOT_COLLECTED)
    for rank, shift in enumerate(shifts):
        for index in (routing.Start(rank), routing.End(rank)):
            clock.CumulVar(index).SetRange(shift.starts, shift.ends)
            routing.AddVariableMinimizedByFinalizer(clock.CumulVar(index))
    asked = pywrapcp.DefaultRoutingSearchParameters()
    asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    asked.time_limit.FromMilliseconds(max(200, round(seconds * 1000)))
    found = routing.SolveWithParameters(asked)
    return [] if found is None else _rounds(found, routing, manager, visits, shifts, places)


def _rounds(found, routing, manager, visits: list[Visit], shifts: list[Shift], places: Map) -> list[Timetable]:
    made = []
    for rank, shift in enumerate(shifts):
        route, index = [], found.Value(routing.NextVar(routing.Start(rank)))
        while not routing.IsEnd(index):
            route.append(visits[manager.IndexToNode(index)])
            index = found.Value(routing.NextVar(index))
        if route:
            made.append(solver.timetable(shift, route, places))
    return made
