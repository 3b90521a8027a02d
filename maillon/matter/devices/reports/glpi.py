"""GLPI's inventory format (JSON), as GLPI Agent sends it, whole or partial.

The rest of an inventory (users, software, addresses, printers, the machine's name) is not looked at.
"""

import base64
import re

from maillon.matter.devices.reports import edid, form
from maillon.matter.devices.reports.report import Battery, CapacityUnit, Disk, Medium, Monitor, Report, Unreadable
from maillon.matter.devices.reports.source import Source
from maillon.matter.devices.reports.values import clean, disk_bytes, mapping, mappings, number, watt_hours, whole, word

KIND = "glpi"

NOT_A_COMPUTER = (
    "Cet inventaire décrit un équipement de réseau ou une imprimante : envoyez l’inventaire d’un ordinateur."
)

_NO_DATA = re.compile(r"cd|dvd|optical|card ?reader|lecteur de carte|tape|floppy|disquette|\bbd\b", re.IGNORECASE)
_SECTIONS = ("bios", "hardware", "storages", "batteries", "memories", "cpus", "monitors")


def recognises(source: Source) -> bool:
    """Whether the value is an inventory: a ``content`` with its sections, under a ``deviceid``."""
    inventory = mapping(source.json[0]) if source.json else {}
    content = mapping(inventory.get("content"))
    return "deviceid" in inventory and any(
        name in content for name in (*_SECTIONS, "network_device", "network_components")
    )


def read(source: Source) -> Report:
    """The computer of a GLPI inventory.

    Raises:
        Unreadable: the inventory is that of a switch or of a printer.
    """
    return from_content(mapping(mapping(source.json[0]).get("content")), kind=KIND)


def from_content(content: dict, *, kind: str) -> Report:
    """The computer of an inventory's sections, under their lower-case names."""
    if not any(name in content for name in _SECTIONS):
        raise Unreadable(NOT_A_COMPUTER)
    bios = next(mappings(content.get("bios")), {})
    hardware = next(mappings(content.get("hardware")), {})
    manufacturer, product = clean(bios.get("smanufacturer")), clean(bios.get("smodel"))
    chassis, host = clean(hardware.get("chassis_type")) or clean(bios.get("type")), clean(hardware.get("vmsystem"))
    virtual = form.is_virtual(manufacturer, product) or host not in (None, "Physical")
    memory = sum(whole(module.get("capacity")) or 0 for module in mappings(content.get("memories")))
    # OCS Inventory calls « type » what others call « name », for the processor and for the chassis.
    names = (clean(cpu.get("name")) or clean(cpu.get("type")) for cpu in mappings(content.get("cpus")))
    return Report(
        kind=kind,
        manufacturer=manufacturer,
        product=product,
        serial=clean(bios.get("ssn")),
        uuid=clean(hardware.get("uuid")),
        chassis=chassis,
        form_factor=form.form_factor(chassis, manufacturer, product),
        cpu=next(filter(None, names), None),
        ram_mib=memory or whole(hardware.get("memory")),
        disks=tuple(filter(None, map(_disk, mappings(content.get("storages"))))),
        batteries=tuple(filter(None, map(_battery, mappings(content.get("batteries"))))),
        monitors=tuple(map(_monitor, mappings(content.get("monitors")))),
        warnings=(form.VIRTUAL_WARNING,) if virtual else (),
    )


def _disk(storage: dict) -> Disk | None:
    said = " ".join(word(storage.get(name)) for name in ("type", "interface", "description"))
    model, name = clean(storage.get("model")) or clean(storage.get("name")), word(storage.get("name"))
    if _NO_DATA.search(word(storage.get("type"))) or model is None:
        return None
    plugged = bool(re.search(r"\busb\b|removable", said, re.IGNORECASE))
    return Disk(
        model=model,
        serial=clean(storage.get("serial")) or clean(storage.get("serialnumber")),
        size_bytes=disk_bytes(storage.get("disksize")),
        medium=_medium(f"{model} {name} {said}", plugged),
        removable=plugged,
    )


def _medium(said: str, plugged: bool) -> Medium:
    for medium, words in (
        (Medium.NVME, r"nvme"),
        (Medium.EMMC, r"mmcblk|\bmmc\b|emmc"),
        (Medium.SSD, r"ssd|solid state"),
    ):
        if re.search(words, said, re.IGNORECASE):
            return medium
    return Medium.USB if plugged else Medium.UNKNOWN


def _battery(battery: dict) -> Battery | None:
    model, serial = clean(battery.get("name")), clean(battery.get("serial"))
    design, full = _watt_hours(battery.get("capacity")), _watt_hours(battery.get("real_capacity"))
    if model is None and design is None:
        return None
    unit = CapacityUnit.WH if design or full else None
    return Battery(model=model, serial=serial, design=design, full=full, unit=unit, cycles=whole(battery.get("cycles")))


def _watt_hours(capacity: object) -> float | None:
    """Milliwatt-hours as the format wants them, or « 43.7456 Wh » as some agents write."""
    if isinstance(capacity, str) and re.search(r"\d\s*wh\b", capacity, re.IGNORECASE):
        return number(capacity)
    return watt_hours(capacity)


def _monitor(monitor: dict) -> Monitor:
    encoded = monitor.get("base64")
    try:
        block = base64.b64decode(encoded) if isinstance(encoded, str) else b""
    except ValueError:
        block = b""
    described = edid.monitor(block)
    if described is not None:
        return described
    name = clean(monitor.get("caption")) or clean(monitor.get("name"))
    return Monitor(manufacturer=clean(monitor.get("manufacturer")), model=name, serial=clean(monitor.get("serial")))
