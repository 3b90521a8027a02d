"""As the locations of `ledger.actions`, `devices.actions.place` and the inventories of `scanning.actions`."""

import datetime

from maillon.common import labels
from maillon.demo.book.book import Book
from maillon.ground.organisations.models import Member, Site
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Location
from maillon.matter.scanning.models import Difference, Scan, Stocktake
from maillon.matter.scanning.queries import told


def open_location(
    book: Book, site: Site, *, name: str, by: Member, at: datetime.datetime, parent: Location | None = None
) -> Location:
    code = labels.new(by.network.prefix, book.random)
    while code in book.codes:
        code = labels.new(by.network.prefix, book.random)
    book.codes.add(code)
    made = book.enter(Location, at, network=by.network, site=site, parent=parent, name=name, code=code)
    book.record("ledger.open_location", made, by=by, at=at, name=made.path, code=code)
    return made


def place(book: Book, device: Device, location: Location, *, by: Member, at: datetime.datetime) -> None:
    former, device.location, device.site = device.location, location, location.site
    book.record(
        "devices.place",
        device,
        by=by,
        at=at,
        label=device.label,
        place=location.path,
        former=former.path if former else "",
    )


def open_stocktake(book: Book, location: Location, *, by: Member, at: datetime.datetime) -> Stocktake:
    made = book.enter(Stocktake, at, network=by.network, location=location, opened_by=by)
    book.record("scanning.open_stocktake", made, by=by, at=at, place=location.path)
    return made


def see(book: Book, stocktake: Stocktake, device: Device, *, by: Member, at: datetime.datetime) -> Scan:
    """As a `scan` of the inventory: the device is in its place, written elsewhere, or nowhere."""
    here = device.location_id == stocktake.location_id
    place = f"noté en {device.location}" if device.location else "sans emplacement noté"
    sentence = "à sa place." if here else f"{place} : un écart à régler à la fin."
    return book.enter(
        Scan,
        at,
        network=by.network,
        member=by,
        card=stocktake.card,
        code=device.label,
        at=at,
        result=Scan.Result.DONE if here else Scan.Result.REFUSED,
        sentence=f"{device.label} est {sentence}",
        device=device,
        told=told(device),
    )


def close_stocktake(
    book: Book,
    stocktake: Stocktake,
    *,
    expected: int,
    seen: int,
    gaps: list[tuple[Device, Difference.Kind, Difference.Decision, str]],
    by: Member,
    at: datetime.datetime,
) -> None:
    """The differences with their decisions, settled by `place`; `gaps` of what was seen, or missed, there."""
    for device, kind, decision, reason in gaps:
        book.row(
            Difference,
            stocktake=stocktake,
            kind=kind,
            device=device,
            code=device.label,
            title=device.title,
            place=device.location.path if device.location else "sans emplacement",
            decision=decision,
            reason=reason,
        )
        if decision == Difference.Decision.MOVED:
            place(book, device, stocktake.location, by=by, at=at)
    stocktake.closed_at, stocktake.expected, stocktake.seen = at, expected, seen
    book.record(
        "scanning.close_stocktake",
        stocktake,
        by=by,
        at=at,
        place=stocktake.location.path,
        expected=expected,
        seen=seen,
        differences=len(gaps),
    )
