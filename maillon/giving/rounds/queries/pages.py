"""What each page reads, so that its view stays short."""

import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from maillon.giving.donations.models import Offer
from maillon.giving.rounds import solver
from maillon.giving.rounds.models import Round, Stop
from maillon.giving.rounds.queries import problem
from maillon.giving.rounds.queries.changes import stops_of
from maillon.giving.rounds.queries.driving import driver_rounds, navigation
from maillon.giving.rounds.queries.problem import Load
from maillon.giving.rounds.queries.show import Proposal, Row, co2e_g, round_map, timetable_rows
from maillon.ground.files import queries as files
from maillon.ground.organisations.models import Member


@dataclass(frozen=True)
class Waiting:
    """An offer to collect, with what is expected of it."""

    offer: Offer
    load: Load


def waiting_rows(member: Member) -> list[Waiting]:
    """What waits for a round, the oldest first."""
    known = problem.practised(member.network)
    offers = problem.waiting(member.network).filter(pk__in=Offer.objects.visible_to(member))
    return [Waiting(offer, problem.load_of(offer, known.practice, known.litres)) for offer in offers]


def estimate_of(offer: Offer) -> Load:
    """What the categories alone say of it."""
    known = problem.practised(offer.network)
    bare = Offer(pk=offer.pk, floor=offer.floor)
    bare._prefetched_objects_cache = {"lines": offer.lines.all()}  # type: ignore[attr-defined]
    bare.collection = problem.Collection(offer=bare)  # type: ignore[attr-defined]
    return problem.load_of(bare, known.practice, known.litres)


def total_of(proposals: list[Proposal]) -> dict[str, Any]:
    """What the proposed rounds make together."""
    mass_g = sum(one.timetable.mass_g for one in proposals)
    cost_cents = sum(one.timetable.cost_cents for one in proposals)
    return {
        "stops": sum(len(one.rows) for one in proposals),
        "mass_g": mass_g,
        "km": sum(one.timetable.metres for one in proposals) // 1000,
        "cost_cents": cost_cents,
        "per_kg_cents": round(cost_cents * 1000 / mass_g) if mass_g else None,
    }


@dataclass
class RoundPage:
    """A round as its page shows it."""

    round: Round
    stops: list[Stop]
    missed: list[Stop]
    timetable: solver.Timetable
    rows: list[Row]
    chosen: Offer | None = None
    links: dict[uuid.UUID, str] = field(default_factory=dict)

    def choose(self, member: Member, offer_id: uuid.UUID) -> None:
        """The stop to move; then a click on another stop of the map means « before this one »."""
        self.chosen = Offer.objects.visible_to(member).select_related("network").filter(pk=offer_id).first()
        if self.chosen:
            self.links = {stop.pk: self._there(stop) for stop in self.stops if stop.is_open}

    def _there(self, stop: Stop) -> str:
        assert self.chosen is not None
        asked = {"don": self.chosen.pk, "tournee": self.round.pk, "rang": stop.rank}
        return f"?{urlencode(asked)}#changer"

    @cached_property
    def map(self) -> SafeString:
        links = self.links or {stop.pk: f"?don={stop.offer_id}#changer" for stop in self.stops if stop.is_open}
        return round_map(self.round, self.stops, links if self.changes else {})

    @property
    def changes(self) -> bool:
        return self.round.state in (Round.State.PLANNED, Round.State.SENT, Round.State.RUNNING)

    @property
    def faults(self) -> list[str]:
        """What does not hold, in sentences."""
        late = [
            f"{row.offer.donor_name} : {row.late} min après la dernière heure possible" for row in self.rows if row.late
        ]
        return [*late, *self.timetable.faults]

    @property
    def to_tell(self) -> int:
        """How many donors do not know yet when one comes, or know an hour that no longer holds."""
        return sum(
            not (stop.told and stop.due_at and stop.told[0] <= stop.due_at <= stop.told[1])
            for stop in self.stops
            if stop.is_open
        )

    @property
    def done(self) -> int:
        return sum(not stop.is_open for stop in self.stops)

    @property
    def co2e_g(self) -> int | None:
        return co2e_g(self.round)

    @property
    def per_kg_cents(self) -> int | None:
        mass_g = self.timetable.mass_g
        return round(self.round.cost_cents * 1000 / mass_g) if mass_g else None


def round_page(round_: Round) -> RoundPage:
    known = problem.practised(round_.network)
    stops = stops_of(round_)
    missed = list(round_.stops.filter(state=Stop.State.MISSED).select_related("offer"))
    timetable = problem.timetable_of(round_, stops, known)
    return RoundPage(round_, stops, missed, timetable, timetable_rows(round_, timetable, stops))


def rounds_beside(round_: Round, member: Member) -> list[Round]:
    """Where a stop of this round may go: this one, and the others to come."""
    open_ = (
        Round.objects.visible_to(member)
        .whole()
        .filter(state__in=(Round.State.PLANNED, Round.State.SENT, Round.State.RUNNING))
    )
    near = open_.filter(Q(pk=round_.pk) | Q(day__gte=timezone.localdate())).order_by("day", "leaves_at")
    return sorted(near, key=lambda one: one.pk != round_.pk)


def stops_with_all() -> QuerySet[Stop]:
    """Stops with what their page and their rules read."""
    round_ = ("round", "round__vehicle", "round__vehicle__organisation", "round__driver", "round__driver__user")
    related = ("network", "site", "site__organisation", "lot", *round_)
    return Stop.objects.select_related(*related, "offer", "offer__collection").prefetch_related(
        "offer__lines__category"
    )


@dataclass(frozen=True)
class Day:
    """One round of a driver, as her phone shows it."""

    round: Round
    stops: list[Stop]

    @property
    def next(self) -> Stop | None:
        return next((stop for stop in self.stops if stop.is_open), None)

    @property
    def left(self) -> int:
        return sum(stop.is_open for stop in self.stops)

    @property
    def is_today(self) -> bool:
        return self.round.day == timezone.localdate()

    @property
    def loaded_g(self) -> int:
        """What is in the van by now, as weighed."""
        return sum(stop.lot.weighed_g for stop in self.stops if stop.lot)


def driver_days(member: Member) -> list[Day]:
    rounds = driver_rounds(member)
    return [Day(round_, list(stops_with_all().filter(round=round_).order_by("rank"))) for round_ in rounds]


def stop_page(stop: Stop) -> dict[str, Any]:
    """Where the stop stands in its round, and what comes after."""
    around = list(stop.round.stops.select_related("offer").order_by("rank")) if stop.round else []
    following = next((one for one in around if one.is_open and one.rank > stop.rank), None)
    return {
        "count": len(around),
        "rank": next((number for number, one in enumerate(around, start=1) if one.pk == stop.pk), 1),
        "following": following or next((one for one in around if one.is_open and one.pk != stop.pk), None),
        "navigation": navigation(stop),
        "collection": problem.collection_of(stop.offer),
        "photos": files.of(stop) if stop.state == Stop.State.DONE else (),
    }


def after(stop: Stop) -> str:
    """Where to go once this stop is over: the next one, the round, or the door."""
    if stop.round is None:
        return reverse("rounds:door")
    following = stop_page(stop)["following"]
    return reverse("rounds:stop", args=[following.pk]) if following else reverse("rounds:mine")


SHOWN = 50


def at_the_door(member: Member, words: str) -> QuerySet[Offer]:
    """The accepted offers that someone may bring, by the name of the donor or the reference."""
    offers = problem.waiting(member.network)
    for word in words.split():
        found = Q(organisation_name__icontains=word) | Q(contact_name__icontains=word)
        if (number := word.rpartition("-")[2]).isdecimal():
            found |= Q(number=int(number[:9]))
        offers = offers.filter(found)
    return offers[:SHOWN]
