"""What changed in a machine from one report of it to the next.

A report says only what its tool looks at: what a later one does not tell has not changed, and a disk has gone only where
the later one looked at the whole machine.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from maillon.common import numbers
from maillon.matter.devices.reports import hdparm, nwipe, nwipe_pdf, smartctl, smartctl_text
from maillon.matter.devices.reports.alike import same_battery, same_disk, same_memory
from maillon.matter.devices.reports.report import Battery, Disk, Report

GIB = 1024
OF_ONE_DISK = {module.KIND for module in (hdparm, nwipe, nwipe_pdf, smartctl, smartctl_text)}


@dataclass(frozen=True)
class Change:
    """One difference, as a person says it: « 8 Go de mémoire au lieu de 4 Go »."""

    sentence: str
    report: int
    """The place of the report that showed it."""
    former: int
    """The place of the last report before it that told of the same thing."""


def changes(told: Sequence[Report]) -> list[Change]:
    """The differences of memory, disks and batteries between the reports of one machine, given from the oldest to the newest."""
    return [
        Change(sentence, place, former)
        for place, report in enumerate(told)
        for compare in (_memory, _disks, _batteries)
        for former, sentence in compare(told[:place], report)
    ]


def _last(told: Sequence[Report], speaks: Callable[[Report], object]) -> int | None:
    return next((place for place in range(len(told) - 1, -1, -1) if speaks(told[place])), None)


def _memory(before: Sequence[Report], report: Report) -> Iterable[tuple[int, str]]:
    place = _last(before, lambda one: one.ram_mib)
    if place is None or not report.ram_mib:
        return
    former = before[place].ram_mib or 0
    if not same_memory(former, report.ram_mib) and _gib(former) != _gib(report.ram_mib):
        yield place, f"{_gib(report.ram_mib)} Go de mémoire au lieu de {_gib(former)} Go"


def _gib(mib: int) -> int:
    return max(round(mib / GIB), 1)


def _disks(before: Sequence[Report], report: Report) -> Iterable[tuple[int, str]]:
    known: list[tuple[int, Disk]] = []
    for place, one in enumerate(before):
        known = _after(known, place, one)
    own = _own(report)
    if not known or not own:
        return
    new = [disk for disk in own if not any(same_disk(disk, other) for _, other in known)]
    gone = [(place, disk) for place, disk in known if not any(same_disk(disk, other) for other in own)]
    last = max(place for place, _ in known)
    if any(_whole(one) for one in before):
        yield from ((last, f"un disque de plus, {_disk(disk)}") for disk in new)
    if _whole(report):
        yield from ((place, f"le disque {_disk(disk)} n’y est plus") for place, disk in gone)


def _after(known: list[tuple[int, Disk]], place: int, report: Report) -> list[tuple[int, Disk]]:
    """The disks known to be in the machine once this report is read."""
    own = _own(report)
    stay = [(at, disk) for at, disk in known if not any(same_disk(disk, other) for other in own)]
    left = [] if own and _whole(report) else stay
    return [*left, *((place, disk) for disk in own)]


def _own(report: Report) -> list[Disk]:
    return [disk for disk in report.disks if not disk.removable and disk.medium not in ("usb", "optical")]


def _whole(report: Report) -> bool:
    """Whether the tool looked at all the disks of the machine, and not at the one that it was asked about."""
    return bool(_own(report)) and report.kind not in OF_ONE_DISK


def _disk(disk: Disk) -> str:
    size = numbers.storage(disk.size_bytes) if disk.size_bytes else ""
    name = " ".join(filter(None, (disk.model, size))) or "sans nom"
    return f"{name} (n° {disk.serial})" if disk.serial else name


def _batteries(before: Sequence[Report], report: Report) -> Iterable[tuple[int, str]]:
    place = _last(before, lambda one: _named(one.batteries))
    if place is None:
        return
    former = _named(before[place].batteries)
    for battery in _named(report.batteries):
        comparable = [one for one in former if (one.serial and battery.serial) or (one.model and battery.model)]
        if comparable and not any(same_battery(one, battery) for one in comparable):
            health = f", à {battery.health_pct:.0f} %" if battery.health_pct else ""
            yield place, f"une autre batterie, {_battery(battery)}{health}"


def _named(batteries: Iterable[Battery]) -> list[Battery]:
    return [battery for battery in batteries if battery.serial or battery.model]


def _battery(battery: Battery) -> str:
    number = f"n° {battery.serial}" if battery.serial else ""
    return " ".join(filter(None, (battery.model, number)))
