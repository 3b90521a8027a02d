"""``hwinfo``: the machine from its BIOS part, and the disks that Linux sees."""

import re
from collections.abc import Iterator

from maillon.matter.devices.reports import form
from maillon.matter.devices.reports.report import Disk, Medium, Report
from maillon.matter.devices.reports.source import Source, labels
from maillon.matter.devices.reports.values import clean, octets

KIND = "hwinfo"

_PART = re.compile(r"^\d+: (?:\S+ )?\S+: \S+ .*$", re.MULTILINE)
_GROUP = re.compile(r"^  (System|Chassis|Processor) Info: #\d+\n((?:    .*\n?)*)", re.MULTILINE)
_MODULE = re.compile(r"^  Memory Device: #\d+\n((?:    .*\n?)*)", re.MULTILINE)
_QUOTED = re.compile(r'"([^"]*)"')
_NAMED = re.compile(r"\(([^)]*)\)\s*$")
_BYTES = re.compile(r"\((\d{1,18}) bytes\)")
_NOT_WHOLE = re.compile(r"/dev/(?:mmcblk\d+(?:boot|rpmb)|sr|fd|zram|loop|ram)")


def recognises(source: Source) -> bool:
    """Whether the text has the parts that hwinfo writes."""
    return "Hardware Class:" in source.text and "[Created at " in source.text


def read(source: Source) -> Report:
    """The machine of a full hwinfo, or the disks of a partial one."""
    groups: dict[str, dict[str, str]] = {}
    for name, body in _GROUP.findall(source.text):
        groups.setdefault(name, labels(body))
    system, chassis = groups.get("System", {}), groups.get("Chassis", {})
    manufacturer, product = _quoted(system.get("Manufacturer")), _quoted(system.get("Product"))
    version, shape = _quoted(system.get("Version")), _NAMED.search(chassis.get("Type", ""))
    names = (manufacturer, product, version)
    memory = sum(octets(labels(body).get("Size", "")) or 0 for body in _MODULE.findall(source.text))
    return Report(
        kind=KIND,
        manufacturer=manufacturer,
        product=product,
        version=version,
        serial=_quoted(system.get("Serial")),
        uuid=clean(system.get("UUID")),
        chassis=clean(shape[1]) if shape else None,
        form_factor=form.form_factor(shape[1] if shape else None, *names),
        cpu=_quoted(groups.get("Processor", {}).get("Version")),
        ram_mib=memory >> 20 or None,
        disks=tuple(_disks(source.text)),
        warnings=(form.VIRTUAL_WARNING,) if form.is_virtual(*names) else (),
    )


def _disks(text: str) -> Iterator[Disk]:
    heads = list(_PART.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=False):
        fields = labels(text[head.end() : following.start() if following else len(text)])
        size = _BYTES.search(fields.get("Capacity", ""))
        if fields.get("Hardware Class") != "disk" or size is None or _NOT_WHOLE.match(fields.get("Device File", "")):
            continue
        place, driver = fields.get("Device File", ""), fields.get("Driver", "")
        plugged = "usb-storage" in driver or "uas" in driver or "/usb" in fields.get("SysFS Device Link", "")
        yield Disk(
            model=_quoted(fields.get("Device")) or _quoted(fields.get("Model")),
            serial=_quoted(fields.get("Serial ID")),
            size_bytes=int(size[1]),
            medium=_medium(place, plugged),
            removable=plugged,
        )


def _medium(place: str, plugged: bool) -> Medium:
    if place.startswith("/dev/nvme"):
        return Medium.NVME
    if place.startswith("/dev/mmcblk"):
        return Medium.EMMC
    return Medium.USB if plugged else Medium.UNKNOWN


def _quoted(text: str | None) -> str | None:
    found = _QUOTED.search(text or "")
    return clean(found[1]) if found else None
