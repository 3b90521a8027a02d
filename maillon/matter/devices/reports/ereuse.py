"""eReuse Workbench snapshots: version 11 (described components, with their erasures), and those since 2022, which carry
the raw outputs of lshw, dmidecode, smartctl and inxi.
"""

import json

from maillon.matter.devices.reports import dmidecode, form, inxi, lshw, smartctl
from maillon.matter.devices.reports.report import Disk, Erasure, FormFactor, Medium, Report, Unreadable, Verdict
from maillon.matter.devices.reports.source import Source
from maillon.matter.devices.reports.values import clean, disk_bytes, listing, mapping, mappings, number, word

KIND = "ereuse"

MEDIA = {"HardDrive": Medium.HDD, "SolidStateDrive": Medium.SSD, "DataStorage": Medium.UNKNOWN}
VERDICTS = {"Info": Verdict.ERASED, "Error": Verdict.FAILED}
SHAPES = {
    "Laptop": FormFactor.LAPTOP,
    "Desktop": FormFactor.DESKTOP,
    "Server": FormFactor.SERVER,
    "Tablet": FormFactor.TABLET,
    "Mobile": FormFactor.PHONE,
    "Smartphone": FormFactor.PHONE,
    "Cellphone": FormFactor.PHONE,
}


def recognises(source: Source) -> bool:
    """Whether the value is a snapshot, alone or in the envelope that some servers keep it in."""
    return bool(source.json) and bool(_snapshot(source.json[0]))


def read(source: Source) -> Report:
    """The machine of a snapshot."""
    snapshot = _snapshot(source.json[0])
    if isinstance(snapshot.get("data"), dict):
        return _from_outputs(snapshot["data"])
    return _from_components(snapshot)


def _snapshot(value: object) -> dict:
    envelope = mapping(value)
    for snapshot in (envelope, mapping(envelope.get("data"))):
        if snapshot.get("type") == "Snapshot" and ("device" in snapshot or "data" in snapshot):
            return snapshot
    return {}


def _from_components(snapshot: dict) -> Report:
    device, components = mapping(snapshot.get("device")), list(mappings(snapshot.get("components")))
    manufacturer, product = clean(device.get("manufacturer")), clean(device.get("model"))
    version, chassis = clean(device.get("version")), clean(device.get("chassis"))
    memory = sum(number(part.get("size")) or 0 for part in components if part.get("type") == "RamModule")
    processors = (clean(part.get("model")) for part in components if part.get("type") == "Processor")
    disks = [part for part in components if word(part.get("type")) in MEDIA]
    names = (manufacturer, product, version)
    return Report(
        kind=KIND,
        manufacturer=manufacturer,
        product=product,
        version=version,
        serial=clean(device.get("serialNumber")),
        uuid=clean(device.get("system_uuid")),
        chassis=chassis,
        form_factor=form.form_factor(chassis, *names) or SHAPES.get(word(device.get("type"))),
        cpu=next(filter(None, processors), None),
        ram_mib=int(memory) or None,
        disks=tuple(map(_disk, disks)),
        erasures=tuple(
            _erasure(part, action, clean(snapshot.get("version")))
            for part in disks
            for action in mappings(part.get("actions") or part.get("events"))
            if word(action.get("type")).startswith("Erase")
        ),
        warnings=(form.VIRTUAL_WARNING,) if form.is_virtual(*names) or chassis == "Virtual" else (),
    )


def _disk(part: dict) -> Disk:
    plugged = word(part.get("interface")).upper() == "USB"
    return Disk(
        model=clean(part.get("model")),
        serial=clean(part.get("serialNumber")),
        size_bytes=disk_bytes(part.get("size")),
        medium=MEDIA[word(part["type"])],
        removable=plugged,
    )


def _erasure(part: dict, action: dict, version: str | None) -> Erasure:
    disk = _disk(part)
    failed = sum(step.get("severity") == "Error" for step in mappings(action.get("steps")))
    verdict = VERDICTS.get(word(action.get("severity")), Verdict.UNKNOWN)
    return Erasure(
        disk_model=disk.model,
        disk_serial=disk.serial,
        size_bytes=disk.size_bytes,
        method=clean(action.get("type")),
        tool="eReuse Workbench",
        tool_version=version,
        verdict=Verdict.FAILED if failed else verdict,
        started_at=clean(action.get("startTime")),
        ended_at=clean(action.get("endTime")),
        errors=failed,
    )


def _from_outputs(outputs: dict) -> Report:
    """The machine from dmidecode, else from lshw; the disks from smartctl, else from lshw, else from inxi."""
    listed = _lshw(outputs.get("lshw"))
    extended = inxi.from_sections(_values(outputs.get("inxi")))
    text = outputs.get("dmidecode")
    source = Source(text.encode("utf-8", "replace")) if isinstance(text, str) and text.strip() else None
    firmware = dmidecode.read(source) if source and dmidecode.recognises(source) else None
    machine = next((report for report in (firmware, listed, extended) if report and report.product), Report(kind=KIND))
    disks = _smart(_values(outputs.get("smart") or outputs.get("smartctl"))) or listed.disks or extended.disks
    sticks = [disk for disk in listed.disks if disk.removable and disk not in disks]
    return Report(
        kind=KIND,
        manufacturer=machine.manufacturer,
        product=machine.product,
        version=machine.version,
        serial=machine.serial,
        uuid=machine.uuid,
        chassis=machine.chassis,
        form_factor=machine.form_factor,
        cpu=machine.cpu or listed.cpu or extended.cpu,
        ram_mib=machine.ram_mib or listed.ram_mib or extended.ram_mib,
        disks=(*disks, *sticks),
        batteries=extended.batteries or machine.batteries or listed.batteries,
        warnings=machine.warnings,
    )


def _lshw(output: object) -> Report:
    if isinstance(output, str) and output.strip():
        source = Source(output.encode("utf-8", "replace"))
        if lshw.recognises(source):
            try:
                return lshw.read(source)
            except Unreadable:  # a snapshot is worth reading without it
                return Report(kind=lshw.KIND)
    return lshw.from_nodes(list(mappings(output)))


def _smart(values: list) -> tuple[Disk, ...]:
    try:
        return smartctl.from_values(values).disks
    except Unreadable:  # a virtual or an unknown disk: the other outputs may know it
        return ()


def _values(output: object) -> list:
    """A list, whether it was put in the snapshot as values or as JSON text."""
    if isinstance(output, str):
        try:
            output = json.loads(output)
        except (ValueError, RecursionError):
            return []
    return listing(output)
