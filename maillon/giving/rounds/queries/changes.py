"""What a change made by hand would do, before it is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

from maillon.common import moments, numbers
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import solver
from maillon.giving.rounds.models import Round, Stop
from maillon.giving.rounds.queries import problem
from maillon.giving.rounds.queries.problem import Practised


@dataclass(frozen=True)
class Side:
    """A round, before and after."""

    round: Round
    before: solver.Timetable
    after: solver.Timetable
    names: dict[str, str]

    @property
    def lines(self) -> list[str]:
        """What changes for it, in words."""
        before, after, capacity = self.before, self.after, self.after.shift.capacity_g
        lines = [
            f"{_signed(after.metres - before.metres, 1000)} km, {_signed(after.cost_cents - before.cost_cents, 100)} €",
            f"charge {numbers.kg(after.mass_g)} sur {numbers.kg(capacity)}, "
            f"{numbers.number(after.volume_l / 1000, 1)} m³ sur {numbers.number(after.shift.capacity_l / 1000, 1)}",
        ]
        if after.calls:
            end = problem.at(self.round.day, after.returns)
            delay = after.returns - before.returns if before.calls else 0
            lines.append(f"retour à {moments.hour(end)}" + (f" ({_signed(delay, 1)} min)" if delay else ""))
        return lines

    @property
    def warnings(self) -> list[str]:
        late = [
            f"{self.names[call.visit.key]} serait visité {call.late} min après la dernière heure possible"
            for call in self.after.calls
            if call.late
        ]
        return [*late, *self.after.faults]


def _signed(value: int, unit: int) -> str:
    told = numbers.number(abs(value) / unit, 1 if unit > 1 else 0)
    return f"{'−' if value < 0 else '+'}{told}" if value else "0"


@dataclass(frozen=True)
class Change:
    """Moving one collection: out of a round, into another, or to another rank of the same."""

    offer: Offer
    target: Round | None
    rank: int
    sides: list[Side]

    @property
    def cost_cents(self) -> int:
        return sum(side.after.cost_cents - side.before.cost_cents for side in self.sides)

    @property
    def holds(self) -> bool:
        return all(side.after.holds for side in self.sides)


def preview(offer: Offer, target: Round | None, rank: int | None, known: Practised | None = None) -> Change:
    """What it would do to have this offer collected at that rank of that round (None: the best; no round: taken out)."""
    known = known or problem.practised(offer.network)
    stop = Stop.objects.open().select_related("round", "offer").filter(offer=offer).first()
    moved = stop or planned_stop(offer, known)
    sides = []
    if stop and stop.round and (target is None or target.pk != stop.round_id):
        here = stops_of(stop.round)
        left = [one for one in here if one.pk != stop.pk]
        sides.append(_side(stop.round, here, left, known))
    if target is not None:
        here = stops_of(target)
        others = [one for one in here if one.offer_id != offer.pk]
        if rank is None:
            rank = best_rank(target, others, moved, known)
        rank = max(1 + sum(not one.is_open for one in others), min(rank, len(others) + 1))
        sides.append(_side(target, here, [*others[: rank - 1], moved, *others[rank - 1 :]], known))
    return Change(offer, target, rank or 1, sides)


def stops_of(round_: Round) -> list[Stop]:
    """Its stops in order, with their offers; those that were missed are no longer on the way."""
    stops = round_.stops.exclude(state=Stop.State.MISSED).select_related("offer", "offer__collection")
    stops = stops.prefetch_related("offer__lines__category")
    return sorted(stops, key=lambda stop: (stop.is_open, stop.rank))


def planned_stop(offer: Offer, known: Practised) -> Stop:
    """An unsaved stop for an offer that is in no round."""
    load, place = problem.load_of(offer, known.practice, known.litres), problem.place_of(offer)
    return Stop(
        network_id=offer.network_id,
        offer=offer,
        mass_g=load.mass_g,
        volume_l=load.volume_l,
        minutes=load.minutes,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def _side(round_: Round, before: Sequence[Stop], after: Sequence[Stop], known: Practised) -> Side:
    return Side(
        round_,
        problem.timetable_of(round_, before, known),
        problem.timetable_of(round_, after, known),
        {str(stop.offer_id): stop.offer.donor_name for stop in after},
    )


def best_rank(target: Round, others: Sequence[Stop], moved: Stop, known: Practised) -> int:
    """Where it costs least, among the ranks where everything holds if there is one."""
    visits = [problem.visit_of_stop(stop, known) for stop in (*others, moved)]
    shift = problem.shift_of_round(target, known.practice)
    places = solver.Map(visits, [shift], problem.roads_of(known.practice))
    new, first = visits.pop(), sum(not stop.is_open for stop in others)
    tried = [
        (solver.timetable(shift, [*visits[:number], new, *visits[number:]], places), number + 1)
        for number in range(first, len(visits) + 1)
    ]
    return min(tried, key=lambda one: (not one[0].holds, one[0].cost_cents, one[1]))[1]
