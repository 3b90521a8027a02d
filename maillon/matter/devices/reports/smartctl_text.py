"""``smartctl -i`` or ``-x`` as text, of one disk or of several put end to end."""

import re

from maillon.matter.devices.reports import smartctl
from maillon.matter.devices.reports.report import Disk, Medium, Report, Unreadable
from maillon.matter.devices.reports.source import Source, labels
from maillon.matter.devices.reports.values import clean, whole

KIND = "smartctl_text"

_HEAD = re.compile(r"^=== START OF INFORMATION SECTION ===$", re.MULTILINE)
_MODELS = ("Device Model", "Model Number", "Product")
_SIZES = ("User Capacity", "Total NVM Capacity", "Namespace 1 Size/Capacity")


def recognises(source: Source) -> bool:
    """Whether the text has the heading of smartctl's identity section."""
    return _HEAD.search(source.text) is not None


def read(source: Source) -> Report:
    """The disks that smartctl identified.

    Raises:
        Unreadable: no disk was identified.
    """
    parts = _HEAD.split(source.text)[1:]
    disks = tuple(filter(None, map(_disk, map(labels, parts))))
    if not disks:
        raise Unreadable(smartctl.NO_DISK)
    failing = any(
        "FAILED" in fields.get("SMART overall-health self-assessment test result", "") for fields in map(labels, parts)
    )
    return Report(kind=KIND, disks=disks, warnings=(smartctl.FAILING,) if failing else ())


def _disk(fields: dict[str, str]) -> Disk | None:
    model = next((clean(fields[name]) for name in _MODELS if fields.get(name)), None)
    serial = clean(fields.get("Serial Number")) or clean(fields.get("Serial number"))
    said = next((fields[name] for name in _SIZES if fields.get(name)), "")
    if model is None:
        return None
    return Disk(
        model=model,
        serial=serial,
        size_bytes=whole(re.sub(r"\D", "", said.partition("[")[0])[:18]),
        medium=_medium(fields),
    )


def _medium(fields: dict[str, str]) -> Medium:
    rotation = fields.get("Rotation Rate", "")
    if "NVMe Version" in fields or "Total NVM Capacity" in fields:
        return Medium.NVME
    if "Solid State" in rotation:
        return Medium.SSD
    return Medium.HDD if "rpm" in rotation.lower() else Medium.UNKNOWN
