"""The network that is measured, and the pages asked of it."""

import dataclasses
import datetime
import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillon.common import labels
from maillon.common.actors import PLATFORM
from maillon.common.models import new_id
from maillon.ground.accounts.models import User
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Role
from maillon.matter.devices import actions as devices
from maillon.matter.devices import reports
from maillon.matter.devices.models import IN_STOCK, Device, Label, Medium, State
from maillon.matter.devices.queries import searchable
from maillon.matter.ledger import actions as ledger
from maillon.matter.scanning.queries import place_card
from tests import factories

SAMPLES = Path(__file__).resolve().parents[2] / "maillon/matter/devices/reports/tests/samples"
MACHINES = [
    ("Lenovo", "ThinkPad T480"),
    ("Lenovo", "ThinkPad L380"),
    ("Dell", "Latitude 5490"),
    ("Dell", "OptiPlex 3060"),
    ("HP", "EliteBook 840 G5"),
    ("HP", "ProDesk 400 G4"),
    ("Fujitsu", "Lifebook U748"),
    ("Apple", "MacBook Air 2015"),
]
# A network some years old: a third has left, a third is being worked on, a third waits.
STATES = [State.TO_ERASE, State.TO_ERASE, State.IN_REPAIR, State.READY, State.READY, *[State.HANDED_OVER] * 3]
VERBS = ("devices.take_in", "devices.sort", "devices.identify", "erasure.record")
HOLDERS, DEVICES_OF_A_LOT = 12, 120


@dataclass(frozen=True)
class Scene:
    """What a scenario needs to know of the database: who asks, and for which devices."""

    coordinator: Member
    technician: Member
    devices: list[Device]

    @property
    def user(self) -> User:
        return self.coordinator.user

    def in_state(self, state: State) -> Iterator[Device]:
        return (device for device in self.devices if device.state == state)


@dataclass(frozen=True)
class Scenario:
    """Something asked again and again, with its goals; `prepare` gives the function that asks it the n-th time."""

    name: str
    prepare: Callable[[Scene, Client], Callable[[int], Any]]
    milliseconds: float
    queries: int | None = None
    stored_bytes: int | None = None


def fill(count: int) -> Scene:
    """One network with `count` devices, each with its medium, its label and its entries in the journal; same every time."""
    chance = random.Random(count)
    network = factories.a_network("banc", prefix="BANC")
    coordinator = factories.a_member(Role.COORDINATOR, network=network)
    technicians = [
        factories.a_member(Role.TECHNICIAN, network=network, organisation=factories.an_organisation())
        for _ in range(HOLDERS)
    ]
    lots = [
        factories.a_lot(technician, counts={"laptop": DEVICES_OF_A_LOT})
        for technician, _ in zip(itertools.cycle(technicians), range(count // DEVICES_OF_A_LOT + 1), strict=False)
    ]
    codes = _codes(network.prefix, count, chance)
    made = [_device(number, lots[number // DEVICES_OF_A_LOT], code, chance) for number, code in enumerate(codes)]
    Device.objects.bulk_create(made, batch_size=1000)
    Medium.objects.bulk_create([_medium(device, chance) for device in made], batch_size=2000)
    Label.objects.bulk_create(
        [Label(network=network, code=device.label, device=device, used_at=device.state_since) for device in made],
        batch_size=2000,
    )
    journal.write(
        [
            journal.entry(verb, device, by=coordinator, data={"label": device.label, "model": device.title})
            for device in made
            for verb in VERBS
        ]
    )
    at_work = next(technician for technician in technicians if technician.organisation_id == made[0].holder_id)
    return Scene(coordinator, at_work, made)


def _codes(prefix: str, count: int, chance: random.Random) -> list[str]:
    """As many different codes: among 50 000 drawn, two are likely the same."""
    drawn: dict[str, None] = {}
    while len(drawn) < count:
        drawn[labels.new(prefix, chance)] = None
    return list(drawn)


def _device(number: int, lot, code: str, chance: random.Random) -> Device:
    manufacturer, model = chance.choice(MACHINES)
    state = chance.choice(STATES)
    proven = state in (State.IN_REPAIR, State.READY, State.HANDED_OVER)
    tested = state in (State.READY, State.HANDED_OVER)
    since = timezone.now() - datetime.timedelta(days=chance.randrange(900))
    device = Device(
        id=new_id(),
        network=lot.network,
        lot=lot,
        regime=lot.regime,
        holder=lot.holder,
        site=lot.site,
        category_id="laptop",
        label=code,
        state=state,
        state_since=since,
        created_at=since,
        mass_g=chance.randrange(1200, 2600),
        manufacturer=manufacturer,
        model=model,
        serial=f"BANC{number:06d}",
        ram_mib=chance.choice([4096, 8192, 16384]),
        cleared_at=since if proven else None,
        tested_at=since if tested else None,
        grade=chance.choice(Device.Grade.values) if tested else "",
        usage=Device.Usage.EVERYDAY if tested else "",
    )
    device.search = searchable(device)
    return device


def _medium(device: Device, chance: random.Random) -> Medium:
    state = Medium.State.VERIFIED if device.cleared_at else Medium.State.TO_ERASE
    serial = f"S4ELNF{chance.randrange(10**8):08d}"
    return Medium(device=device, rank=1, kind=Medium.Kind.SSD, serial=serial, size_bytes=256 * 10**9, state=state)


def _get(client: Client, url: str):
    answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    return answer


def list_of_devices(scene: Scene, client: Client) -> Callable[[int], Any]:
    return lambda number: _get(client, reverse("devices:list"))


def device_page(scene: Scene, client: Client) -> Callable[[int], Any]:
    return lambda number: _get(client, reverse("devices:detail", args=[scene.devices[number * 37].pk]))


def search_by_model(scene: Scene, client: Client) -> Callable[[int], Any]:
    return lambda number: _get(client, reverse("devices:list") + "?q=" + MACHINES[number % len(MACHINES)][1].lower())


def search_by_serial(scene: Scene, client: Client) -> Callable[[int], Any]:
    return lambda number: _get(client, reverse("devices:list") + f"?q={scene.devices[number * 37].serial}")


def ingestion(scene: Scene, client: Client) -> Callable[[int], Any]:
    """Attach an lshw report of some 10 kB, with three disks that nobody saw before, to a device that has none."""
    sample = (SAMPLES / "lshw-laptop.json").read_text()
    disks = [disk.serial for disk in reports.read(sample.encode(), "lshw.json").disks if disk.serial]
    waiting = _waiting(scene)

    def attach(number: int) -> None:
        device = waiting[number]
        report = sample.replace("7HK2RS1", device.serial)
        for serial in disks:
            report = report.replace(serial, _own(serial, number))
        devices.identify(device.pk, report.encode(), name="lshw.json", by=scene.technician)

    return attach


def _own(serial: str | None, number: int) -> str | None:
    """The serial of the same disk in another machine: a report that names the disks of the one before would move them."""
    return f"{serial[:-4]}{number:04d}" if serial else serial


def _waiting(scene: Scene) -> list[Device]:
    """The devices of the technician that wait for erasure."""
    own = scene.technician.organisation_id
    return [device for device in scene.in_state(State.TO_ERASE) if device.holder_id == own]


def ingestion_of(sample: Path) -> Callable[[Scene, Client], Callable[[int], Any]]:
    """Read this file, and attach what it says to a device, as if it came from that very one."""

    def prepare(scene: Scene, client: Client) -> Callable[[int], Any]:
        data, waiting = sample.read_bytes(), _waiting(scene)

        def attach(number: int) -> None:
            device = waiting[number % len(waiting)]
            read = reports.read(data, sample.name)
            disks = tuple(dataclasses.replace(disk, serial=_own(disk.serial, number)) for disk in read.disks)
            report = dataclasses.replace(read, serial=device.serial, disks=disks)
            devices.attach_report(device.pk, report, digest=f"{sample.name}-{number}"[:64], by=scene.technician)

        return attach

    return prepare


def _formats() -> list[Scenario]:
    """One file of each format that is read, the heaviest of its samples."""
    heaviest: dict[str, Path] = {}
    for sample in sorted(SAMPLES.iterdir(), key=lambda path: path.stat().st_size):
        try:
            heaviest[reports.read(sample.read_bytes(), sample.name).kind] = sample
        except reports.Unreadable:
            continue
    return [
        Scenario(f"ingestion.{kind}", ingestion_of(sample), milliseconds=60 if kind == "nwipe_pdf" else 30)
        for kind, sample in sorted(heaviest.items())
    ]


def series_scan(scene: Scene, client: Client) -> Callable[[int], Any]:
    """Take a device in by scanning its new label, as a phone does: one POST of JSON, under the card of a lot."""
    technician = scene.technician
    lot = factories.a_lot(technician, counts={"laptop": DEVICES_OF_A_LOT})
    new = [label.code for label in devices.print_labels(DEVICES_OF_A_LOT, by=technician)]
    return _scanning(technician, f"lot.{lot.reference}.laptop", new)


def series_place(scene: Scene, client: Client) -> Callable[[int], Any]:
    """Put a device on a shelf by scanning it, under the card of the shelf."""
    technician = scene.technician
    held = {device.lot_id for device in scene.devices if device.holder_id == technician.organisation_id}
    stocked = [device.label for device in scene.devices if device.lot_id in held and device.state in IN_STOCK]
    site = factories.organisations.open_site(technician.organisation, name="Banc", commune_code="56178", by=PLATFORM)
    shelf = ledger.open_location(site, name="B3", by=technician)
    return _scanning(technician, place_card(shelf), stocked)


def _scanning(member: Member, card: str, codes: list[str]) -> Callable[[int], Any]:
    phone = Client(SERVER_NAME="127.0.0.1")
    phone.force_login(member.user)

    def scan(number: int):
        body = {"id": str(new_id()), "card": card, "code": codes[number]}
        answer = phone.post(reverse("scanning:scan"), body, content_type="application/json")
        if answer.json()["result"] != "done":
            raise RuntimeError(f"{codes[number]}: {answer.json()['sentence']}")
        return answer

    return scan


SCENARIOS = [
    Scenario("list", list_of_devices, milliseconds=40, queries=6),
    Scenario("device", device_page, milliseconds=30, queries=10),
    Scenario("search.model", search_by_model, milliseconds=40),
    Scenario("search.serial", search_by_serial, milliseconds=40),
    Scenario("series.take_in", series_scan, milliseconds=15, queries=22),
    Scenario("series.place", series_place, milliseconds=15, queries=18),
    Scenario("ingestion", ingestion, milliseconds=30, stored_bytes=20_000),
    *_formats(),
]
