"""nwipe's own log (also ShredOS): which media were erased, how, and how it ended.

Only the tables of the end give a verdict. On the way, nwipe 0.33 prints « [SUCCESS] Blanked device » for a disk that it
then calls -FAILED-, and nwipe 0.42 prints 100.00 % of bytes erased for a run that was aborted. ``-q`` masks every serial
number. A log may hold several disks, several runs (nwipe appends to its file), or no disk at all; a disk that was seen is
not a disk that was erased. Tried on logs of versions 0.33, 0.34 and 0.42.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from maillon.matter.devices.reports import form
from maillon.matter.devices.reports.identity import usable_serial, usable_uuid
from maillon.matter.devices.reports.report import Disk, Erasure, Medium, Report, Verdict
from maillon.matter.devices.reports.source import Source
from maillon.matter.devices.reports.values import clean, number, whole

KIND = "nwipe"

NOTHING_ERASED = "Ce journal ne contient aucun effacement : nwipe n’a trouvé ou n’a traité aucun disque."
UNFINISHED = "Le journal s’arrête avant le bilan de nwipe : l’effacement n’est pas prouvé, recommencez-le."
MASKED = "Le journal ne donne pas le numéro de série d’un disque effacé : une personne doit attester de quel disque il s’agit."
NOT_READ_BACK = "nwipe n’a pas relu le disque après l’avoir effacé (vérification désactivée)."
HIDDEN = "nwipe a trouvé des secteurs cachés (HPA ou DCO) sur un disque : ils n’ont pas été effacés."
FALSE_SUCCESS = (
    "Le journal contient « SUCCESS » pour un disque que son bilan déclare en échec : c’est le bilan qui compte."
)
FALSE_FULL = "Le journal affiche 100 % pour un effacement interrompu : le disque n’est pas effacé."
CONTRADICTORY = "Le bilan de nwipe se contredit : l’effacement n’est pas prouvé, recommencez-le."
SEVERAL_MACHINES = "Ce journal réunit les effacements de plusieurs appareils : aucun n’est désigné comme le sien."

_LINE = re.compile(r"^\[(\d{4})/(\d\d)/(\d\d) (\d\d:\d\d:\d\d)\]\s+([a-z]+): ?(.*)$")
_BANNER = re.compile(r"^(?:banner\s*=\s*)?nwipe (\d[\w.+-]*)$")
_FOUND = re.compile(r"^Found (/dev/\S+?),\s*(\S*?)(\s*), (.*?),\s*[\d.]+ ?[KMGTP]?B, S/N=(.*)$")
_FOUND_BEFORE_028 = re.compile(
    r"^Found (/dev/\S+)[, ]+(?:drive )?model ?= ?\"([^\"]*)\", serial no\. ?= ?\"([^\"]*)\"", re.IGNORECASE
)
_GEOMETRY = re.compile(r"^(/dev/\S+), sect/blk/dev \d+/\d+/(\d+)$")
_GEOMETRY_OF = re.compile(r"^(/dev/\S+): Device geometry")
_TOTAL = re.compile(r"^Total device bytes\s*=\s*(\d+)$")
_SERIAL = re.compile(r"^(/dev/\S+) has serial number (.*)$")
_INVOKED = re.compile(r"^Invoking method '(.*)' on (/dev/\S+)$")
_OPTION = re.compile(r"^(method|verify)\s*=\s*(.*)$")
_SYSTEM = re.compile(r"^((?:system|chassis|processor)-[a-z-]+) = (.*)$")
_READ_BACK = re.compile(r"^(?:\[SUCCESS\] Verified that (/dev/\S+) is |Verified pass .* on '?(/dev/[^\s']+))")
_DONE = re.compile(
    r"(?:\[SUCCESS\] Blanked device|Finished final round .* on|\[SUCCESS\] Verified that|exited with errors on device =) "
    r"'?(/dev/[^\s',]+)"
)
_HIDDEN = re.compile(r"(HIDDEN SECTORS DETECTED|No hidden sectors).* on /dev/(\S+)")
_ROW = re.compile(r"^!?\s*(\S+) \|(.*)$")
_CLOSING = re.compile(
    r"^\[(\d{4})/(\d\d)/(\d\d) (\d\d:\d\d:\d\d)\] Total Throughput .*/s, (.*), \d+R\+N?B\+(NV|VL|VA)$"
)
_TITLE = re.compile(r"^\*+ ?(Error Summary|Erasure Summary|Drive Status) ?\*+$")

_DONE_WELL = (Verdict.ERASED, Verdict.VERIFIED)
_VERDICTS = {
    "Erased": Verdict.ERASED,
    "-FAILED-": Verdict.FAILED,
    "--FAIL--": Verdict.FAILED,
    "UABORTED": Verdict.ABORTED,
}


def recognises(source: Source) -> bool:
    """Whether the text has nwipe's dated lines, or its tables."""
    text = source.text
    if "* Drive Status *" in text:
        return True
    return "nwipe" in text[:200_000].lower() and re.search(_LINE.pattern, text[:200_000], re.MULTILINE) is not None


def read(source: Source) -> Report:
    """The disks that nwipe saw, and what became of those it was told to erase."""
    runs = _runs(source.text.split("\n"))
    machine, several = _machine(runs)
    disks: dict[tuple, Disk] = {}
    for run in runs:
        for name in run.found:
            disk = run.disk(name)
            disks.setdefault((disk.serial,) if disk.serial else (name, disk.model, disk.size_bytes), disk)

    manufacturer, product = machine.get("system-manufacturer"), machine.get("system-product-name")
    version, chassis = machine.get("system-version"), machine.get("chassis-type")
    names = (manufacturer, product, version)
    warnings = [warning for run in runs for warning in run.warnings()]
    if not any(run.treated for run in runs):
        warnings.append(NOTHING_ERASED)
    if form.is_virtual(*names):
        warnings.append(form.VIRTUAL_WARNING)
    if several:
        warnings.append(SEVERAL_MACHINES)
    return Report(
        kind=KIND,
        manufacturer=manufacturer,
        product=product,
        version=version,
        serial=machine.get("system-serial-number"),
        uuid=machine.get("system-uuid"),
        chassis=chassis,
        form_factor=form.form_factor(chassis, *names),
        cpu=machine.get("processor-version"),
        disks=tuple(disks.values()),
        erasures=tuple(run.erasure(name) for run in runs for name in run.treated),
        warnings=tuple(warnings),
    )


@dataclass
class _Run:
    """One run of nwipe, from its first line to its closing table. Devices are named without ``/dev/``."""

    version: str | None = None
    method: str | None = None
    verify: str | None = None
    closed_at: str | None = None
    measuring: str | None = None
    started: bool = False
    machine: dict[str, str] = field(default_factory=dict)
    found: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    serials: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    invoked: dict[str, tuple[str, str]] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)
    blanked: set[str] = field(default_factory=set)
    read_back: set[str] = field(default_factory=set)
    hidden: dict[str, bool] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    percents: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def treated(self) -> list[str]:
        """The devices that were to be erased, in the order of the log."""
        return list(dict.fromkeys([*self.invoked, *self.statuses]))

    def resolve(self, printed: str) -> str:
        """The device behind a name of the tables, which keep its last eight characters."""
        known = [name for name in [*self.invoked, *self.found] if name == printed or name.endswith(printed)]
        return next((name for name in known if name == printed), known[0] if known else printed)

    def disk(self, name: str) -> Disk:
        bus, model, serial = self.found.get(name, ("", "", ""))
        return Disk(
            model=model,
            serial=serial or self.serials.get(name),
            size_bytes=self.sizes.get(name),
            medium=_medium(bus, name),
            removable=bus.strip().upper().startswith("USB"),
        )

    def verdict(self, name: str) -> Verdict:
        status, _ = self.statuses.get(name, ("", ""))
        verdict = _VERDICTS.get(status, Verdict.UNKNOWN)
        if self.errors.get(name):
            return Verdict.FAILED
        if verdict is Verdict.ERASED and (number(self.percents.get(name)) or 100) < 100:
            return Verdict.UNKNOWN
        if verdict is Verdict.ERASED and (self.method_of(name) or "").lower().startswith("verify"):
            return Verdict.VERIFIED
        return verdict

    def method_of(self, name: str) -> str | None:
        return self.invoked.get(name, (None, None))[0] or self.method

    def erasure(self, name: str) -> Erasure:
        disk, (_, label) = self.disk(name), self.statuses.get(name, ("", ""))
        model, _, serial = label.rpartition("/")
        ended = self.ended.get(name) if self.verdict(name) is not Verdict.ABORTED else None
        return Erasure(
            disk_model=disk.model or model,
            disk_serial=disk.serial or (serial if name not in self.found else None),
            size_bytes=disk.size_bytes,
            method=self.method_of(name),
            tool="nwipe",
            tool_version=self.version,
            verdict=self.verdict(name),
            started_at=self.invoked.get(name, (None, None))[1],
            ended_at=(ended or self.closed_at) if name in self.statuses else ended,
            errors=self.errors.get(name),
            read_back=self._was_read_back(name),
            hidden=self.hidden.get(name),
        )

    def _was_read_back(self, name: str) -> bool | None:
        if self.verdict(name) not in _DONE_WELL:
            return None
        if name in self.read_back:
            return True
        return False if (self.verify or "").startswith(("0", "NV")) else None

    def warnings(self) -> Iterator[str]:
        for name in self.treated:
            verdict, erasure = self.verdict(name), self.erasure(name)
            if name not in self.statuses:
                yield UNFINISHED
            if erasure.disk_serial is None and verdict in _DONE_WELL:
                yield MASKED
            if erasure.read_back is False:
                yield NOT_READ_BACK
            if verdict is Verdict.FAILED and name in self.blanked:
                yield FALSE_SUCCESS
            if verdict is Verdict.UNKNOWN and name in self.statuses:
                yield CONTRADICTORY
            if verdict is Verdict.ABORTED and self.percents.get(name) == "100.00%":
                yield FALSE_FULL
        if any(self.hidden.values()):
            yield HIDDEN
        left = len(set(self.found) - set(self.treated))
        if self.treated and left:
            yield f"nwipe a vu {left} disques sans les effacer." if left > 1 else "nwipe a vu 1 disque sans l’effacer."


def _runs(lines: list[str]) -> list[_Run]:
    runs = [_Run()]
    table = None
    for line in lines:
        title = _TITLE.match(line)
        closing = _CLOSING.match(line) if line.startswith("[") else None
        dated = _LINE.match(line) if line.startswith("[") and not closing else None
        if title:
            table = title[1]
        elif closing:
            _close(runs[-1], closing)
            table = None
        elif dated:
            at = f"{dated[1]}-{dated[2]}-{dated[3]}T{dated[4]}"
            table = None
            if _opens(runs[-1], dated[6]):
                runs.append(_Run())
            _take(runs[-1], at, dated[6])
        elif table and "|" in line:
            _row(runs[-1], table, line)
    return runs


def _opens(run: _Run, message: str) -> bool:
    """Whether this line begins another run in the same file."""
    if re.match(r"nwipe \d", message):
        return run.started
    return bool(run.closed_at) and message.startswith(("Found ", "/dev/", "Opened entropy"))


def _take(run: _Run, at: str, message: str) -> None:
    """Keep what one dated line says."""
    message = message.strip()
    run.started = True
    if message.startswith("Found "):
        if match := _FOUND.match(message):
            run.found[match[1][5:]] = (match[2] + match[3], match[4].strip(), match[5].strip())
        elif match := _FOUND_BEFORE_028.match(message):
            run.found[match[1][5:]] = ("", match[2].strip(), match[3].strip())
    elif match := _INVOKED.match(message):
        run.invoked[match[2][5:]] = (match[1], at)
    elif message.startswith("/dev/"):
        if match := _GEOMETRY.match(message):
            run.sizes[match[1][5:]] = int(match[2][:18])
        elif match := _GEOMETRY_OF.match(message):
            run.measuring = match[1][5:]
        elif match := _SERIAL.match(message):
            run.serials[match[1][5:]] = match[2]
    elif match := _TOTAL.match(message):
        if run.measuring:
            run.sizes[run.measuring] = int(match[1][:18])
    elif match := _BANNER.match(message):
        run.version = match[1]
    elif match := _OPTION.match(message):
        setattr(run, match[1], match[2].strip())
    elif match := _SYSTEM.match(message):
        run.machine.setdefault(match[1], match[2])
    elif match := _HIDDEN.search(message):
        run.hidden[match[2]] = match[1] != "No hidden sectors"
    if match := _READ_BACK.match(message):
        run.read_back.add((match[1] or match[2])[5:])
    if match := _DONE.search(message):
        run.ended[match[1][5:]] = at
        if "Blanked" in message:
            run.blanked.add(match[1][5:])


def _row(run: _Run, table: str, line: str) -> None:
    """Keep a row of one of the closing tables."""
    match = _ROW.match(line)
    if match is None or match[1] == "Device":
        return
    name, cells = run.resolve(match[1]), [cell.strip() for cell in match[2].split("|")]
    if table == "Error Summary":
        run.errors[name] = sum(whole(cell) or 0 for cell in cells)
    elif table == "Erasure Summary" and len(cells) > 2:
        run.sizes.setdefault(name, whole(cells[1]) or 0)
        run.percents[name] = cells[2]
    elif table == "Drive Status":
        run.statuses[name] = (cells[0], cells[-1] if len(cells) > 3 else "")


def _close(run: _Run, closing: re.Match) -> None:
    run.closed_at = f"{closing[1]}-{closing[2]}-{closing[3]}T{closing[4]}"
    run.method = run.method or closing[5]
    run.verify = run.verify or closing[6]


def _machine(runs: list[_Run]) -> tuple[dict[str, str | None], bool]:
    """What the log says of the machine, and whether it says it of several."""
    seen: dict[tuple, dict[str, str]] = {}
    for run in runs:
        if run.machine:
            identity = (
                usable_serial(run.machine.get("system-serial-number")),
                usable_uuid(run.machine.get("system-uuid")),
                run.machine.get("system-product-name"),
            )
            seen.setdefault(identity, run.machine)
    if len(seen) != 1:
        return {}, len(seen) > 1
    machine = next(iter(seen.values()))
    return {name: None if clean(value) in (None, "Not Specified") else value for name, value in machine.items()}, False


def _medium(bus: str, name: str) -> Medium:
    kind = bus.strip().upper()
    if kind.startswith("NVME") or name.startswith("nvme"):
        return Medium.NVME
    if kind.startswith("MMC") or name.startswith("mmcblk"):
        return Medium.EMMC
    if kind.endswith("-SSD"):
        return Medium.SSD
    if kind == "USB":
        return Medium.USB
    # Since it tells « ATA-SSD », nwipe pads the plain types to the same width: « ATA    » is then a spinning disk.
    return Medium.HDD if kind in ("ATA", "SAS", "SCSI", "IDE") and len(bus) >= len("ATA-SSD") else Medium.UNKNOWN
