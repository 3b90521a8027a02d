"""``upower -i`` and ``upower --dump``: the batteries of a Linux machine, read from their own gauges."""

import re

from maillon.matter.devices.reports.report import Battery, CapacityUnit, Report
from maillon.matter.devices.reports.source import Source, labels
from maillon.matter.devices.reports.values import number, whole

KIND = "upower"

NO_BATTERY = "Ce rapport ne contient pas de batterie."

_START = re.compile(r"^(?:Device: .*|\s*native-path: .*)$", re.MULTILINE)


def recognises(source: Source) -> bool:
    """Whether the text holds a device of upower."""
    return _START.search(source.text[:20_000]) is not None and "power supply:" in source.text


def read(source: Source) -> Report:
    """The machine's batteries; those of a mouse or of a keyboard supply no machine and are left out."""
    batteries = []
    for part in re.split(r"^(?:Device: .*\n|(?=\s*native-path: ))", source.text, flags=re.MULTILINE):
        fields = labels(part)
        supplies = fields.get("power supply") == "yes" and re.search(r"^\s+battery$", part, re.MULTILINE)
        if supplies and fields.get("native-path"):
            batteries.append(_battery(fields))
    return Report(kind=KIND, batteries=tuple(batteries), warnings=() if batteries else (NO_BATTERY,))


def _battery(fields: dict[str, str]) -> Battery:
    design, full = number(fields.get("energy-full-design")), number(fields.get("energy-full"))
    return Battery(
        model=fields.get("model"),
        serial=fields.get("serial"),
        design=design or None,
        full=full or None,
        unit=CapacityUnit.WH if design or full else None,
        cycles=whole(fields.get("charge-cycles")),
    )
