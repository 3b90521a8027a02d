"""Where the stock stands this morning: zones and shelves of each workshop, an inventory closed, another begun."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import cycle

from maillon.demo.book import Book, places
from maillon.demo.networks.agenda import DAY, instant
from maillon.ground.organisations.models import WORKSHOP, Member, Site
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger.models import Location
from maillon.matter.scanning.models import Difference

RESERVE = ("A1", "A2", "A3", "B1", "B2", "B3")
QUEUES = {
    State.RECEIVED: "Quai",
    State.RETURNED: "Quai",
    State.SORTED: "Quai",
    State.TO_ERASE: "À effacer",
    State.ERASED: "Établi",
    State.IN_REPAIR: "Établi",
}
FEW = 4  # below, a site needs no shelf
SMALL = 40  # up to so many devices, three shelves are enough
NOT_PLACED = 25  # one device in so many was put down somewhere and not scanned
MINUTE = datetime.timedelta(minutes=1)


@dataclass
class Room:
    """One site, whoever works there, and what stands in it."""

    site: Site
    by: Member
    stock: list[Device] = field(default_factory=list)
    shelves: dict[str, Location] = field(default_factory=dict)

    def on(self, name: str) -> list[Device]:
        shelf = self.shelves[name]
        return [device for device in self.stock if device.location_id == shelf.pk]


def arrange(book: Book, today: datetime.date) -> None:
    """Shelves for every workshop that holds enough, and the inventories of the largest."""
    rooms = _rooms(book)
    eve = instant(today - DAY, 15)
    for room in rooms:
        _open(book, room, instant(today - 40 * DAY, 9))
        _fill(book, room, instant(today - 2 * DAY, 15), eve)
        _count(book, room, eve)


def _rooms(book: Book) -> list[Room]:
    """The sites where someone of a workshop is, with the stock that stands there; those who sign in first."""
    at_work: dict[object, Member] = {}
    for member in book.rows[Member]:
        if WORKSHOP.intersection(member.roles):
            known = at_work.get(member.organisation_id)
            if known is None or member.user.email.startswith("technicien@"):
                at_work[member.organisation_id] = member
    stock: dict[object, list[Device]] = defaultdict(list)
    for device in book.rows[Device]:
        if device.in_stock and device.site_id and device.transfer is None:
            stock[device.site_id].append(device)
    return [
        Room(site, at_work[site.organisation_id], stock[site.pk])
        for site in book.rows[Site]
        if site.organisation_id in at_work and len(stock[site.pk]) >= FEW
    ]


def _open(book: Book, room: Room, at: datetime.datetime) -> None:
    reserve = places.open_location(book, room.site, name="Réserve", by=room.by, at=at)
    workshop = places.open_location(book, room.site, name="Atelier", by=room.by, at=at)
    room.shelves["Quai"] = places.open_location(book, room.site, name="Quai", by=room.by, at=at)
    for parent, names in ((reserve, RESERVE), (workshop, ("À effacer", "Établi"))):
        for name in names:
            room.shelves[name] = places.open_location(book, room.site, name=name, parent=parent, by=room.by, at=at)


def _fill(book: Book, room: Room, at: datetime.datetime, until: datetime.datetime) -> None:
    """Each device where its state sends it, the day it came there or when the shelves were filled."""
    reserve = cycle(RESERVE if len(room.stock) > SMALL else ("A1", "A2", "B1"))
    for rank, device in enumerate(room.stock):
        name = QUEUES.get(State(device.state)) or next(reserve)
        when = max(at, device.state_since + 30 * MINUTE)
        if rank % NOT_PLACED and when < until:
            places.place(book, device, room.shelves[name], by=room.by, at=when)


def _count(book: Book, room: Room, at: datetime.datetime) -> None:
    """The inventory of A1, closed with what it found; that of A2, begun: one is missing, one is not from there."""
    first, second = room.on("A1"), room.on("A2")
    strangers = [device for device in room.on("B1") if device.state == State.READY]
    if not first or not second or len(strangers) < 2:
        fullest = max(room.shelves, key=lambda name: len(room.on(name)))
        _begin(book, room, fullest, room.on(fullest)[1:], at)
        return
    stocktake = places.open_stocktake(book, room.shelves["A1"], by=room.by, at=at)
    for rank, device in enumerate([*first[1:], strangers[0]]):
        places.see(book, stocktake, device, by=room.by, at=at + rank * MINUTE / 10)
    gaps = [
        (strangers[0], Difference.Kind.ELSEWHERE, Difference.Decision.MOVED, ""),
        (first[0], Difference.Kind.MISSING, Difference.Decision.LEFT, "Prêté à l’accueil pour la journée"),
    ]
    seen = len(first)
    places.close_stocktake(book, stocktake, expected=len(first), seen=seen, gaps=gaps, by=room.by, at=at + 20 * MINUTE)
    _begin(book, room, "A2", [*second[1:], strangers[1]], at + 40 * MINUTE)


def _begin(book: Book, room: Room, name: str, found: list[Device], at: datetime.datetime) -> None:
    """An inventory that is still to be closed, and what was scanned so far."""
    running = places.open_stocktake(book, room.shelves[name], by=room.by, at=at)
    for rank, device in enumerate(found):
        places.see(book, running, device, by=room.by, at=at + MINUTE + rank * MINUTE / 10)
