"""macOS's ``system_profiler``, as text, or as the property list of ``system_profiler -xml``."""

import plistlib
import re
from collections.abc import Iterator
from xml.parsers.expat import ExpatError  # nosec B406

from maillon.matter.devices.reports import form
from maillon.matter.devices.reports.report import Battery, CapacityUnit, Disk, Medium, Report
from maillon.matter.devices.reports.source import Source, labels
from maillon.matter.devices.reports.values import clean, mapping, mappings, number, octets, whole, word

KIND = "system_profiler"

_BYTES = re.compile(r"\(([\d.,\s\u00a0\u202f']+) bytes\)")


def recognises(source: Source) -> bool:
    """Whether the text has macOS's headings, or is its property list."""
    head = source.text[:4_000]
    if "<plist" in head:
        return "_SPCommandLineArguments" in source.text or "_dataType" in source.text
    return "Hardware Overview:" in source.text or ("Power:\n" in source.text and "Battery Information:" in source.text)


def read(source: Source) -> Report:
    """The Mac: its model, its battery, its internal disks."""
    if "<plist" in source.text[:4_000]:
        return _from_list(source)
    text = source.text
    hardware, power = labels(_under(text, "Hardware Overview")), labels(_under(text, "Battery Information"))
    memory = octets(hardware.get("Memory", ""))
    names = ("Chip", "Processor Name", "CPU Type", "Processor Type")
    return _mac(
        product=hardware.get("Model Identifier") or hardware.get("Machine Model"),
        serial=hardware.get("Serial Number (system)") or hardware.get("Serial Number"),
        uuid=hardware.get("Hardware UUID"),
        cpu=next((hardware[name] for name in names if hardware.get(name)), None),
        memory=memory,
        disks=tuple(_disks(text)),
        batteries=(_battery(power),) if power else (),
    )


def _mac(*, product: str | None, serial, uuid, cpu, memory: int | None, disks, batteries) -> Report:
    return Report(
        kind=KIND,
        manufacturer="Apple" if product else None,
        product=product,
        serial=serial,
        uuid=uuid,
        form_factor=form.form_factor(None, product),
        cpu=cpu,
        ram_mib=memory >> 20 if memory else None,
        disks=disks,
        batteries=batteries,
    )


def _under(text: str, title: str) -> str:
    """The lines under a heading, down to the next line that is not indented more than it."""
    found = re.search(rf"^( *){re.escape(title)}:\n", text, re.MULTILINE)
    if found is None:
        return ""
    end = re.compile(rf"^ {{0,{len(found[1])}}}\S", re.MULTILINE).search(text, found.end())
    return text[found.end() : end.start() if end else len(text)]


def _disks(text: str) -> Iterator[Disk]:
    """The media of the storage chapters: a heading followed by a capacity in bytes, a model and a serial number."""
    for chapter in ("NVMExpress", "SATA/SATA Express", "SATA", "Serial-ATA", "ATA"):
        body = _under(text, chapter)
        for part in re.split(r"^ +[^:\n]+:\n\n", body, flags=re.MULTILINE):
            fields = labels(part)
            size = _BYTES.search(fields.get("Capacity", ""))
            if size and fields.get("Model") and fields.get("Removable Media", "No") == "No":
                kind = fields.get("Medium Type", "")
                medium = Medium.NVME if chapter == "NVMExpress" else _medium(kind, fields["Model"])
                yield Disk(fields["Model"], fields.get("Serial Number"), _digits(size[1]), medium)


def _medium(kind: str, model: str) -> Medium:
    if "Solid State" in kind or "SSD" in model:
        return Medium.SSD
    return Medium.HDD if "Rotational" in kind else Medium.UNKNOWN


def _digits(text: str) -> int | None:
    return whole(re.sub(r"\D", "", text)[:18])


def _battery(power: dict[str, str]) -> Battery:
    full = number(power.get("Full Charge Capacity (mAh)"))
    return Battery(
        model=power.get("Device Name"),
        serial=power.get("Serial Number"),
        full=full,
        unit=CapacityUnit.MAH if full else None,
        health_pct=number(power.get("Maximum Capacity")),
        cycles=whole(power.get("Cycle Count")),
    )


def _from_list(source: Source) -> Report:
    try:
        document = plistlib.loads(source.text.encode("utf-8", "replace"), fmt=plistlib.FMT_XML)
    except (plistlib.InvalidFileException, ExpatError, ValueError, TypeError, LookupError, AttributeError):
        document = None
    sections = {word(section.get("_dataType")): section for section in mappings(document)}
    hardware = next(mappings(mapping(sections.get("SPHardwareDataType")).get("_items")), {})
    disks = []
    for chapter in ("SPNVMeDataType", "SPSerialATADataType"):
        for controller in mappings(mapping(sections.get(chapter)).get("_items")):
            for item in mappings(controller.get("_items")):
                size, model = whole(item.get("size_in_bytes")), clean(item.get("device_model"))
                if size and model:
                    medium = (
                        Medium.NVME
                        if chapter == "SPNVMeDataType"
                        else _medium(word(item.get("spsata_medium_type")), model)
                    )
                    disks.append(Disk(model, clean(item.get("device_serial")), size, medium))
    return _mac(
        product=clean(hardware.get("machine_model")),
        serial=clean(hardware.get("serial_number")),
        uuid=clean(hardware.get("platform_UUID")),
        cpu=clean(hardware.get("chip_type")) or clean(hardware.get("cpu_type")),
        memory=octets(hardware.get("physical_memory")),
        disks=tuple(disks),
        batteries=(),
    )
