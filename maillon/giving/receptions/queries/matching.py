"""Which device is which line of a list: by serial number, the donor's number, then model, then count. No query."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from maillon.common import text
from maillon.giving.receptions.models import ListedUnit
from maillon.matter.devices.models import Device

BY_SERIAL, BY_TAG, BY_MODEL, BY_COUNT = "numéro de série", "numéro d’inventaire", "modèle", "décompte"


def bare(number: str) -> str:
    """A number without its case, spaces and dashes: « pf-1 ABC » → « pf1abc »."""
    return "".join(sign for sign in text.fold(number) if sign.isalnum())


def _model(manufacturer: str, model: str) -> str:
    """A model without its maker: « LENOVO ThinkPad T480 » → « thinkpadt480 »."""
    makers = set(text.fold(manufacturer).split())
    return bare("".join(word for word in text.fold(model).split() if word not in makers))


@dataclass
class Match:
    """One line of the list, with the devices that it names, and how each was recognised."""

    listed: ListedUnit
    devices: list[Device] = field(default_factory=list)
    how: list[str] = field(default_factory=list)

    @property
    def received(self) -> int:
        """What is here: entered as a device, or pointed at on arrival."""
        return min(max(len(self.devices), self.listed.seen), self.listed.units)

    @property
    def missing(self) -> int:
        return self.listed.units - self.received


def match(listed: Iterable[ListedUnit], devices: Iterable[Device]) -> tuple[list[Match], list[Device]]:
    """Each line with its devices, and the devices that are on no line.

    A device whose number says that it is another is never taken for the line by its model.
    """
    lines = [Match(one) for one in listed]
    left = list(devices)
    left = _by_number(lines, left, lambda one: one.serial, BY_SERIAL)
    left = _by_number(lines, left, lambda one: one.asset_tag, BY_TAG)
    left = _alike(lines, left, _same_model, BY_MODEL)
    left = _alike(lines, left, _nameless, BY_COUNT)
    return lines, left


def _by_number(
    lines: Sequence[Match], devices: Iterable[Device], number: Callable[[ListedUnit | Device], str], how: str
) -> list[Device]:
    known: dict[str, list[Match]] = {}
    for line in lines:
        if key := bare(number(line.listed)):
            known.setdefault(key, []).append(line)
    left = []
    for device in devices:
        free = [line for line in known.get(bare(number(device)), ()) if len(line.devices) < line.listed.units]
        if free:
            free[0].devices.append(device)
            free[0].how.append(how)
        else:
            left.append(device)
    return left


def _alike(
    lines: Sequence[Match], devices: Iterable[Device], alike: Callable[[ListedUnit, Device], bool], how: str
) -> list[Device]:
    open_lines: dict[str, list[Match]] = {}
    for line in lines:
        if len(line.devices) < line.listed.units:
            open_lines.setdefault(line.listed.category_id, []).append(line)
    left = []
    for device in devices:
        fit = (line for line in open_lines.get(device.category_id, ()) if _may_be(line, device, alike))
        if found := next(fit, None):
            found.devices.append(device)
            found.how.append(how)
        else:
            left.append(device)
    return left


def _may_be(line: Match, device: Device, alike: Callable[[ListedUnit, Device], bool]) -> bool:
    if len(line.devices) >= line.listed.units:
        return False
    pairs = ((line.listed.serial, device.serial), (line.listed.asset_tag, device.asset_tag))
    told_apart = any(bare(said) and bare(read) and bare(said) != bare(read) for said, read in pairs)
    return not told_apart and alike(line.listed, device)


def _same_model(listed: ListedUnit, device: Device) -> bool:
    said, read = _model(listed.manufacturer, listed.model), _model(device.manufacturer, device.model)
    return bool(said) and said == read


def _nameless(listed: ListedUnit, device: Device) -> bool:
    """Nothing tells them apart: one of the two has no model."""
    return not listed.model.strip() or not device.model.strip()
