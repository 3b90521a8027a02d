"""``hdparm -I``: what an ATA disk says of itself, one or several put end to end."""

import re
from collections.abc import Iterator

from maillon.matter.devices.reports.report import Disk, Medium, Report, Unreadable
from maillon.matter.devices.reports.source import Source, labels
from maillon.matter.devices.reports.values import clean, disk_bytes, number, whole

KIND = "hdparm"

NO_DISK = (
    "hdparm n’a lu aucun disque (une clé USB ne lui répond pas) : relancez « sudo hdparm -I /dev/sdX » pour chaque "
    "disque, ou envoyez la sortie de smartctl."
)
LOCKED = (
    "Le disque est verrouillé par un mot de passe (sécurité ATA) : il ne pourra être effacé qu’une fois déverrouillé."
)

_START = re.compile(r"^(/dev/\S+):\s*$", re.MULTILINE)
_IDENTIFIED = re.compile(r"^\s*(?:ATA|ATAPI CD-ROM|CompactFlash ATA|non-removable ATA) device, with ", re.MULTILINE)
_LOCKED = re.compile(r"^Security:.*?^\s+locked\s*$", re.MULTILINE | re.DOTALL)
_SECTOR = re.compile(r"Logical(?:/Physical)?\s+Sector size$")


def recognises(source: Source) -> bool:
    """Whether the text holds the identification of an ATA device."""
    return _START.search(source.text[:20_000]) is not None and _IDENTIFIED.search(source.text[:20_000]) is not None


def read(source: Source) -> Report:
    """The disks that answered.

    Raises:
        Unreadable: none said its model nor its serial number.
    """
    disks, locked = [], False
    for part in _parts(source.text):
        disk = _disk(labels(part))
        if disk is not None:
            disks.append(disk)
            locked = locked or _LOCKED.search(part) is not None
    if not disks:
        raise Unreadable(NO_DISK)
    return Report(kind=KIND, disks=tuple(disks), warnings=(LOCKED,) if locked else ())


def _parts(text: str) -> Iterator[str]:
    heads = list(_START.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=False):
        yield text[head.end() : following.start() if following else len(text)]


def _disk(fields: dict[str, str]) -> Disk | None:
    model, serial = clean(fields.get("Model Number")), clean(fields.get("Serial Number"))
    if model is None and serial is None:
        return None
    return Disk(model=model, serial=serial, size_bytes=_size(fields), medium=_medium(fields))


def _size(fields: dict[str, str]) -> int | None:
    """The exact size by its sectors; by the rounded number of megabytes where they are not said."""
    sectors = whole(fields.get("LBA48  user addressable sectors")) or whole(
        fields.get("LBA    user addressable sectors")
    )
    sector = next((whole(value) for name, value in fields.items() if _SECTOR.fullmatch(name)), None)
    return sectors * sector if sectors and sector else disk_bytes(fields.get("device size with M = 1000*1000"))


def _medium(fields: dict[str, str]) -> Medium:
    turns = fields.get("Nominal Media Rotation Rate", "")
    if "Solid State" in turns:
        return Medium.SSD
    return Medium.HDD if number(turns) else Medium.UNKNOWN
