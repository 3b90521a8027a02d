"""What Maillon's own probe, ``sonde.py``, notes of a machine: the outputs of Linux's tools, already rid of the rest.

The probe takes out what is personal before it sends anything; what it sends is read like any other file all the same.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

from maillon.matter.devices.reports import (
    dmidecode,
    form,
    lsblk,
    lshw,
    power_supply,
    proc,
    smartctl,
    upower,
)
from maillon.matter.devices.reports.merge import merge
from maillon.matter.devices.reports.report import Report, Unreadable
from maillon.matter.devices.reports.source import Source
from maillon.matter.devices.reports.values import clean, mapping, word

KIND = "sonde"

NOTHING = "La sonde n’a rien pu lire de cette machine : relancez-la avec « sudo python3 sonde.py »."
READERS: dict[str, ModuleType] = {
    "dmidecode": dmidecode,
    "lshw": lshw,
    "lsblk": lsblk,
    "smartctl": smartctl,
    "upower": upower,
    "power_supply": power_supply,
    "cpuinfo": proc,
    "meminfo": proc,
}
# The firmware's numbers for the shape of a machine (DMTF DSP0134, table of chassis types), in dmidecode's words.
CHASSIS = {
    "3": "Desktop",
    "4": "Low Profile Desktop",
    "5": "Pizza Box",
    "6": "Mini Tower",
    "7": "Tower",
    "8": "Portable",
    "9": "Laptop",
    "10": "Notebook",
    "11": "Hand Held",
    "13": "All In One",
    "14": "Sub Notebook",
    "15": "Space-saving",
    "16": "Lunch Box",
    "17": "Main Server Chassis",
    "23": "Rack Mount Chassis",
    "30": "Tablet",
    "31": "Convertible",
    "32": "Detachable",
    "35": "Mini PC",
    "36": "Stick PC",
}


@dataclass(frozen=True)
class Envelope:
    """What the probe says beside the machine: the identifier it made, and the label that the technician gave it."""

    id: str
    label: str


def recognises(source: Source) -> bool:
    """Whether the value is the probe's."""
    noted = mapping(source.json[0]) if source.json else {}
    return "sonde" in noted and isinstance(noted.get("outputs"), dict)


def envelope(source: Source) -> Envelope:
    """The identifier and the label of what the probe sent; empty where it gave none."""
    noted = mapping(source.json[0])
    return Envelope(word(noted.get("id")), word(noted.get("label")))


def read(source: Source) -> Report:
    """The machine, from every output that could be read.

    Raises:
        Unreadable: none could.
    """
    outputs = mapping(mapping(source.json[0]).get("outputs"))
    said = list(_reports(outputs))
    if not said:
        raise Unreadable(NOTHING)
    return merge(said, kind=KIND).report


def _reports(outputs: dict) -> Iterator[tuple[str, Report]]:
    for name, reader in READERS.items():
        report = _attempt(outputs.get(name), reader.recognises, reader.read)
        if report is not None:
            yield name, report
    firmware = _firmware(mapping(outputs.get("dmi")))
    if firmware is not None:
        yield "dmi", firmware


def _attempt(output: object, recognises: Callable[[Source], bool], read: Callable[[Source], Report]) -> Report | None:
    """One output; None when it is missing or damaged: the others are worth reading without it."""
    if not output or not isinstance(output, str | dict | list):
        return None
    text = output if isinstance(output, str) else json.dumps(output)
    try:
        source = Source(text.encode("utf-8", "replace"))
        return read(source) if recognises(source) else None
    except (RecursionError, Unreadable):
        return None


def _firmware(said: dict) -> Report | None:
    """``/sys/class/dmi/id``, which anyone may read but for the serial number, and which needs no tool."""
    manufacturer, product = clean(said.get("sys_vendor")), clean(said.get("product_name"))
    if manufacturer is None and product is None:
        return None
    version, shape = clean(said.get("product_version")), CHASSIS.get(word(said.get("chassis_type")))
    names = (manufacturer, product, version)
    return Report(
        kind="dmi",
        manufacturer=manufacturer,
        product=product,
        version=version,
        serial=clean(said.get("product_serial")),
        uuid=clean(said.get("product_uuid")),
        chassis=shape,
        form_factor=form.form_factor(shape, *names),
        warnings=(form.VIRTUAL_WARNING,) if form.is_virtual(*names) else (),
    )
