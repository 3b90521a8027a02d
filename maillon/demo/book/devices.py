"""As `devices.actions`."""

import datetime
import uuid

from maillon.common import labels
from maillon.demo.book.book import Book, as_if_read, local_day, read
from maillon.ground.organisations.models import Member, Site
from maillon.matter.devices import reports
from maillon.matter.devices.models import IN_STOCK, Device, Label, MachineReport, Medium, State
from maillon.matter.devices.queries import looks, searchable
from maillon.matter.ledger.actions import Line
from maillon.matter.ledger.models import Account, Category
from maillon.matter.lots.models import Lot


def print_labels(book: Book, count: int, *, by: Member, at: datetime.datetime) -> list[Label]:
    drawn = {labels.new(by.network.prefix, book.random) for _ in range(count)} - book.codes
    while len(drawn) < count:
        drawn |= {labels.new(by.network.prefix, book.random)} - book.codes
    book.codes |= drawn
    made = [book.enter(Label, at, network=by.network, code=code) for code in sorted(drawn)]
    book.record("devices.print_labels", by.network, by=by, at=at, network=by.network_id, count=count)
    return made


def take_in(
    book: Book,
    lot: Lot,
    category: Category,
    label: Label,
    *,
    by: Member,
    at: datetime.datetime,
    mass_g: int | None = None,
    site: Site | None = None,
    id: uuid.UUID | None = None,
) -> Device:
    device = book.enter(
        Device,
        at,
        id=id,
        network=lot.network,
        lot=lot,
        regime=lot.regime,
        holder=lot.holder,
        site=site or lot.site,
        category=category,
        label=label.code,
        state=State.RECEIVED,
        state_since=at,
        mass_g=mass_g or category.default_mass_g,
        mass_source=Device.MassSource.MEASURED if mass_g else Device.MassSource.DEFAULT,
        search=labels.bare(label.code).lower(),
    )
    as_if_read(device, media=[], former_media=[])
    label.device, label.used_at = device, at
    if lot.state == Lot.State.RECEIVED:
        lot.state = Lot.State.SORTING
    entry = book.record(
        "devices.take_in", device, by=by, at=at, label=device.label, mass_g=device.mass_g, lot=lot.reference
    )
    _move(book, device, Account.UNSORTED, Account.DEVICES, act=entry.pk, at=at)
    return device


def _move(
    book: Book,
    device: Device,
    source: Account,
    target: Account,
    *,
    act: uuid.UUID,
    at: datetime.datetime,
    on: datetime.date | None = None,
    reason: str = "",
) -> None:
    line = Line(
        source=source,
        target=target,
        units=1,
        mass_g=device.mass_g,
        category=device.category,
        lot=device.lot_id,
        device=device.pk,
        reason=reason,
    )
    book.move([line], network=device.network, holder=device.holder, on=on or local_day(at), act=act)


def advance(device: Device, to: State, at: datetime.datetime, **changes: object) -> None:
    device.state, device.state_since = to, at
    if to not in IN_STOCK:
        device.location = None
    for name, value in changes.items():
        setattr(device, name, value)


def sort(book: Book, device: Device, *, by: Member, at: datetime.datetime) -> Device:
    if device.category.holds_data:
        advance(device, State.TO_ERASE, at)
    else:
        advance(device, State.ERASED, at, cleared_at=at, no_medium="Appareil sans mémoire.")
    book.record("devices.sort", device, by=by, at=at, label=device.label, decision="reuse", state=str(device.state))
    return device


def identify(
    book: Book, device: Device, report: reports.Report, *, digest: str, by: Member, at: datetime.datetime
) -> MachineReport:
    """As `identify` once the file is read; the device holds no medium that was known before."""
    healths = [battery.health_pct for battery in report.batteries if battery.health_pct is not None]
    found = {
        "manufacturer": report.maker or "",
        "model": report.model or "",
        "serial": report.serial or "",
        "hardware_uuid": report.uuid or "",
        "cpu": report.cpu or "",
        "ram_mib": report.ram_mib,
        "battery_pct": round(min(healths)) if healths else None,
    }
    wrote = {name: value for name, value in found.items() if value not in ("", None)}
    was = {name: getattr(device, name) for name in wrote}
    for name, value in wrote.items():
        setattr(device, name, value)
    device.search = searchable(device)
    seen = []
    media = read(device, "media")
    for disk in report.disks:
        medium = book.enter(
            Medium,
            at,
            device=device,
            rank=len(media) + 1,
            kind=disk.medium.value,
            model=disk.model or "",
            serial=disk.serial or "",
            size_bytes=disk.size_bytes,
            last_seen_at=at,
        )
        as_if_read(medium, erasures=[])
        media.append(medium)
        seen.append({"medium": str(medium.pk), "from": None, "was": None, "now": looks(medium)})
    stood = {"state": device.state, "cleared_at": None, "no_medium": ""}
    made = book.row(
        MachineReport,
        id=book.id(at),
        created_at=at,
        device=device,
        kind=report.kind,
        digest=digest,
        facts=report.as_json(),
        effect={"stood": stood, "wrote": wrote, "was": was, "media": seen},
    )
    book.record(
        "devices.identify",
        device,
        by=by,
        at=at,
        label=device.label,
        format=report.kind,
        model=device.title,
        new_media=len(media),
        report=str(made.pk),
    )
    return made


def clear_medium(device: Device, medium: Medium, state: str, at: datetime.datetime) -> None:
    medium.state = state
    if device.state == State.TO_ERASE and all(one.clear for one in read(device, "media")):
        advance(device, State.ERASED, at, cleared_at=at)


def reserve(
    book: Book, device: Device, *, promised_to: uuid.UUID, until: datetime.date, by: Member, at: datetime.datetime
) -> Device:
    advance(device, State.RESERVED, at, promised_to=promised_to, promised_until=until)
    book.record("devices.reserve", device, by=by, at=at, label=device.label, promised_to=str(promised_to))
    return device


def leave(
    book: Book,
    device: Device,
    to: State,
    *,
    on: datetime.date,
    guarantee_until: datetime.date | None,
    by: Member,
    at: datetime.datetime,
) -> Device:
    advance(device, to, at, promised_to=None, promised_until=None, guarantee_until=guarantee_until)
    entry = book.record("devices.leave", device, by=by, at=at, label=device.label, state=str(to), mass_g=device.mass_g)
    _move(book, device, Account.DEVICES, Account.PEOPLE, act=entry.pk, at=at, on=on)
    return device


def take_back(book: Book, device: Device, *, reason: str, by: Member, at: datetime.datetime) -> Device:
    advance(device, State.RETURNED, at, cleared_at=None, tested_at=None, no_medium="")
    for medium in read(device, "media"):
        if medium.inside:
            medium.state, medium.recheck_due = Medium.State.TO_ERASE, False
    entry = book.record("devices.take_back", device, by=by, at=at, label=device.label, reason=reason)
    _move(book, device, Account.PEOPLE, Account.DEVICES, act=entry.pk, at=at, reason=reason)
    return device


def recycle(book: Book, device: Device, *, reason: str, by: Member, at: datetime.datetime) -> Device:
    advance(device, State.RECYCLED, at)
    entry = book.record(
        "devices.recycle", device, by=by, at=at, label=device.label, mass_g=device.mass_g, reason=reason
    )
    _move(book, device, Account.DEVICES, Account.WASTE, act=entry.pk, at=at, reason=reason)
    return device


def lose(book: Book, device: Device, *, reason: str, by: Member, at: datetime.datetime) -> Device:
    advance(device, State.LOST, at)
    entry = book.record("devices.lose", device, by=by, at=at, label=device.label, mass_g=device.mass_g, reason=reason)
    _move(book, device, Account.DEVICES, Account.LOST, act=entry.pk, at=at, reason=reason)
    return device
