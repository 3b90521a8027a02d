"""``maillon inspect FILE… [--json]``: what the readers make of each file, without touching any database.

``maillon inspect --bundle FOLDER… [--json]``: what they make of each folder, as of one machine.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from maillon.matter.devices import reports
from maillon.matter.devices.reports import bundle
from maillon.matter.devices.reports.report import (
    Battery,
    Disk,
    Erasure,
    FormFactor,
    Medium,
    Monitor,
    Report,
    Unreadable,
    Verdict,
)

USAGE = """Usage : maillon inspect FICHIER… [--json]
        maillon inspect --bundle DOSSIER… [--json]

Lit des rapports de machines (dmidecode, lshw, smartctl) et des journaux d’effacement (nwipe), et dit ce qu’ils
contiennent. Avec --bundle, les fichiers d’un dossier sont lus comme ceux d’une seule machine, et leurs désaccords
expliqués. Avec --json, une ligne de JSON par fichier ou par dossier. Le code de sortie est 1 si l’un d’eux n’a pas pu
être lu.
"""
VERDICTS = {
    Verdict.VERIFIED: "vérifié vierge",
    Verdict.ERASED: "effacé",
    Verdict.FAILED: "échec",
    Verdict.ABORTED: "interrompu",
    Verdict.UNKNOWN: "non établi",
}
MEDIA = {
    Medium.HDD: "disque dur",
    Medium.SSD: "SSD",
    Medium.NVME: "SSD NVMe",
    Medium.EMMC: "mémoire eMMC",
    Medium.USB: "clé USB",
}
FORMS = {
    FormFactor.LAPTOP: "portable",
    FormFactor.DESKTOP: "fixe",
    FormFactor.ALL_IN_ONE: "tout-en-un",
    FormFactor.TABLET: "tablette",
    FormFactor.MINI: "mini-PC",
    FormFactor.SERVER: "serveur",
    FormFactor.MONITOR: "écran",
    FormFactor.PHONE: "téléphone",
    FormFactor.OTHER: "autre",
}
FIELDS = {
    "manufacturer": "fabricant",
    "product": "modèle",
    "serial": "n° de série",
    "uuid": "UUID",
    "chassis": "châssis",
    "form_factor": "forme",
    "cpu": "processeur",
    "ram_mib": "mémoire (Mio)",
    "disks": "disque",
    "batteries": "batterie",
    "erasures": "effacement",
}
GIGA = 10**9


def main(arguments: list[str], *, out: TextIO = sys.stdout) -> int:
    """Print what each file says; 0 when all were read, 1 when one was not, 2 when the command itself is wrong."""
    files = [argument for argument in arguments if not argument.startswith("--")]
    options = set(arguments) - set(files)
    if options - {"--json", "--bundle"} or not files:
        out.write(USAGE)
        return 0 if "--help" in options else 2
    look = _folder if "--bundle" in options else _file
    try:
        return _print(files, look, as_json="--json" in options, out=out)
    except BrokenPipeError:  # « maillon inspect … | head »: nobody reads the rest
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


Look = Callable[[str, str], tuple[dict[str, Any], Iterator[str]]]


def _print(files: list[str], look: Look, *, as_json: bool, out: TextIO) -> int:
    unread = 0
    for position, file in enumerate(files):
        name = os.fsencode(file).decode("utf-8", "replace")
        try:
            plain, lines = look(file, name)
        except Unreadable as problem:
            unread += 1
            plain, lines = {"kind": None, "error": str(problem)}, iter([f"  {problem}"])
        line = json.dumps({"file": name, **plain}) if as_json else "\n".join([name, *lines])
        if position and not as_json:
            out.write("\n")
        out.write(line.encode(out.encoding or "utf-8", "replace").decode(out.encoding or "utf-8") + "\n")
    return 1 if unread else 0


def _file(file: str, name: str) -> tuple[dict[str, Any], Iterator[str]]:
    report = reports.read(bundle.content(file), name)
    return report.as_json(), _table(report)


def _folder(folder: str, name: str) -> tuple[dict[str, Any], Iterator[str]]:
    found = bundle.read(folder)
    merged = found.merged
    plain = {
        **merged.report.as_json(),
        "sources": [{"file": file.name, "kind": file.kind, "error": file.error} for file in found.files],
        "conflicts": [conflict.as_json() for conflict in merged.conflicts],
    }
    return plain, _machine(found)


def _machine(found: bundle.Bundle) -> Iterator[str]:
    """The machine of a folder, then its disagreements, then where it all comes from."""
    yield from _table(found.merged.report)
    for conflict in found.merged.conflicts:
        files: dict[str, list[str]] = {}
        for said, by in conflict.others:
            files.setdefault(said, []).append(by)
        others = " ; ".join(f"{said} ({', '.join(by)})" for said, by in files.items())
        yield f"  {'désaccord':<12} {FIELDS[conflict.field]} : {conflict.kept} ({conflict.by}) ; {others}"
        yield f"  {'':<12} {conflict.why}"
    for file in found.files:
        yield f"  {'source':<12} {file.name} : {file.kind or (file.error or '').partition(' : ')[0].rstrip('.')}"


def _table(report: Report) -> Iterator[str]:
    """The report as lines of two columns, in French."""
    rows = [
        ("format", report.kind),
        ("fabricant", report.maker),
        ("modèle", report.model),
        ("n° de série", report.serial),
        ("forme", report.form_factor and FORMS.get(report.form_factor)),
        ("processeur", report.cpu),
        ("mémoire", report.ram_mib and f"{report.ram_mib} Mio"),
        *(("disque", _disk(disk)) for disk in report.disks),
        *(("batterie", _battery(battery)) for battery in report.batteries),
        *(("écran", _monitor(monitor)) for monitor in report.monitors),
        *(("effacement", _erasure(erasure)) for erasure in report.erasures),
        *(("attention", warning) for warning in report.warnings),
    ]
    yield from (f"  {label:<12} {value}" for label, value in rows if value)


def _disk(disk: Disk) -> str:
    return _words(
        disk.model, disk.serial, _size(disk.size_bytes), MEDIA.get(disk.medium), disk.removable and "amovible"
    )


def _battery(battery: Battery) -> str:
    health = battery.health_pct and f"{battery.health_pct:.0f} % de sa capacité"
    return _words(battery.model, battery.serial, health, battery.cycles and f"{battery.cycles} cycles")


def _monitor(monitor: Monitor) -> str:
    return _words(monitor.manufacturer, monitor.model or monitor.product_code, monitor.serial, monitor.year)


def _erasure(erasure: Erasure) -> str:
    disk = _words(erasure.disk_model, erasure.disk_serial or "sans numéro de série")
    return _words(
        VERDICTS[erasure.verdict], disk, erasure.method, erasure.ended_at and erasure.ended_at.replace("T", " ")
    )


def _words(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part) or "sans précision"


def _size(size: int | None) -> str | None:
    return f"{size / GIGA:.0f} Go" if size and size >= GIGA else None
