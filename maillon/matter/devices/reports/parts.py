"""The disks, batteries and erasures that several reports show, each told once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from maillon.common.numbers import storage
from maillon.matter.devices.reports import alike
from maillon.matter.devices.reports.report import Battery, Disk, Erasure, Medium, Report, Verdict

Named = tuple[str, Report]
"""A report, with the name to call it by: its file, its tool."""


def ranks(kinds: str) -> dict[str, int]:
    """How well each kind of report knows something, the best first."""
    return {kind: rank for rank, kind in enumerate(kinds.split())}


DISKS = ranks(
    "sonde smartctl hdparm smartctl_text lshw hwinfo ereuse glpi fusioninventory system_profiler wmi inxi lsblk nwipe "
    "nwipe_pdf"
)
GAUGES = ranks("sonde power_supply upower powercfg inxi system_profiler ereuse glpi fusioninventory wmi dmidecode lshw")
RECORDS = ranks("nwipe nwipe_pdf ereuse")
# These list every disk of the machine when they list any: what they leave out is not there, or not readable.
LIST_EVERY_DISK = frozenset(
    ranks("lshw lsblk hwinfo inxi ereuse glpi fusioninventory system_profiler wmi sonde bundle")
)
WORST_FIRST = (Verdict.FAILED, Verdict.ABORTED, Verdict.UNKNOWN, Verdict.ERASED, Verdict.VERIFIED)
DESIGN_MARGIN = 0.1

ROUNDED = "Un outil arrondit, ou une partie du disque est cachée."
UNPLUGGED = "Un support branché se débranche entre deux relevés."
NOT_SEEN = "Retiré entre les deux relevés, ou illisible pour cet outil."
GAUGE = "La jauge de la batterie est crue plutôt que le micrologiciel, qui imprime parfois des mAh pour des mWh."
WORST = "Un effacement dont deux récits diffèrent compte pour le moins bon des deux."


@dataclass(frozen=True)
class Conflict:
    """Two tools that do not say the same: the field, what is kept and whose word it is, what the others say, and why."""

    field: str
    kept: str
    by: str
    others: tuple[tuple[str, str], ...]
    why: str

    def as_json(self) -> dict[str, Any]:
        """With the names of ``docs/api.md``."""
        others = [{"said": said, "by": by} for said, by in self.others]
        return {"field": self.field, "kept": self.kept, "by": self.by, "others": others, "why": self.why}


@dataclass
class _Seen:
    """One thing as several reports show it; the best known came first."""

    thing: Any
    by: list[str]
    others: list[tuple[str, str]] = field(default_factory=list)


def by_order(said: Sequence[Named], order: dict[str, int]) -> list[Named]:
    """The reports, those whose tool knows best first."""
    return sorted(said, key=lambda pair: order.get(pair[1].kind, len(order)))


def disks(said: Sequence[Named], conflicts: list[Conflict]) -> tuple[Disk, ...]:
    """Every disk once; a stick plugged in stays marked as such."""
    found: list[_Seen] = []
    for by, report in by_order(said, DISKS):
        mine: list[_Seen] = []
        # Those with a serial number first: they leave no doubt on which is which.
        for disk in sorted(report.disks, key=lambda disk: disk.serial is None):
            known = next((seen for seen in found if seen not in mine and alike.same_disk(seen.thing, disk)), None)
            if known is None:
                known = _Seen(disk, [by])
                found.append(known)
            else:
                if not alike.same_size(known.thing.size_bytes, disk.size_bytes):
                    known.others.append((disk_told(disk), by))
                known.thing = _joined_disk(known.thing, disk)
                known.by.append(by)
            mine.append(known)
    conflicts += [Conflict("disks", disk_told(s.thing), s.by[0], tuple(s.others), ROUNDED) for s in found if s.others]
    conflicts += _unseen(found, said)
    return tuple(seen.thing for seen in found)


def _joined_disk(known: Disk, disk: Disk) -> Disk:
    plugged = Medium.USB in (known.medium, disk.medium)
    certain = [medium for medium in (known.medium, disk.medium) if medium not in (Medium.UNKNOWN, Medium.USB)]
    return Disk(
        model=known.model or disk.model,
        serial=known.serial or disk.serial,
        size_bytes=known.size_bytes or disk.size_bytes,
        medium=certain[0] if certain else Medium.USB if plugged else Medium.UNKNOWN,
        removable=known.removable or disk.removable,
    )


def disk_told(disk: Disk) -> str:
    """« Samsung SSD 860, S3Z9NB0K123456, 256 Go »."""
    size = storage(disk.size_bytes) if disk.size_bytes else None
    return ", ".join(filter(None, (disk.model, disk.serial, size))) or "disque inconnu"


def _unseen(found: list[_Seen], said: Sequence[Named]) -> Iterator[Conflict]:
    listing = [by for by, report in said if report.disks and report.kind in LIST_EVERY_DISK]
    for seen in found:
        missing = tuple(("ne le voit pas", by) for by in listing if by not in seen.by)
        if missing:
            why = UNPLUGGED if seen.thing.removable else NOT_SEEN
            yield Conflict("disks", disk_told(seen.thing), seen.by[0], missing, why)


def batteries(said: Sequence[Named], conflicts: list[Conflict]) -> tuple[Battery, ...]:
    """Every battery once, as its own gauge tells it."""
    found: list[_Seen] = []
    for by, report in by_order(said, GAUGES):
        mine: list[_Seen] = []
        for battery in report.batteries:
            single = len(report.batteries) == len(found) == 1
            known = next((s for s in found if s not in mine and (single or alike.same_battery(s.thing, battery))), None)
            if known is None:
                known = _Seen(battery, [by])
                found.append(known)
            else:
                if not _same_design(known.thing, battery):
                    known.others.append((_battery_told(battery), by))
                known.thing = _joined_battery(known.thing, battery)
                known.by.append(by)
            mine.append(known)
    conflicts += [
        Conflict("batteries", _battery_told(s.thing), s.by[0], tuple(s.others), GAUGE) for s in found if s.others
    ]
    return tuple(seen.thing for seen in found)


def _same_design(known: Battery, battery: Battery) -> bool:
    if known.unit != battery.unit or not known.design or not battery.design:
        return True
    return abs(known.design - battery.design) <= DESIGN_MARGIN * known.design


def _joined_battery(known: Battery, battery: Battery) -> Battery:
    """The capacities of one gauge, never mixed: two units, or a new and an old figure, would make a false health."""
    gauge = known if known.design or known.full else battery
    return replace(
        gauge,
        model=known.model or battery.model,
        serial=known.serial or battery.serial,
        health_pct=known.health_pct or battery.health_pct,
        cycles=known.cycles or battery.cycles,
    )


def _battery_told(battery: Battery) -> str:
    design = f"{battery.design:g} {battery.unit} à neuf" if battery.design and battery.unit else None
    return ", ".join(filter(None, (battery.model, design))) or "batterie inconnue"


def erasures(said: Sequence[Named], conflicts: list[Conflict]) -> tuple[Erasure, ...]:
    """Every erasure once: a log and its certificate tell the same one, and the worse verdict of the two is kept."""
    found: list[_Seen] = []
    for by, report in by_order(said, RECORDS):
        for erasure in report.erasures:
            twin = next((s for s in found if by not in s.by and alike.same_erasure(s.thing, erasure)), None)
            if twin is None:
                found.append(_Seen(erasure, [by]))
                continue
            twin.by.append(by)
            if twin.thing.verdict != erasure.verdict:
                worst = min(twin.thing.verdict, erasure.verdict, key=WORST_FIRST.index)
                others = ((str(erasure.verdict), by),)
                conflicts.append(Conflict("erasures", str(twin.thing.verdict), twin.by[0], others, WORST))
                twin.thing = replace(twin.thing, verdict=worst)
    return tuple(seen.thing for seen in found)
