"""The rounds of a head: those of the last weeks, the one of the day, the one of tomorrow, and what no round collects yet."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from maillon.common import geography
from maillon.demo.book import rounds
from maillon.demo.book.book import read
from maillon.demo.networks.agenda import DAY, back_to_work, instant, workday
from maillon.demo.networks.collection import Delivery, Filling
from maillon.demo.networks.ground import Team
from maillon.demo.networks.queues import Offering, ago
from maillon.demo.networks.scene import PRESENT, Scene
from maillon.demo.networks.season import process
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import queries, solver
from maillon.giving.rounds.actions import Weighed
from maillon.giving.rounds.models import Container, Round, Stop, Vehicle
from maillon.giving.rounds.roads import StraightLines
from maillon.ground.organisations.models import Member
from maillon.matter.lots.models import Lot

PAST = (1, 6, 13, 22)  # days ago
STOPS, TODAY, TOMORROW, WAITING = 4, 6, 9, 4
NEAR_KM = 45
KINDS = ("company", "authority", "public", "ess", "state")
KEPT = {"laptop": 5, "desktop": 2, "monitor": 2}
UNITS = 11  # of each stop, on average
SIGNATURE = [
    [(0.12, 0.62), (0.2, 0.3), (0.26, 0.7), (0.34, 0.35), (0.4, 0.62), (0.5, 0.4), (0.58, 0.6)],
    [(0.62, 0.45), (0.7, 0.65), (0.82, 0.5)],
]
FLEET = (
    ("Trafic", 980_000, 6_000, 42, False, 190),
    ("Master à hayon", 1_250_000, 12_500, 55, True, 230),
)
CONTAINERS = (("Rolls", 22_000), ("Palette bois 80 × 120", 21_500), ("Bac plastique 60 l", 2_300))
HOUR, QUARTER = datetime.timedelta(hours=1), datetime.timedelta(minutes=15)


@dataclass(eq=False)
class Trip:
    """A round of the past, from its plan to its last stop."""

    garage: "Garage"
    day: datetime.date
    deliveries: list[Delivery]
    round: Round = field(init=False)

    def keep(self, at: datetime.datetime) -> None:
        offers = [delivery.offer for delivery in self.deliveries if delivery.offer]
        self.round = self.garage.keep(0, self.day, offers, at)

    def send(self, at: datetime.datetime) -> None:
        rounds.send(self.garage.book, self.round, by=self.garage.scene.coordinator, at=at)

    def collect(self, delivery: Delivery, told: dict[str, Any]) -> Lot:
        """What the driver does at the door of this giver."""
        garage, at = self.garage, told["at"]
        stop: Stop = next(one for one in read(self.round, "stops") if one.offer is delivery.offer)
        rounds.arrive(garage.book, stop, by=garage.driver, at=at - QUARTER)
        rolls = garage.containers[0]
        lot = rounds.collect(
            garage.book,
            stop,
            counts=told["counts"],
            weighings=[Weighed(told["weighed_g"] + rolls.tare_g, rolls)],
            signer=delivery.giver.contact,
            strokes=SIGNATURE,
            by=garage.driver,
            at=at,
        )
        if not any(one.is_open for one in read(self.round, "stops")):
            garage.scene.agenda.at(
                at + HOUR, lambda at: rounds.finish(garage.book, self.round, by=garage.driver, at=at)
            )
        return lot


@dataclass(eq=False)
class Garage:
    """The vans of a team, its containers, who drives."""

    scene: Scene
    team: Team
    driver: Member
    vehicles: list[Vehicle] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)

    @property
    def book(self):
        return self.scene.book

    def open(self, at: datetime.datetime) -> None:
        network, by = self.scene.coordinator.network, self.scene.coordinator
        for name, capacity_g, volume_l, cost_km_cents, tail_lift, co2e_g_km in FLEET:
            vehicle = rounds.enter_vehicle(
                self.book,
                network,
                self.team.organisation,
                name=name,
                home=self.team.site,
                capacity_g=capacity_g,
                volume_l=volume_l,
                cost_km_cents=cost_km_cents,
                cost_hour_cents=2_600,
                tail_lift=tail_lift,
                co2e_g_km=co2e_g_km,
                starts_at=datetime.time(8),
                ends_at=datetime.time(17, 30),
                by=by,
                at=at,
            )
            self.vehicles.append(vehicle)
        for name, tare_g in CONTAINERS:
            self.containers.append(rounds.add_container(self.book, network, name=name, tare_g=tare_g, by=by, at=at))

    def keep(self, rank: int, day: datetime.date, offers: Sequence[Offer], at: datetime.datetime) -> Round:
        vehicle, by = self.vehicles[rank], self.scene.coordinator
        wanted = _in_order(vehicle, day, [rounds.unsaid(offer) for offer in offers])
        return rounds.keep(self.book, vehicle, day, wanted, driver=self.driver, by=by, at=at)


def _in_order(vehicle: Vehicle, day: datetime.date, offers: list[Offer]) -> list[Offer]:
    """Each put where it lengthens the round least."""
    known = rounds.practised(vehicle.network)
    shift = queries.shift_of(vehicle, day, known.practice)
    visits = [queries.visit_of(offer, known, [day]) for offer in offers]
    places = solver.Map(visits, [shift], StraightLines())
    order: list[solver.Visit] = []
    for visit in visits:
        tried = [[*order[:rank], visit, *order[rank:]] for rank in range(len(order) + 1)]
        order = min(tried, key=lambda one: solver.timetable(shift, one, places).metres)
    by_key = {str(offer.pk): offer for offer in offers}
    return [by_key[visit.key] for visit in order]


def drive(scene: Scene, team: Team, driver: Member) -> None:
    """Plan everything of the vans of this team."""
    random, filling = scene.season("rounds")
    garage = Garage(scene, team, driver)
    scene.agenda.at(instant(scene.begins, 8), garage.open)
    communes = _near(team)
    days = sorted({back_to_work(scene.today - age * DAY) for age in PAST})
    for day in days:
        if day - 35 * DAY > PRESENT:
            _past(garage, day, communes, filling, random)
    _to_come(garage, communes, random)


def _near(team: Team) -> list[str]:
    """The communes around, the nearest of the large ones."""
    home = geography.commune(team.commune_code)
    around = geography.communes(home.departement)
    return [one.code for one in around if 2 < geography.distance_km(home, one) < NEAR_KM][:30]


def _past(garage: Garage, day: datetime.date, communes: list[str], filling: Filling, random: Random) -> None:
    scene = garage.scene
    trip = Trip(garage, day, [])
    for rank, commune in enumerate(random.sample(communes, STOPS)):
        giver = scene.giver(random.choice(KINDS), commune)
        at = instant(day, 7, 30) + rank * datetime.timedelta(minutes=75)
        trip.deliveries.append(Delivery(garage.team, giver, day, random.uniform(0.6, 1.4), at=at, collect=trip.collect))
    filling.reuse(trip.deliveries, {slug: count * STOPS for slug, count in KEPT.items()})
    filling.accessories(trip.deliveries, 4 * STOPS)
    filling.to_count(trip.deliveries, UNITS * STOPS)
    scene.agenda.at(instant(back_to_work(day - 2 * DAY), 14), trip.keep)
    scene.agenda.at(instant(back_to_work(day - DAY), 15), trip.send)
    process(scene, trip.deliveries, random)


def _to_come(garage: Garage, communes: list[str], random: Random) -> None:
    """Offers accepted lately: those of the day, those of tomorrow, and some that wait."""
    scene = garage.scene
    asked = []
    for rank in range(TODAY + TOMORROW + WAITING):
        lines = {
            scene.book.categories[slug]: random.randint(low, high)
            for slug, low, high in (("laptop", 4, 16), ("desktop", 2, 10), ("monitor", 2, 8))
            if slug == "laptop" or random.random() < 0.5
        }
        giver = scene.giver(random.choice(KINDS), communes[rank % len(communes)])
        made = Offering(scene, giver, lines, rank)
        submitted = instant(ago(scene, 17 - rank % 5), 8 + rank % 7)
        scene.agenda.at(submitted, made.submit)
        scene.agenda.at(max(submitted + HOUR, instant(ago(scene, 10 - rank % 4), 8 + rank % 7)), made.accept)
        asked.append(made)
    day = workday(scene.today)
    last = ago(scene, 1)
    today, tomorrow = asked[:TODAY], asked[TODAY : TODAY + TOMORROW]

    def plan(at: datetime.datetime) -> None:
        made = garage.keep(0, day, [one.offer for one in today], at)
        scene.agenda.at(at + HOUR, lambda at: rounds.send(garage.book, made, by=scene.coordinator, at=at))
        garage.keep(1, workday(day + DAY), [one.offer for one in tomorrow], at)

    scene.agenda.at(instant(last, 14, 30), plan)
