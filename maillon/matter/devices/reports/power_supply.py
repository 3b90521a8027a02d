"""``/sys/class/power_supply/BAT*/uevent``: the kernel's own words on a battery, in micro-units."""

import re

from maillon.matter.devices.reports.report import Battery, CapacityUnit, Report
from maillon.matter.devices.reports.source import Source
from maillon.matter.devices.reports.upower import NO_BATTERY
from maillon.matter.devices.reports.values import clean, whole

KIND = "power_supply"

_PAIR = re.compile(r"^POWER_SUPPLY_([A-Z_]+)=(.*)$", re.MULTILINE)


def recognises(source: Source) -> bool:
    """Whether the text holds the kernel's variables."""
    return _PAIR.search(source.text[:20_000]) is not None


def read(source: Source) -> Report:
    """The batteries, one for each ``POWER_SUPPLY_NAME``."""
    supplies: list[dict[str, str]] = [{}]
    for name, value in _PAIR.findall(source.text):
        if name in supplies[-1] and name in ("NAME", "DEVTYPE"):
            supplies.append({})
        supplies[-1].setdefault(name, value)
    batteries = tuple(filter(None, map(_battery, supplies)))
    return Report(kind=KIND, batteries=batteries, warnings=() if batteries else (NO_BATTERY,))


def _battery(supply: dict[str, str]) -> Battery | None:
    model, serial = clean(supply.get("MODEL_NAME")), clean(supply.get("SERIAL_NUMBER"))
    if supply.get("TYPE", "Battery") != "Battery" or supply.get("SCOPE") == "Device":
        return None
    charge, energy = whole(supply.get("CHARGE_FULL_DESIGN")), whole(supply.get("ENERGY_FULL_DESIGN"))
    cycles = whole(supply.get("CYCLE_COUNT"))
    if energy:
        full = whole(supply.get("ENERGY_FULL"))
        return Battery(model, serial, energy / 10**6, full and full / 10**6, CapacityUnit.WH, cycles=cycles)
    if charge:
        return Battery(model, serial, charge, whole(supply.get("CHARGE_FULL")), CapacityUnit.UAH, cycles=cycles)
    return Battery(model, serial, cycles=cycles) if model or serial else None
