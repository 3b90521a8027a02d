"""``maillon inspect FILE… [--json]``: what the readers make of each file, without touching any database."""

import json
import os
import stat
import sys
from collections.abc import Iterator
from typing import TextIO

from maillon.matter.devices import reports
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

Lit des rapports de machines (dmidecode, lshw, smartctl) et des journaux d’effacement (nwipe), et dit ce qu’ils
contiennent. Avec --json, une ligne de JSON par fichier. Le code de sortie est 1 si un fichier n’a pas pu être lu.
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
GIGA = 10**9


def main(arguments: list[str], *, out: TextIO = sys.stdout) -> int:
    """Print what each file says; 0 when all were read, 1 when one was not, 2 when the command itself is wrong."""
    files = [argument for argument in arguments if not argument.startswith("--")]
    options = set(arguments) - set(files)
    if options - {"--json"} or not files:
        out.write(USAGE)
        return 0 if "--help" in options else 2
    try:
        return _print(files, as_json="--json" in options, out=out)
    except BrokenPipeError:  # « maillon inspect … | head »: nobody reads the rest
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _print(files: list[str], *, as_json: bool, out: TextIO) -> int:
    unread = 0
    for position, file in enumerate(files):
        name = os.fsencode(file).decode("utf-8", "replace")
        try:
            report = reports.read(_bytes(file), name)
        except Unreadable as problem:
            unread += 1
            line = (
                json.dumps({"file": name, "kind": None, "error": str(problem)}) if as_json else f"{name}\n  {problem}"
            )
        else:
            line = json.dumps({"file": name, **report.as_json()}) if as_json else "\n".join([name, *_table(report)])
        if position and not as_json:
            out.write("\n")
        out.write(line.encode(out.encoding or "utf-8", "replace").decode(out.encoding or "utf-8") + "\n")
    return 1 if unread else 0


def _bytes(file: str) -> bytes:
    """The content of the file, and never more than one byte past the largest report accepted.

    Raises:
        Unreadable: there is no such file, or it cannot be opened.
    """
    try:
        mode = os.stat(file).st_mode
        if stat.S_ISDIR(mode):
            raise Unreadable("C’est un dossier : indiquez les fichiers qu’il contient.")
        if not stat.S_ISREG(mode):
            raise Unreadable("Ce n’est pas un fichier ordinaire : enregistrez d’abord le rapport dans un fichier.")
        with open(file, "rb") as handle:
            return handle.read(reports.LARGEST_FILE + 1)
    except FileNotFoundError as problem:
        raise Unreadable("Ce fichier n’existe pas : vérifiez son nom et son dossier.") from problem
    except PermissionError as problem:
        raise Unreadable("Ce fichier ne peut pas être ouvert : donnez-vous le droit de le lire.") from problem
    except (OSError, ValueError) as problem:
        raise Unreadable("Ce fichier ne peut pas être lu : copiez-le ailleurs, puis recommencez.") from problem


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
