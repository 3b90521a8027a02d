"""Whether two reports speak of the same thing: of one disk, one battery, one amount of memory, one name.

Tools cut serial numbers short, round capacities, print UUIDs in another byte order, add the order code to the name.
"""

import re

from maillon.matter.devices.reports.identity import is_placeholder, uuid_forms
from maillon.matter.devices.reports.report import Battery, Disk, Erasure

SIZE_MARGIN = 0.01  # of a disk's capacity, that rounding can shift
MEGABYTE = 1 << 20  # which some tools count disks in, cutting off what is over
SHARED_SERIAL = 8  # characters in common at least, where a tool cut a serial number short
MODULE_MIB = 256  # memory is made in multiples of it; what a system sees of it seldom is one
LEAST_SEEN = 0.7  # of the installed memory, where the graphics take their share


def same_words(one: str, other: str) -> bool:
    """Whether one name says the other, spelling and trade marks apart."""
    first, second = _letters(one), _letters(other)
    return first in second or second in first


def same_name(one: str, other: str) -> bool:
    """The same for a maker or a model, where a placeholder contradicts nothing and « (order code) » adds nothing."""
    if is_placeholder(one) or is_placeholder(other):
        return True
    return same_words(*(re.sub(r"\s+\([^()]*\)$", "", name) for name in (one, other)))


def same_serial(one: str, other: str) -> bool:
    """Whether the serial numbers are one, but for spaces, dashes and case, or for what a tool cut off."""
    short, long = sorted((re.sub(r"[\W_]", "", text.casefold()) for text in (one, other)), key=len)
    return short == long or (len(short) >= SHARED_SERIAL and (long.startswith(short) or long.endswith(short)))


def same_uuid(one: str, other: str) -> bool:
    """Whether the UUIDs are one, in whichever byte order."""
    return bool(uuid_forms(one) & uuid_forms(other))


def same_size(one: int | None, other: int | None) -> bool:
    """Whether the capacities are one, but for rounding; an unknown one contradicts nothing."""
    return not one or not other or abs(one - other) <= max(SIZE_MARGIN * max(one, other), MEGABYTE)


def same_disk(one: Disk, other: Disk) -> bool:
    """Whether the disks are one: by serial number; failing one on either side, by model and size; else by size."""
    if one.serial and other.serial:
        return same_serial(one.serial, other.serial)
    if one.model and other.model:
        names = (re.sub(r"^(?:ata|scsi|nvme)\s+", "", model.casefold()) for model in (one.model, other.model))
        return same_words(*names) and same_size(one.size_bytes, other.size_bytes)
    return bool(one.size_bytes and other.size_bytes) and same_size(one.size_bytes, other.size_bytes)


def same_battery(one: Battery, other: Battery) -> bool:
    """Whether the batteries are one: by serial number; failing one on either side, by model."""
    if one.serial and other.serial:
        return same_serial(one.serial, other.serial)
    return bool(one.model and other.model) and same_words(one.model or "", other.model or "")


def same_erasure(one: Erasure, other: Erasure) -> bool:
    """Whether a log and a certificate tell one erasure."""
    if one.disk_serial and other.disk_serial and not same_serial(one.disk_serial, other.disk_serial):
        return False
    return (one.started_at, one.size_bytes) == (other.started_at, other.size_bytes)


def only_seen(installed: int, seen: int) -> bool:
    """Whether `seen` can be what a system sees of that installed memory (both in MiB)."""
    return bool(seen % MODULE_MIB) and LEAST_SEEN * installed <= seen < installed


def same_memory(one: int, other: int) -> bool:
    """Whether two tools can have said that of one memory, the one installed and the other seen, or both seen."""
    if one == other or only_seen(one, other) or only_seen(other, one):
        return True
    both_seen = bool(one % MODULE_MIB and other % MODULE_MIB)
    return both_seen and LEAST_SEEN * max(one, other) <= min(one, other)


def _letters(text: str) -> str:
    return re.sub(r"\((?:r|tm|c)\)|[\W_]", "", re.sub(r"\b(?:cpu|processor)\b", "", text.casefold()))
