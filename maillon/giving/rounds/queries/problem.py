"""From offers, vehicles and rounds to what the solver understands, and back."""

import datetime
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from maillon.common.moments import PARIS
from maillon.giving.donations.models import Offer, OfferLine
from maillon.giving.rounds import roads, solver
from maillon.giving.rounds.models import Bulk, Collection, Practice, Round, Stop, Vehicle
from maillon.giving.rounds.models.fleet import VehicleQuerySet
from maillon.giving.rounds.roads import Place
from maillon.ground.organisations.models import Network

log = logging.getLogger(__name__)

USUAL_DAYS = (0, 1, 2, 3, 4)
# A packed device of no known bulk: eight litres a kilogram, as the laptops of the table.
LITRES_PER_KG = 8


class Load(NamedTuple):
    """What is expected at a stop."""

    mass_g: int
    volume_l: int
    minutes: int


def bulks() -> dict[str, int]:
    """The litres of one unit, by category."""
    return dict(Bulk.objects.values_list("category_id", "volume_l"))


def waiting(network: Network) -> QuerySet[Offer]:
    """The accepted offers that are in no round yet, the oldest first, with what is known to collect them."""
    in_a_round = Stop.objects.filter(offer=OuterRef("pk"), state__in=Stop.OPEN)
    offers = Offer.objects.filter(~Exists(in_a_round), network=network, state=Offer.State.ACCEPTED)
    return with_collection(offers).order_by("state_since", "pk")


def with_collection(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    lines = Prefetch("lines", OfferLine.objects.select_related("category"))
    return offers.select_related("collection", "collection__destination").prefetch_related(lines)


def collection_of(offer: Offer) -> Collection:
    """What the planner said of it, or nothing (not saved)."""
    return getattr(offer, "collection", None) or Collection(offer=offer, network_id=offer.network_id)


def place_of(offer: Offer) -> Place:
    """Where it is: the position that was entered, else the centre of its commune."""
    known = collection_of(offer)
    if known.latitude is not None and known.longitude is not None:
        return Place(known.latitude, known.longitude)
    return Place(offer.commune.latitude, offer.commune.longitude)


def load_of(offer: Offer, practice: Practice, litres: dict[str, int]) -> Load:
    """What its units should weigh and take, by their categories, unless the planner knows better."""
    known = collection_of(offer)
    mass_g = volume_l = units = 0
    for line in offer.lines.all():
        category, units = line.category, units + line.units
        mass_g += line.units * category.default_mass_g
        volume_l += line.units * litres.get(category.pk, category.default_mass_g * LITRES_PER_KG // 1000)
    seconds = units * practice.unit_seconds
    if offer.floor == Offer.Floor.STAIRS:
        seconds = seconds * practice.stairs_percent // 100
    return Load(
        mass_g if known.mass_g is None else known.mass_g,
        volume_l if known.volume_l is None else known.volume_l,
        practice.stop_minutes + -(-seconds // 60) if known.minutes is None else known.minutes,
    )


def minutes_of(time: datetime.time) -> int:
    return time.hour * 60 + time.minute


def at(day: datetime.date, minutes: int) -> datetime.datetime:
    """That many minutes after midnight, in Paris."""
    clock = datetime.time(min(minutes, 24 * 60 - 1) // 60, min(minutes, 24 * 60 - 1) % 60)
    return datetime.datetime.combine(day, clock, PARIS)


@dataclass
class Practised:
    """How the network collects, read once for a whole page."""

    practice: Practice
    litres: dict[str, int] = field(default_factory=bulks)


def practised(network: Network) -> Practised:
    return Practised(Practice.of(network))


def visit_of(offer: Offer, known: Practised, days: Iterable[datetime.date]) -> solver.Visit:
    """An offer as something to collect on one of these days."""
    collection, practice = collection_of(offer), known.practice
    load = load_of(offer, practice, known.litres)
    opens, closes = minutes_of(offer.opens_at or practice.opens_at), minutes_of(offer.closes_at or practice.closes_at)
    return solver.Visit(
        key=str(offer.pk),
        place=place_of(offer),
        mass_g=load.mass_g,
        volume_l=load.volume_l,
        minutes=load.minutes,
        opens=opens,
        # One must have loaded before they close, when that is possible.
        closes=max(opens, closes - load.minutes),
        days=frozenset(day for day in days if is_open(offer, day)),
        site=str(collection.destination_id) if collection.destination_id else None,
        tail_lift=collection.tail_lift,
    )


def is_open(offer: Offer, day: datetime.date) -> bool:
    known = collection_of(offer)
    return (
        day.weekday() in (offer.weekdays or USUAL_DAYS)
        and (known.not_before is None or day >= known.not_before)
        and (known.not_after is None or day <= known.not_after)
    )


def visit_of_stop(stop: Stop, known: Practised) -> solver.Visit:
    """A stop as it was planned: its load is what was expected then."""
    offer, practice = stop.offer, known.practice
    opens, closes = minutes_of(offer.opens_at or practice.opens_at), minutes_of(offer.closes_at or practice.closes_at)
    return solver.Visit(
        key=str(offer.pk),
        place=stop.place,
        mass_g=stop.mass_g,
        volume_l=stop.volume_l,
        minutes=stop.minutes,
        opens=opens,
        closes=max(opens, closes - stop.minutes),
    )


def shift_of(vehicle: Vehicle, day: datetime.date, practice: Practice) -> solver.Shift:
    """A vehicle on one day."""
    home, drop_off = vehicle.home.commune, vehicle.drop_off.commune
    return solver.Shift(
        key=f"{day:%Y%m%d}-{vehicle.pk}",
        day=day,
        home=Place(home.latitude, home.longitude),
        drop_off=Place(drop_off.latitude, drop_off.longitude),
        site=str(vehicle.drop_off_id),
        capacity_g=vehicle.capacity_g,
        capacity_l=vehicle.volume_l,
        cost_km_cents=vehicle.cost_km_cents,
        cost_hour_cents=vehicle.cost_hour_cents,
        starts=minutes_of(vehicle.starts_at),
        ends=minutes_of(vehicle.ends_at),
        unload_minutes=practice.unload_minutes,
        tail_lift=vehicle.tail_lift,
    )


def shift_of_round(round_: Round, practice: Practice) -> solver.Shift:
    return shift_of(round_.vehicle, round_.day, practice)


def free_vehicles(vehicles: VehicleQuerySet, day: datetime.date) -> list[Vehicle]:
    """Those that have no round that day."""
    busy = Round.objects.alive().filter(vehicle=OuterRef("pk"), day=day)
    return list(vehicles.in_service().filter(~Exists(busy)).select_related("home", "drop_off", "organisation"))


def workdays(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """The days from Monday to Friday, both ends included."""
    days = [first + datetime.timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if day.weekday() in USUAL_DAYS]


class Fallback:
    """The server's roads, or straight lines when it does not answer; `failed` then says so."""

    def __init__(self, first: roads.Roads, second: roads.Roads):
        self.first, self.second, self.failed = first, second, False

    def table(self, places: Sequence[Place]) -> roads.Table:
        try:
            return self.first.table(places)
        except roads.RoadsUnavailable as error:
            log.warning("routing server: %s", error)
            self.failed = True
            return self.second.table(places)


def roads_of(practice: Practice) -> roads.Roads:
    """The operator's routing server where there is one, else straight lines × the network's detour."""
    lines = roads.StraightLines(practice.detour_percent / 100, practice.speed_kmh)
    return Fallback(roads.server(settings.ROUTING_URL), lines) if settings.ROUTING_URL else lines


def timetable_of(round_: Round, stops: Sequence[Stop], known: Practised | None = None) -> solver.Timetable:
    """What the round does with these stops in this order."""
    known = known or practised(round_.network)
    visits = [visit_of_stop(stop, known) for stop in stops]
    shift = shift_of_round(round_, known.practice)
    return solver.timetable(shift, visits, solver.Map(visits, [shift], roads_of(known.practice)))
