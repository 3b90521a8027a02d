"""What a machine report says, once scrubbed: only hardware, never a person.

Every text field is bounded and every list is short, so that a report stays a few kilobytes whatever the file it comes
from. Serial numbers and UUIDs that do not identify one machine are dropped on construction: a reader cannot forget it.
"""

import dataclasses
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from maillon.matter.devices.reports.identity import is_placeholder, usable_serial, usable_uuid, uuid_forms
from maillon.matter.devices.reports.values import clean

MOST_DISKS = 64
MOST_OTHERS = 16
TRUSTED_HEALTH = 125  # percent; above, the battery's own figures are wrong


class Unreadable(Exception):
    """The file cannot be read as a machine report; the message is the sentence, in French, shown to the person."""


class Medium(StrEnum):
    """What holds the data, since it decides which erasure methods are worth anything."""

    HDD = "hdd"
    SSD = "ssd"
    NVME = "nvme"
    EMMC = "emmc"
    USB = "usb"
    UNKNOWN = "unknown"


class FormFactor(StrEnum):
    """The shape of the equipment, as far as the report lets one tell."""

    LAPTOP = "laptop"
    DESKTOP = "desktop"
    ALL_IN_ONE = "all_in_one"
    TABLET = "tablet"
    MINI = "mini"
    SERVER = "server"
    MONITOR = "monitor"
    PHONE = "phone"
    OTHER = "other"


class CapacityUnit(StrEnum):
    """The unit of a battery's capacities, as its own gauge counts them."""

    WH = "Wh"
    MAH = "mAh"
    UAH = "uAh"


class Verdict(StrEnum):
    """How an erasure ended, from the tool's own summary and never from a progress figure.

    ``ERASED``: everything was written, and the tool met no error. ``VERIFIED``: nothing was written, the tool only read
    the medium and found it blank.
    """

    VERIFIED = "verified"
    ERASED = "erased"
    FAILED = "failed"
    ABORTED = "aborted"
    UNKNOWN = "unknown"


class _Scrubbed:
    """Cleans every text of the record and drops the serial numbers that identify nothing."""

    def __post_init__(self) -> None:
        for field in dataclasses.fields(cast(Any, self)):
            value = getattr(self, field.name)
            if isinstance(value, str) and not isinstance(value, StrEnum):
                value = usable_serial(value) if field.name.endswith("serial") else clean(value)
                object.__setattr__(self, field.name, value)


@dataclass(frozen=True)
class Disk(_Scrubbed):
    """A storage medium; ``removable`` when it is plugged in (stick, card, USB enclosure) and not the machine's own."""

    model: str | None = None
    serial: str | None = None
    size_bytes: int | None = None
    medium: Medium = Medium.UNKNOWN
    removable: bool = False


@dataclass(frozen=True)
class Battery(_Scrubbed):
    """A battery; ``design`` and ``full`` are the capacities when new and today, in ``unit``.

    ``health_pct`` is the capacity left, in percent of the capacity when new. It is known only where the battery's own
    gauge was asked: by both capacities, or by the percentage that macOS prints alone.
    """

    model: str | None = None
    serial: str | None = None
    design: float | None = None
    full: float | None = None
    unit: CapacityUnit | None = None
    health_pct: float | None = None
    cycles: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        health = self.health_pct
        if health is None and self.design and self.full:
            health = round(100 * self.full / self.design, 1)
        object.__setattr__(self, "health_pct", health if health and 0 < health <= TRUSTED_HEALTH else None)


@dataclass(frozen=True)
class Monitor(_Scrubbed):
    """A screen, from its EDID block; ``product_code`` is the four hexadecimal digits its maker gave the model."""

    manufacturer: str | None = None
    model: str | None = None
    product_code: str | None = None
    serial: str | None = None
    year: int | None = None
    width_cm: int | None = None
    height_cm: int | None = None


@dataclass(frozen=True)
class Erasure(_Scrubbed):
    """What an erasure tool says it did to one storage medium.

    ``started_at`` and ``ended_at`` are ISO 8601, without an offset when the log has none (nwipe writes the local time of
    the bench). ``errors`` counts the errors of writing, verification and flushing. ``read_back`` tells whether the tool
    read the medium again and found what it expected, ``hidden`` whether it found areas that the disk hides (HPA, DCO);
    None when the log does not say.
    """

    disk_model: str | None = None
    disk_serial: str | None = None
    size_bytes: int | None = None
    method: str | None = None
    tool: str | None = None
    tool_version: str | None = None
    verdict: Verdict = Verdict.UNKNOWN
    started_at: str | None = None
    ended_at: str | None = None
    errors: int | None = None
    read_back: bool | None = None
    hidden: bool | None = None


@dataclass(frozen=True)
class Report(_Scrubbed):
    """One machine, or a part of one, as one file describes it.

    ``manufacturer`` and ``product`` are what the file says, word for word, and may be a maker's placeholder; ``maker``
    and ``model`` are what to show a person. ``uuid`` is as printed: compare with ``uuids``.
    """

    kind: str
    manufacturer: str | None = None
    product: str | None = None
    version: str | None = None
    serial: str | None = None
    uuid: str | None = None
    chassis: str | None = None
    form_factor: FormFactor | None = None
    cpu: str | None = None
    ram_mib: int | None = None
    disks: tuple[Disk, ...] = ()
    batteries: tuple[Battery, ...] = ()
    monitors: tuple[Monitor, ...] = ()
    erasures: tuple[Erasure, ...] = ()
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        for field, most in (("disks", MOST_DISKS), ("erasures", MOST_DISKS)):
            if len(getattr(self, field)) > most:
                raise Unreadable(
                    f"Ce rapport annonce {len(getattr(self, field))} disques, ce qu’aucun appareil ne contient : "
                    "vérifiez le fichier, et envoyez un rapport par appareil."
                )
        object.__setattr__(self, "batteries", self.batteries[:MOST_OTHERS])
        object.__setattr__(self, "monitors", self.monitors[:MOST_OTHERS])
        object.__setattr__(self, "warnings", tuple(dict.fromkeys(self.warnings))[:MOST_OTHERS])
        object.__setattr__(self, "uuid", usable_uuid(self.uuid))
        if is_placeholder(self.version):
            object.__setattr__(self, "version", None)

    @property
    def maker(self) -> str | None:
        """The manufacturer to show, None when the firmware was left blank."""
        return None if is_placeholder(self.manufacturer) else self.manufacturer

    @property
    def model(self) -> str | None:
        """The name people know the machine by. Lenovo writes it in ``version``, and an order code in ``product``."""
        lenovo = (self.manufacturer or "").casefold() == "lenovo"
        if lenovo and self.version and self.version.casefold() != "lenovo" and re.search("[A-Za-z]{3}", self.version):
            return self.version
        product = re.sub(r"\s+\([^()]*\)$", "", self.product or "")
        return None if is_placeholder(product) else product

    @property
    def uuids(self) -> frozenset[str]:
        """The UUID in each of the two byte orders that tools print it in, in lower case: empty without one."""
        return uuid_forms(self.uuid)

    def as_json(self) -> dict:
        """The report as plain values, in the order and with the names of ``docs/api.md``."""
        plain = dataclasses.asdict(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Report":
        """The report that `as_json` gave, after it was kept somewhere."""
        shape = plain["form_factor"]
        known: dict[str, Any] = {
            **{field.name: plain[field.name] for field in dataclasses.fields(cls)},
            "form_factor": shape and FormFactor(shape),
            "disks": tuple(Disk(**{**disk, "medium": Medium(disk["medium"])}) for disk in plain["disks"]),
            "batteries": tuple(
                Battery(**{**battery, "unit": battery["unit"] and CapacityUnit(battery["unit"])})
                for battery in plain["batteries"]
            ),
            "monitors": tuple(Monitor(**monitor) for monitor in plain["monitors"]),
            "erasures": tuple(
                Erasure(**{**erasure, "verdict": Verdict(erasure["verdict"])}) for erasure in plain["erasures"]
            ),
            "warnings": tuple(plain["warnings"]),
        }
        return cls(**known)
