"""Which vehicle collects what, in which order: plain data in, plain data out, nothing of the database.

Times are whole minutes of the day of the shift, masses grams, volumes litres, money cents.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from maillon.giving.rounds.roads import Place, Roads, Table

SEED = 20260101
# What the solver counts in: a tenth of a cent of money, a kilogram, ten litres.
NOT_COLLECTED = 1_000_000
MOST_PENALTY = 10_000_000.0
FORBIDDEN_COST, FORBIDDEN_MINUTES = 10_000_000, 100_000


@dataclass(frozen=True, slots=True)
class Visit:
    """Something to collect: where, how heavy, how long it takes, between which hours, on which days.

    `days` None means any day; `site` is the workshop that must get it, None for any.
    """

    key: str
    place: Place
    mass_g: int
    volume_l: int
    minutes: int
    opens: int
    closes: int
    days: frozenset[datetime.date] | None = None
    site: str | None = None
    tail_lift: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """One vehicle on one day: from home, to the workshop where it unloads, back home."""

    key: str
    day: datetime.date
    home: Place
    drop_off: Place
    site: str
    capacity_g: int
    capacity_l: int
    cost_km_cents: int
    cost_hour_cents: int
    starts: int
    ends: int
    unload_minutes: int = 0
    tail_lift: bool = False

    def may_serve(self, visit: Visit) -> bool:
        """Whether this vehicle could collect it that day, were there nothing else to do."""
        return (
            (visit.days is None or self.day in visit.days)
            and (visit.site is None or visit.site == self.site)
            and (self.tail_lift or not visit.tail_lift)
            and visit.mass_g <= self.capacity_g
            and visit.volume_l <= self.capacity_l
        )


@dataclass(frozen=True)
class Call:
    """One stop of a timetable: when one gets there, when one starts, and by how much one is too late for its hours."""

    visit: Visit
    arrives: int
    waits: int
    late: int
    metres: int


@dataclass(frozen=True)
class Timetable:
    """What a round does when its stops are made in this order."""

    shift: Shift
    calls: list[Call]
    leaves: int
    unloads: int
    returns: int
    metres: int
    cost_cents: int
    mass_g: int
    volume_l: int

    @property
    def faults(self) -> list[str]:
        """What does not hold, in words for the planner."""
        found = []
        if self.mass_g > self.shift.capacity_g:
            found.append(f"trop lourd de {-(-(self.mass_g - self.shift.capacity_g) // 1000)} kg")
        if self.volume_l > self.shift.capacity_l:
            found.append(f"trop volumineux de {self.volume_l - self.shift.capacity_l} litres")
        if self.returns > self.shift.ends:
            found.append(f"retour {self.returns - self.shift.ends} min après la fin du service")
        return found

    @property
    def holds(self) -> bool:
        return not self.faults and not any(call.late for call in self.calls)


@dataclass(frozen=True)
class Share:
    """The answer: a timetable for each vehicle that goes out, and why the rest stays."""

    rounds: list[Timetable]
    unserved: list[tuple[Visit, str]] = field(default_factory=list)

    @property
    def cost_cents(self) -> int:
        return sum(timetable.cost_cents for timetable in self.rounds)


Progress = Callable[[float], None]


class Map:
    """The places of one problem, measured once."""

    def __init__(self, visits: Sequence[Visit], shifts: Sequence[Shift], roads: Roads):
        # Vehicles share their depots, which are measured once.
        depots = list(dict.fromkeys(place for shift in shifts for place in (shift.home, shift.drop_off)))
        self.rank = {visit.key: number for number, visit in enumerate(visits)}
        for shift in shifts:
            self.rank[f"home {shift.key}"] = len(visits) + depots.index(shift.home)
            self.rank[f"drop {shift.key}"] = len(visits) + depots.index(shift.drop_off)
        self.table: Table = roads.table([*(visit.place for visit in visits), *depots])

    def leg(self, one: str, other: str) -> tuple[int, int]:
        """Metres and minutes."""
        row, column = self.rank[one], self.rank[other]
        return self.table.metres[row][column], self.table.minutes[row][column]

    def end(self, one: str, shift: Shift) -> tuple[int, int, int]:
        """From there to the workshop, unload, and home: metres, minutes to the workshop, minutes in all."""
        metres, minutes = self.leg(one, f"drop {shift.key}")
        home_metres, home_minutes = self.leg(f"drop {shift.key}", f"home {shift.key}")
        return metres + home_metres, minutes, minutes + shift.unload_minutes + home_minutes


def timetable(shift: Shift, visits: Sequence[Visit], places: Map) -> Timetable:
    """The hours, distance, cost and load of these stops in this order.

    One leaves as late as serves every stop as early as it can be: nobody waits in the street for a door to open.
    """
    if not visits:
        return Timetable(shift, [], shift.starts, shift.starts, shift.starts, 0, 0, 0, 0)
    legs = [places.leg(one, other.key) for one, other in zip(_path(shift, visits), visits, strict=False)]
    end_metres, to_workshop, to_home = places.end(visits[-1].key, shift)
    begun, clock = [], shift.starts
    for visit, (_, minutes) in zip(visits, legs, strict=True):
        clock = max(clock + minutes, visit.opens)
        begun.append(clock)
        clock += visit.minutes
    latest = begun[-1]
    for rank in range(len(visits) - 1, 0, -1):
        before = latest - legs[rank][1] - visits[rank - 1].minutes
        latest = max(begun[rank - 1], min(before, visits[rank - 1].closes))
    leaves = max(shift.starts, latest - legs[0][1])
    calls, clock = [], leaves
    for visit, (metres, minutes) in zip(visits, legs, strict=True):
        arrives = clock + minutes
        starts = max(arrives, visit.opens)
        calls.append(Call(visit, arrives, starts - arrives, max(0, starts - visit.closes), metres))
        clock = starts + visit.minutes
    metres = sum(length for length, _ in legs) + end_metres
    returns = clock + to_home
    return Timetable(
        shift,
        calls,
        leaves,
        clock + to_workshop,
        returns,
        metres,
        round(metres * shift.cost_km_cents / 1000 + (returns - leaves) * shift.cost_hour_cents / 60),
        sum(visit.mass_g for visit in visits),
        sum(visit.volume_l for visit in visits),
    )


def _path(shift: Shift, visits: Sequence[Visit]) -> list[str]:
    return [f"home {shift.key}", *(visit.key for visit in visits)]


def share(
    visits: Sequence[Visit],
    shifts: Sequence[Shift],
    roads: Roads,
    *,
    iterations: int | None = None,
    seconds: float = 6.5,
    progress: Progress | None = None,
) -> Share:
    """The cheapest way found to collect as much as can be; the same question gives the same answer.

    `iterations` bounds the search (by default what a few seconds allow), `seconds` is a limit that only a slow machine
    meets. Raises RoadsUnavailable.
    """
    visits = sorted(visits, key=lambda visit: visit.key)
    shifts = sorted(shifts, key=lambda shift: (shift.day, shift.key))
    possible = [visit for visit in visits if any(shift.may_serve(visit) for shift in shifts)]
    places = Map(visits, shifts, roads)
    routes = _solve(possible, shifts, places, iterations or _iterations(len(possible)), seconds, progress)
    made = [timetable(shift, route, places) for shift, route in routes]
    served = {call.visit.key for one in made for call in one.calls}
    left = [visit for visit in visits if visit.key not in served]
    return Share(made, [(visit, why_not(visit, shifts, places, made)) for visit in left])


def _iterations(size: int) -> int:
    """Small problems need few; more than this gains less than a thousandth."""
    return 200 + 12 * size if size < 100 else 1200


def _solve(
    visits: list[Visit],
    shifts: list[Shift],
    places: Map,
    iterations: int,
    seconds: float,
    progress: Progress | None,
) -> list[tuple[Shift, list[Visit]]]:
    if not visits or not shifts:
        return []
    import numpy
    import pyvrp
    from pyvrp import stop as stops

    size = len(visits)
    rank = {
        place: size + number for number, place in enumerate(dict.fromkeys(places.rank[f"home {s.key}"] for s in shifts))
    }
    homes = {shift.key: rank[places.rank[f"home {shift.key}"]] for shift in shifts}
    # Where a round ends is a place of its own for each pair of workshop and home: its last leg passes by both.
    pairs = dict.fromkeys(
        (places.rank[f"home {s.key}"], places.rank[f"drop {s.key}"], s.unload_minutes) for s in shifts
    )
    ends = {pair: size + len(rank) + number for number, pair in enumerate(pairs)}
    total = size + len(rank) + len(ends)

    def matrices(shift: Shift) -> tuple[Any, Any]:
        """The cost of distance, in tenths of cents, and the minutes, as this vehicle meets them."""
        cost = numpy.full((total, total), FORBIDDEN_COST, dtype=numpy.int64)
        time = numpy.full((total, total), FORBIDDEN_MINUTES, dtype=numpy.int64)
        numpy.fill_diagonal(cost, 0)
        numpy.fill_diagonal(time, 0)
        home = homes[shift.key]
        end = ends[places.rank[f"home {shift.key}"], places.rank[f"drop {shift.key}"], shift.unload_minutes]
        open_to = [number for number, visit in enumerate(visits) if shift.may_serve(visit)]
        rows = [places.rank[visits[number].key] for number in open_to]
        kept = numpy.ix_(open_to, open_to)
        cost[kept] = metres[numpy.ix_(rows, rows)] * shift.cost_km_cents // 100
        time[kept] = minutes[numpy.ix_(rows, rows)]
        for number in open_to:
            length, duration = places.leg(f"home {shift.key}", visits[number].key)
            cost[home, number], time[home, number] = length * shift.cost_km_cents // 100, duration
            length, _, duration = places.end(visits[number].key, shift)
            cost[number, end], time[number, end] = length * shift.cost_km_cents // 100, duration
        cost[home, end] = time[home, end] = 0
        return cost, time

    metres = numpy.array(places.table.metres, dtype=numpy.int64)
    minutes = numpy.array(places.table.minutes, dtype=numpy.int64)
    # Vehicles that cost the same, from the same depot, on days when the same doors are open, see the same map.
    profiles: dict[tuple, int] = {}
    kinds = []
    for shift in shifts:
        kind = (
            homes[shift.key],
            places.rank[f"drop {shift.key}"],
            shift.unload_minutes,
            shift.cost_km_cents,
            tuple(shift.may_serve(visit) for visit in visits),
        )
        profiles.setdefault(kind, len(profiles))
        kinds.append(profiles[kind])
    measured = [matrices(shifts[kinds.index(profile)]) for profile in range(len(profiles))]
    depots = [*rank.values(), *ends.values()]
    data = pyvrp.ProblemData(
        [pyvrp.Location(0, 0) for _ in range(total)],
        [
            pyvrp.Client(
                number,
                pickup=[-(-visit.mass_g // 1000), -(-visit.volume_l // 10)],
                service_duration=visit.minutes,
                tw_early=visit.opens,
                tw_late=max(visit.opens, visit.closes),
                required=False,
                prize=NOT_COLLECTED,
            )
            for number, visit in enumerate(visits)
        ],
        [pyvrp.Depot(location) for location in depots],
        [
            pyvrp.VehicleType(
                1,
                [shift.capacity_g // 1000, shift.capacity_l // 10],
                depots.index(homes[shift.key]),
                depots.index(
                    ends[places.rank[f"home {shift.key}"], places.rank[f"drop {shift.key}"], shift.unload_minutes]
                ),
                tw_early=shift.starts,
                tw_late=shift.ends,
                unit_distance_cost=1,
                unit_duration_cost=round(shift.cost_hour_cents / 6),
                profile=kinds[number],
            )
            for number, shift in enumerate(shifts)
        ],
        [cost for cost, _ in measured],
        [time for _, time in measured],
    )
    done = 0

    def told(best_cost: int) -> bool:
        nonlocal done
        done += 1
        if progress and done % 50 == 0:
            progress(min(1.0, done / iterations))
        return False

    limits = stops.MultipleCriteria([stops.MaxIterations(iterations), stops.MaxRuntime(seconds), told])
    params = pyvrp.SolveParams(penalty=pyvrp.PenaltyParams(max_penalty=MOST_PENALTY))
    best = pyvrp.solve(data, limits, seed=SEED, collect_stats=False, display=False, params=params).best
    found = [
        (shifts[route.vehicle_type()], [visits[activity.idx] for activity in route if activity.is_client()])
        for route in best.routes()
    ]
    return [(shift, route) for shift, route in found if route]


def why_not(visit: Visit, shifts: Sequence[Shift], places: Map, made: Sequence[Timetable]) -> str:
    """Why nobody collects this, in words for the planner: the first reason that no vehicle overcomes."""
    left = list(shifts)
    for holds, sentence in (
        (lambda shift: visit.days is None or shift.day in visit.days, "fermé ces jours-là"),
        (lambda shift: visit.site in (None, shift.site), "aucun véhicule ne dépose à l’atelier qui l’attend"),
        (lambda shift: shift.tail_lift or not visit.tail_lift, "il faut un hayon : aucun véhicule libre n’en a"),
        (lambda shift: visit.mass_g <= shift.capacity_g, f"{visit.mass_g // 1000} kg : plus que chaque véhicule"),
        (
            lambda shift: visit.volume_l <= shift.capacity_l,
            f"{visit.volume_l / 1000:.1f} m³ : plus que chaque véhicule".replace(".", ","),
        ),
        (
            lambda shift: timetable(shift, [visit], places).holds,
            "trop loin pour ses horaires et une journée de service",
        ),
    ):
        left = [shift for shift in left if holds(shift)]
        if not left:
            return sentence if shifts else "aucun véhicule libre"
    loads = {one.shift.key: one for one in made}
    if all(
        shift.key in loads
        and (
            loads[shift.key].mass_g + visit.mass_g > shift.capacity_g
            or loads[shift.key].volume_l + visit.volume_l > shift.capacity_l
        )
        for shift in left
    ):
        return "les véhicules sont pleins"
    return "la journée est trop courte pour l’ajouter"
