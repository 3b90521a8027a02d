"""Several reports of one machine, told as one: each fact from the tool that knows it best, each disagreement explained.

The firmware's own words come first for what the machine is, a disk's own words for the disk, a battery's gauge for the
battery; an inventory made from those comes after them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from maillon.matter.devices.reports import alike, parts
from maillon.matter.devices.reports.parts import Conflict, Named
from maillon.matter.devices.reports.report import Report

MACHINE = parts.ranks(
    "sonde dmidecode lshw dmi wmi system_profiler hwinfo ereuse glpi fusioninventory inxi systeminfo nwipe nwipe_pdf "
    "powercfg proc"
)

TWO_MACHINES = "Ces rapports viennent peut-être de deux machines : vérifiez d’où vient chacun d’eux."
ERASED_ELSEWHERE = "Le journal d’effacement parle d’un disque que les autres rapports ne montrent pas : {disk}."
FILIAL = "Une filiale, ou l’assembleur, signe parfois à la place de la marque."
ORDER_CODE = "Un nom commercial et un code de commande désignent souvent la même machine."
CHASSIS = "Le type de châssis est souvent mal rempli par l’usine."
SHAPE = "La forme est déduite du châssis et des noms : fiez-vous à vos yeux."
FIRMWARE_CPU = "Le premier est écrit dans le micrologiciel ; l’autre, Linux le lit du processeur lui-même."
OTHER_CPU = "Processeur changé entre les deux relevés, ou micrologiciel mal rempli."
MEMORY_SEEN = (
    "Le système ne voit pas toute la mémoire installée : la carte graphique et le micrologiciel en gardent une part."
)
MEMORY_CHANGED = "Une barrette ajoutée ou retirée entre les deux relevés, ou mal reconnue par l’un des outils."


@dataclass(frozen=True)
class Merged:
    """One machine, and where its reports disagreed."""

    report: Report
    conflicts: tuple[Conflict, ...] = ()


def merge(said: Sequence[Named], *, kind: str) -> Merged:
    """The machine of these reports, each with the name to call it by (its file, its tool)."""
    machine = parts.by_order(said, MACHINE)
    named = next((pair for pair in machine if pair[1].maker and pair[1].model), None)
    named = named or next((pair for pair in machine if pair[1].manufacturer or pair[1].product), None)
    # The maker, the model and its version are one tool's words: mixed, they would name a machine that does not exist.
    naming = sorted(machine, key=lambda pair: pair is not named)
    conflicts: list[Conflict] = []

    def agreed(field: str, same: Callable[[Any, Any], bool], why: str, among: Sequence[Named] = machine) -> Any:
        return _agreed(field, among, same, lambda kept, other: why, conflicts)

    report = Report(
        kind=kind,
        manufacturer=agreed("manufacturer", alike.same_name, FILIAL, naming),
        product=agreed("product", alike.same_name, ORDER_CODE, naming),
        version=named[1].version if named else None,
        serial=agreed("serial", alike.same_serial, TWO_MACHINES),
        uuid=agreed("uuid", alike.same_uuid, TWO_MACHINES),
        chassis=agreed("chassis", alike.same_words, CHASSIS),
        form_factor=agreed("form_factor", lambda one, other: one == other, SHAPE),
        cpu=_agreed("cpu", machine, alike.same_words, _why_cpu, conflicts),
        ram_mib=_agreed("ram_mib", machine, lambda one, other: one == other, _why_memory, conflicts),
        disks=parts.disks(said, conflicts),
        batteries=parts.batteries(said, conflicts),
        monitors=tuple(dict.fromkeys(monitor for _, report in said for monitor in report.monitors)),
        erasures=parts.erasures(said, conflicts),
        warnings=tuple(warning for _, report in said for warning in report.warnings),
    )
    suspicions = [TWO_MACHINES] if any(conflict.why == TWO_MACHINES for conflict in conflicts) else []
    suspicions += [
        ERASED_ELSEWHERE.format(disk=erasure.disk_serial)
        for erasure in report.erasures
        if erasure.disk_serial and report.disks and not _holds(report, erasure.disk_serial)
    ]
    report = replace(report, warnings=(*suspicions, *report.warnings))
    return Merged(report, tuple(conflicts))


def _holds(report: Report, serial: str) -> bool:
    return any(disk.serial and alike.same_serial(disk.serial, serial) for disk in report.disks)


@dataclass(frozen=True)
class _Told:
    value: Any
    by: str
    kind: str


def _agreed(
    field: str,
    said: Sequence[Named],
    same: Callable[[Any, Any], bool],
    why: Callable[[_Told, _Told], str],
    conflicts: list[Conflict],
) -> Any:
    """The first value of this field; those that differ from it become a conflict."""
    told = [_Told(value, by, report.kind) for by, report in said if (value := getattr(report, field)) is not None]
    if not told:
        return None
    kept = told[0]
    others = [other for other in told[1:] if not same(kept.value, other.value)]
    if others:
        clash = tuple((str(other.value), other.by) for other in others)
        conflicts.append(Conflict(field, str(kept.value), kept.by, clash, why(kept, others[0])))
    return kept.value


def _why_cpu(kept: _Told, other: _Told) -> str:
    return FIRMWARE_CPU if kept.kind == "dmidecode" else OTHER_CPU


def _why_memory(kept: _Told, other: _Told) -> str:
    return MEMORY_SEEN if alike.only_seen(kept.value, other.value) else MEMORY_CHANGED
