"""Hardware as it comes to the workshops: makers, models, disks, masses; and what the tools say of each machine."""

import datetime
import uuid
from dataclasses import dataclass
from functools import cache
from random import Random

from maillon.demo.book.book import Book, as_if_read
from maillon.matter.devices.models import Device, Medium
from maillon.matter.devices.reports import Battery, CapacityUnit, Disk, Erasure, FormFactor, Report, Verdict
from maillon.matter.devices.reports import Medium as Kind
from maillon.matter.refurbishing.queries import propose

GB = 1_000_000_000
MIB = 1024


@dataclass(frozen=True)
class Model:
    """A model of machine; `version` is where its maker writes the name that people read, if not in `product`."""

    manufacturer: str
    product: str
    version: str
    cpu: str
    ram_mib: tuple[int, ...]
    disks: tuple[int, ...]
    mass_g: int


@dataclass(frozen=True)
class DiskModel:
    kind: Kind
    name: str
    size_bytes: int


DISKS = (
    DiskModel(Kind.HDD, "WDC WD5000LPLX-60ZNTT1", 500_107_862_016),
    DiskModel(Kind.HDD, "TOSHIBA MQ01ABF050", 500_107_862_016),
    DiskModel(Kind.SSD, "SAMSUNG MZ7LN256HAJQ", 256_060_514_304),
    DiskModel(Kind.SSD, "KINGSTON SA400S37240G", 240_057_409_536),
    DiskModel(Kind.SSD, "CT500MX500SSD1", 500_107_862_016),
    DiskModel(Kind.NVME, "SAMSUNG MZVLB256HBHQ-000L7", 256_060_514_304),
    DiskModel(Kind.NVME, "KBG40ZNS512G NVMe KIOXIA", 512_110_190_592),
    DiskModel(Kind.EMMC, "DF4064", 62_537_072_640),
    DiskModel(Kind.EMMC, "BJTD4R", 31_268_536_320),
)
MODELS: dict[str, tuple[Model, ...]] = {
    "laptop": (
        Model("LENOVO", "20L6S2A900", "ThinkPad T480", "Intel Core i5-8350U", (8192, 16384), (2, 5), 1580),
        Model("LENOVO", "20HES0MD00", "ThinkPad T470", "Intel Core i5-7300U", (8192,), (2, 5), 1620),
        Model("LENOVO", "20KGS9BX00", "ThinkPad X1 Carbon 6th", "Intel Core i7-8650U", (16384,), (5, 6), 1130),
        Model("Dell Inc.", "Latitude 5490", "", "Intel Core i5-8250U", (8192, 16384), (2, 4), 1720),
        Model("Dell Inc.", "Latitude E5470", "", "Intel Core i5-6300U", (4096, 8192), (0, 3), 1790),
        Model("Dell Inc.", "Latitude 7490", "", "Intel Core i7-8650U", (16384,), (5, 6), 1420),
        Model("HP", "HP EliteBook 840 G5", "", "Intel Core i5-8265U", (8192, 16384), (5,), 1490),
        Model("HP", "HP ProBook 450 G4", "", "Intel Core i3-7100U", (4096, 8192), (0, 1, 3), 2040),
        Model("HP", "HP EliteBook 820 G3", "", "Intel Core i5-6200U", (8192,), (2, 3), 1280),
        Model("FUJITSU", "LIFEBOOK E558", "", "Intel Core i5-8250U", (8192,), (2,), 2010),
        Model("TOSHIBA", "PORTEGE Z30-C", "", "Intel Core i5-6200U", (4096, 8192), (3,), 1230),
        Model("Acer", "TravelMate P259-G2", "", "Intel Core i3-7020U", (4096,), (0, 1), 2350),
    ),
    "desktop": (
        Model("Dell Inc.", "OptiPlex 7050", "", "Intel Core i5-7500", (8192, 16384), (2, 4), 5260),
        Model("Dell Inc.", "OptiPlex 3040", "", "Intel Core i3-6100", (4096, 8192), (0,), 5310),
        Model("HP", "HP EliteDesk 800 G3 SFF", "", "Intel Core i5-6500", (8192,), (2, 3), 5800),
        Model("HP", "HP ProDesk 400 G4 MT", "", "Intel Core i3-7100", (4096, 8192), (0, 1), 7100),
        Model("LENOVO", "10MRS05U00", "ThinkCentre M710q", "Intel Core i5-7400T", (8192,), (3, 5), 1320),
        Model("LENOVO", "10FGS0J500", "ThinkCentre M900", "Intel Core i5-6600", (8192, 16384), (2, 4), 6020),
        Model("FUJITSU", "ESPRIMO D556", "", "Intel Core i5-6400", (4096, 8192), (0, 3), 6150),
    ),
    "tablet": (
        Model("Samsung", "SM-T510", "", "Exynos 7904", (2048,), (8,), 470),
        Model("LENOVO", "TB-X505F", "", "Snapdragon 429", (2048,), (8,), 490),
        Model("Acer", "Switch Alpha 12", "", "Intel Core i3-6100U", (4096,), (7,), 920),
    ),
    "smartphone": (
        Model("Samsung", "SM-A405FN", "", "Exynos 7904", (4096,), (7,), 140),
        Model("Fairphone", "FP3", "", "Snapdragon 632", (4096,), (7,), 190),
        Model("Motorola", "moto g(8) power", "", "Snapdragon 665", (4096,), (7,), 197),
    ),
    "server": (Model("HP", "ProLiant DL360 Gen9", "", "Intel Xeon E5-2620 v4", (32768,), (4,), 16800),),
    "multifunction": (Model("Canon", "iR-ADV C3525", "", "", (2048,), (1,), 45000),),
    "network": (Model("Cisco", "ISR4321", "", "", (4096,), (8,), 4200),),
}
# How fast the processors are, as the workshops noted it: invented, near enough to what such machines do.
SCORES = {
    "Intel Core i5-8350U": 6200,
    "Intel Core i5-7300U": 3700,
    "Intel Core i7-8650U": 6300,
    "Intel Core i5-8250U": 5900,
    "Intel Core i5-6300U": 3300,
    "Intel Core i5-8265U": 6100,
    "Intel Core i3-7100U": 2800,
    "Intel Core i5-6200U": 3000,
    "Intel Core i3-7020U": 2400,
    "Intel Core i5-7500": 6100,
    "Intel Core i3-6100": 4200,
    "Intel Core i5-6500": 5700,
    "Intel Core i3-7100": 4400,
    "Intel Core i5-7400T": 4600,
    "Intel Core i5-6600": 6000,
    "Intel Core i5-6400": 5200,
    "Intel Xeon E5-2620 v4": 9200,
}
# The system installed from a day on, and until when it is maintained.
SYSTEMS = (
    (datetime.date(2024, 7, 25), "Linux Mint 22", datetime.date(2029, 4, 30)),
    (datetime.date(2022, 7, 31), "Linux Mint 21", datetime.date(2027, 4, 30)),
    (datetime.date(2020, 6, 27), "Linux Mint 20", datetime.date(2025, 4, 30)),
)
INSTALLED = ("laptop", "desktop")
SERIAL_SIGNS = "0123456789ABCDEFGHJKLMNPRSTVWXYZ"


@dataclass(slots=True)
class Machine:
    """One machine: its model, and what is its own."""

    model: Model
    ram_mib: int
    disk: DiskModel
    serial: str
    disk_serial: str
    uuid: str
    battery_pct: int | None


def draw(category: str, random: Random) -> Machine | None:
    """Some machine of the category; None for what says nothing of itself."""
    models = MODELS.get(category)
    if models is None:
        return None
    model = random.choice(models)
    return Machine(
        model=model,
        ram_mib=random.choice(model.ram_mib),
        disk=DISKS[random.choice(model.disks)],
        serial=_serial(random, 8),
        disk_serial=_serial(random, 12),
        uuid=str(uuid.UUID(int=random.getrandbits(128), version=4)),
        battery_pct=random.randrange(52, 99) if category in ("laptop", "tablet", "smartphone") else None,
    )


def _serial(random: Random, length: int) -> str:
    """Letters first, so that it never looks like a placeholder."""
    return "FX" + "".join(random.choices(SERIAL_SIGNS, k=length - 2))


FORMS = {
    "laptop": ("Notebook", FormFactor.LAPTOP),
    "desktop": ("Desktop", FormFactor.DESKTOP),
    "tablet": ("Tablet", FormFactor.TABLET),
    "smartphone": ("Phone", FormFactor.PHONE),
    "server": ("Rack Mount Chassis", FormFactor.SERVER),
}


def report(machine: Machine, category: str) -> Report:
    """What the inventory tool says of it."""
    chassis, form = FORMS.get(category, ("Other", FormFactor.OTHER))
    batteries: tuple[Battery, ...] = ()
    if machine.battery_pct is not None:
        batteries = (Battery(model="BAT0", design=50.0, full=machine.battery_pct / 2, unit=CapacityUnit.WH),)
    disk = machine.disk
    return Report(
        kind="lshw" if category in ("laptop", "desktop", "server") else "glpi",
        manufacturer=machine.model.manufacturer,
        product=machine.model.product,
        version=machine.model.version or None,
        serial=machine.serial,
        uuid=machine.uuid,
        chassis=chassis,
        form_factor=form,
        cpu=machine.model.cpu or None,
        ram_mib=machine.ram_mib,
        disks=(Disk(disk.name, machine.disk_serial, disk.size_bytes, disk.kind),),
        batteries=batteries,
    )


def erasure(machine: Machine, category: str, ended_at: datetime.datetime, *, failed: bool = False) -> Report:
    """What the erasure tool says it did to its disk."""
    disk, written = machine.disk, category in ("laptop", "desktop", "server", "network", "multifunction")
    minutes = max(9, disk.size_bytes // (GB * (2 if disk.kind == Kind.HDD else 12)))
    told = Erasure(
        disk_model=disk.name,
        disk_serial=machine.disk_serial,
        size_bytes=disk.size_bytes,
        method="PRNG Stream" if written else "réinitialisation d’usine, mémoire chiffrée",
        tool="nwipe" if written else "Android",
        tool_version="0.38" if written else "12",
        verdict=Verdict.FAILED if failed else Verdict.ERASED,
        started_at=(ended_at - datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S"),
        ended_at=ended_at.strftime("%Y-%m-%dT%H:%M:%S"),
        errors=17 if failed else 0,
        read_back=written and not failed,
    )
    return Report(kind="nwipe" if written else "glpi", erasures=(told,))


def system(day: datetime.date) -> tuple[str, datetime.date]:
    """What the workshops install on that day, and until when it is maintained."""
    return next((name, until) for since, name, until in SYSTEMS if since <= day)


class Grades:
    """The usage class that the rule in force gives to a machine, known before the bench has seen it."""

    def __init__(self, book: Book):
        self.book = book
        self.usage = cache(self._usage)

    def of(self, category: str, machine: Machine | None, cosmetic: str) -> str:
        hardware = (machine.model.cpu, machine.ram_mib, machine.disk) if machine else ("", None, None)
        return self.usage(category, *hardware, cosmetic)

    def _usage(self, category: str, cpu: str, ram_mib: int | None, disk: DiskModel | None, cosmetic: str) -> str:
        device = Device(category=self.book.categories[category], ram_mib=ram_mib)
        media = [Medium(kind=disk.kind.value, size_bytes=disk.size_bytes)] if disk else []
        as_if_read(device, media=media)
        return propose(device, cosmetic, self.book.rule, self.book.score(cpu)).usage
