"""As `rounds.actions`."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from maillon.common import links
from maillon.common.actors import Actor
from maillon.demo.book import donations
from maillon.demo.book.book import Book, as_if_read, read
from maillon.giving.donations import policy as offers
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import queries, tasks
from maillon.giving.rounds.actions import Weighed
from maillon.giving.rounds.models import Collection, Container, Plan, Practice, Round, Stop, Vehicle, Weighing
from maillon.giving.rounds.queries import Practised
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member, Network, Organisation, Site
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Lot
from maillon.matter.lots.queries import reception_facts


def enter_vehicle(
    book: Book,
    network: Network,
    organisation: Organisation,
    *,
    name: str,
    home: Site,
    by: Actor,
    at: datetime.datetime,
    **fields: Any,
) -> Vehicle:
    vehicle = book.enter(
        Vehicle, at, network=network, organisation=organisation, name=name, home=home, drop_off=home, **fields
    )
    book.record("rounds.enter_vehicle", vehicle, by=by, at=at, name=name, capacity_g=vehicle.capacity_g)
    return vehicle


def add_container(
    book: Book, network: Network, *, name: str, tare_g: int, by: Actor, at: datetime.datetime
) -> Container:
    container = book.enter(Container, at, network=network, name=name, tare_g=tare_g)
    book.record("rounds.add_container", container, by=by, at=at, name=name, tare_g=tare_g)
    return container


def practised(network: Network) -> Practised:
    """What a network that set nothing assumes."""
    return Practised(Practice(network=network))


def keep(
    book: Book,
    vehicle: Vehicle,
    day: datetime.date,
    wanted: Sequence[Offer],
    *,
    driver: Member | None,
    by: Member,
    at: datetime.datetime,
    known: Practised | None = None,
) -> Round:
    """Ask for a round of that day and keep it, its stops in this order."""
    network, known = by.network, known or practised(by.network)
    answer = {
        "rounds": [{"vehicle": str(vehicle.pk), "day": day.isoformat(), "offers": [str(offer.pk) for offer in wanted]}],
        "unserved": [],
    }
    plan = book.enter(
        Plan,
        at,
        network=network,
        asked_by=by,
        days=[day.isoformat()],
        vehicles=[str(vehicle.pk)],
        state=Plan.State.KEPT,
        progress=100,
    )
    book.record("rounds.ask", plan, by=by, at=at, days=plan.days, vehicles=1)
    round_ = book.enter(
        Round,
        at,
        network=network,
        day=day,
        vehicle=vehicle,
        driver=driver,
        home=vehicle.home,
        drop_off=vehicle.drop_off,
        leaves_at=queries.at(day, 0),
        returns_at=queries.at(day, 0),
    )
    plan.answer = {**answer, "kept": [str(round_.pk)]}
    stops = [_stop(book, round_, offer, known, at) for offer in wanted]
    timetable = queries.timetable_of(round_, stops, known)
    for rank, (stop, call) in enumerate(zip(stops, timetable.calls, strict=True), start=1):
        stop.rank, stop.distance_m = rank, call.metres
        stop.due_at = queries.at(day, call.arrives + call.waits)
    round_.leaves_at, round_.returns_at = queries.at(day, timetable.leaves), queries.at(day, timetable.returns)
    round_.distance_m, round_.cost_cents = timetable.metres, timetable.cost_cents
    as_if_read(round_, stops=stops)
    book.record("rounds.keep", round_, by=by, at=at, vehicle=vehicle.name, day=day.isoformat(), stops=len(stops))
    return round_


def unsaid(offer: Offer) -> Offer:
    """Nobody said anything of it beyond the offer: no question to a database that does not hold it yet."""
    offer._state.fields_cache["collection"] = Collection(offer_id=offer.pk, network_id=offer.network_id)
    return offer


def _stop(book: Book, round_: Round, offer: Offer, known: Practised, at: datetime.datetime) -> Stop:
    unsaid(offer)
    load, place = queries.load_of(offer, known.practice, known.litres), queries.place_of(offer)
    return book.enter(
        Stop,
        at,
        network=round_.network,
        round=round_,
        site=round_.drop_off,
        offer=offer,
        mass_g=load.mass_g,
        volume_l=load.volume_l,
        minutes=load.minutes,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def send(book: Book, round_: Round, *, by: Member, at: datetime.datetime) -> Round:
    stops = [stop for stop in read(round_, "stops") if stop.is_open]
    round_.state, round_.sent_at = Round.State.SENT, at
    book.record("rounds.send", round_, by=by, at=at, stops=len(stops))
    for stop in stops:
        stop.told_from, stop.told_to = queries.announced_window(stop.due_at, Practice().window_minutes)
        offer = stop.offer
        book.record("rounds.announce", offer, by=by, at=at, offer=offer.reference, window=stop.window)
        if not book.forgets(at):
            url = settings.BASE_URL + reverse("donations:follow", args=[links.seal(offers.FOLLOW, offer.pk, at=at)])
            subject, body = queries.announcement(stop, url, again=False)
            book.write(offer.email, subject, body, at=at, network=offer.network_id)
    return round_


def arrive(book: Book, stop: Stop, *, by: Member, at: datetime.datetime) -> Stop:
    stop.state, stop.arrived_at = Stop.State.ARRIVED, at
    if stop.round.state == Round.State.SENT:
        stop.round.state = Round.State.RUNNING
    book.record("rounds.arrive", stop, by=by, at=at, offer=stop.offer.reference)
    return stop


def collect(
    book: Book,
    stop: Stop,
    *,
    counts: Mapping[Category, int],
    weighings: Sequence[Weighed],
    signer: str,
    by: Member,
    at: datetime.datetime,
    strokes: Sequence[Sequence[Sequence[float]]] = (),
    id: uuid.UUID | None = None,
) -> Lot:
    stop.state, stop.ended_at = Stop.State.DONE, at
    stop.arrived_at = stop.arrived_at or at
    stop.signer, stop.strokes = signer, [list(stroke) for stroke in strokes]
    made = [
        book.row(
            Weighing,
            stop=stop,
            container=weighed.container,
            gross_g=weighed.gross_g,
            tare_g=weighed.container.tare_g if weighed.container else 0,
        )
        for weighed in weighings
    ]
    as_if_read(stop, weighings=made)
    if stop.round.state == Round.State.SENT:
        stop.round.state = Round.State.RUNNING
    stop.lot = donations.receive(
        book,
        stop.offer,
        holder=stop.site.organisation,
        received_on=at.astimezone(queries.PARIS).date(),
        weighed_g=sum(one.net_g for one in made),
        counts=counts,
        site=stop.site,
        receipt=Document.Kind.PICKUP,
        facts=lambda lot: {
            **reception_facts(lot),
            **queries.stop_facts(stop, len(read(stop.round, "stops")), made),
        },
        url=tasks.NOTE,
        by=by,
        at=at,
        id=id,
    )
    book.record("rounds.collect", stop, by=by, at=at, offer=stop.offer.reference, lot=stop.lot.reference)
    return stop.lot


def finish(book: Book, round_: Round, *, by: Member, at: datetime.datetime) -> Round:
    round_.state, round_.done_at = Round.State.DONE, at
    book.record("rounds.finish", round_, by=by, at=at, stops=len(read(round_, "stops")))
    return round_
