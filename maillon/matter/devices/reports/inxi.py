"""``inxi --output json``: a list of sections whose keys carry their rank (« 004#0#2#model »)."""

import re
from collections.abc import Iterator

from maillon.matter.devices.reports import form
from maillon.matter.devices.reports.report import Battery, CapacityUnit, Disk, Medium, Report
from maillon.matter.devices.reports.source import Source
from maillon.matter.devices.reports.values import clean, mapping, mappings, number, octets, ruled_bytes, whole, word

KIND = "inxi"

_RANKED = re.compile(r"^\d+#\d+#\d+#")
_PAIR = re.compile(r"([\d.,]+)/([\d.,]+) Wh")


def recognises(source: Source) -> bool:
    """Whether the first value is a section of inxi."""
    return bool(source.json) and any(_RANKED.match(str(key)) for key in mapping(source.json[0]))


def read(source: Source) -> Report:
    """The machine of an inxi output."""
    return from_sections(source.json)


def from_sections(sections: list) -> Report:
    """The machine of inxi's sections, which another report may carry inside it."""
    machine = next(_entries(sections, "Machine"), {})
    manufacturer, product = clean(machine.get("System")), clean(machine.get("product"))
    version, shape = clean(machine.get("v")), clean(machine.get("Type"))
    names = (manufacturer, product, version)
    modules = sum(octets(module.get("size")) or 0 for module in _entries(sections, "Memory") if "Device" in module)
    return Report(
        kind=KIND,
        manufacturer=manufacturer,
        product=product,
        version=version,
        serial=clean(machine.get("serial")),
        uuid=clean(machine.get("uuid")),
        chassis=shape,
        form_factor=form.form_factor(shape, *names),
        cpu=next((clean(entry["model"]) for entry in _entries(sections, "CPU") if "model" in entry), None),
        ram_mib=modules >> 20 or None,
        disks=tuple(_disk(entry) for entry in _entries(sections, "Drives") if "ID" in entry and "size" in entry),
        batteries=tuple(_battery(entry) for entry in _entries(sections, "Battery") if "ID" in entry),
        warnings=(form.VIRTUAL_WARNING,) if form.is_virtual(*names) else (),
    )


def _entries(sections: list, name: str) -> Iterator[dict]:
    """The entries of a section, in their order, with the ranks taken off the keys; the first of two equal keys wins."""
    for section in mappings(sections):
        for title, entries in section.items():
            if _RANKED.sub("", str(title)) != name:
                continue
            for entry in mappings(entries):
                plain: dict = {}
                for key in sorted(entry):
                    plain.setdefault(_RANKED.sub("", key), entry[key])
                yield plain


def _disk(entry: dict) -> Disk:
    place, kind = word(entry.get("ID")), word(entry.get("type")).upper()
    model = " ".join(filter(None, (clean(entry.get("vendor")), clean(entry.get("model")))))
    plugged = kind == "USB" or "USB" in word(entry.get("tech")).upper()
    if "/nvme" in place:
        medium = Medium.NVME
    elif "/mmcblk" in place:
        medium = Medium.EMMC
    else:
        medium = {"SSD": Medium.SSD, "HDD": Medium.HDD}.get(kind, Medium.USB if plugged else Medium.UNKNOWN)
    serial, size = clean(entry.get("serial")), ruled_bytes(octets(entry.get("size")))
    return Disk(model=model, serial=serial, size_bytes=size, medium=medium, removable=plugged)


def _battery(entry: dict) -> Battery:
    pair = _PAIR.match(word(entry.get("condition")))
    return Battery(
        model=clean(entry.get("model")),
        serial=clean(entry.get("serial")),
        design=number(pair[2]) if pair else None,
        full=number(pair[1]) if pair else None,
        unit=CapacityUnit.WH if pair else None,
        cycles=whole(entry.get("cycles")),
    )
