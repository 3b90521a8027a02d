"""``dmidecode``, as text: what the firmware says of the machine. It knows no disk.

Versions since 2.2 are read, indented with tabs or spaces (Windows builds use spaces), with or without the header, whole
or cut down to some structures (``dmidecode -t memory``). Batteries give a design capacity only: several HP firmwares
print there milliampere-hours under the name of milliwatt-hours, so no health is ever drawn from it.
"""

import re
from collections.abc import Iterator

from maillon.matter.devices.reports import form
from maillon.matter.devices.reports.identity import is_placeholder
from maillon.matter.devices.reports.report import Battery, CapacityUnit, Report, Unreadable
from maillon.matter.devices.reports.source import Source
from maillon.matter.devices.reports.values import clean, octets, watt_hours

KIND = "dmidecode"

SYSTEM, CHASSIS, PROCESSOR, MEMORY_BANK, MEMORY_DEVICE, BATTERY = 1, 3, 4, 6, 17, 22
_USED = frozenset({SYSTEM, CHASSIS, PROCESSOR, MEMORY_BANK, MEMORY_DEVICE, BATTERY})
_HANDLE = re.compile(r"^[ \t]*Handle 0x[0-9A-Fa-f]+(?:, |\n[ \t]*)DMI type (\d{1,3}),", re.MULTILINE)
_FIELD = re.compile(r"^([ \t]+)([^:\s][^:\n]{0,60}):[ \t]*(.*)$", re.MULTILINE)


def recognises(source: Source) -> bool:
    """Whether the text holds a DMI structure, or the first line of a dmidecode that could read none."""
    return source.text.startswith("# dmidecode") or _HANDLE.search(source.text) is not None


def read(source: Source) -> Report:
    """The machine of a dmidecode text; a fragment gives the fields it has.

    Raises:
        Unreadable: dmidecode was not allowed to read the firmware's tables.
    """
    if _HANDLE.search(source.text) is None:
        raise Unreadable("dmidecode n’a rien pu lire : relancez « sudo dmidecode », puis envoyez le résultat.")
    structures = list(_structures(source.text))
    system = next((fields for number, fields in structures if number == SYSTEM), {})
    chassis = next((fields for number, fields in structures if number == CHASSIS), {})
    processors = [fields for number, fields in structures if number == PROCESSOR]

    manufacturer = _said(system, "Manufacturer", "Vendor")
    product = _said(system, "Product Name", "Product")
    version = _said(system, "Version")
    shape = _said(chassis, "Type", "Chassis Type")
    names = (manufacturer, product, version, _said(system, "Family"))
    return Report(
        kind=KIND,
        manufacturer=manufacturer,
        product=product,
        version=version,
        serial=_said(system, "Serial Number"),
        uuid=_said(system, "UUID"),
        chassis=shape,
        form_factor=form.form_factor(shape, *names),
        cpu=next(filter(None, map(_processor, processors)), None),
        ram_mib=_memory(structures),
        batteries=tuple(filter(None, (_battery(fields) for number, fields in structures if number == BATTERY))),
        warnings=(form.VIRTUAL_WARNING,) if form.is_virtual(*names) else (),
    )


def _structures(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each structure we use: its type, and its fields at the first level of indentation."""
    heads = list(_HANDLE.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=False):
        if int(head[1]) in _USED:
            yield int(head[1]), _fields(text[head.end() : following.start() if following else len(text)])


def _fields(body: str) -> dict[str, str]:
    """The fields of a structure, without those of the lists inside it, which are indented further."""
    fields: dict[str, str] = {}
    indentation = None
    for match in _FIELD.finditer(body):
        indentation = match[1] if indentation is None else indentation
        if match[1] == indentation:
            fields.setdefault(match[2], match[3])
    return fields


def _said(fields: dict[str, str], *names: str) -> str | None:
    """The first of these fields that is filled, where « Not Specified » is dmidecode's own word for blank."""
    for name in names:
        value = clean(fields.get(name))
        if value and value not in ("Not Specified", "--"):
            return value
    return None


def _processor(fields: dict[str, str]) -> str | None:
    """The processor's own name, else its family under its maker's name (« Intel Core 2 Duo »)."""
    if "Unpopulated" in fields.get("Status", ""):
        return None
    name = _said(fields, "Version", "Processor Version")
    if name and not is_placeholder(name) and name != "CPU Version":
        return name
    family, maker = _said(fields, "Family", "Processor Family"), _said(fields, "Manufacturer", "Processor Manufacturer")
    if family is None or is_placeholder(family) or family == "Other":
        return None
    return family if maker is None or is_placeholder(maker) else f"{maker} {family}"


def _memory(structures: list[tuple[int, dict[str, str]]]) -> int | None:
    """Installed memory in MiB: the modules, or the memory banks that firmwares described before 2001."""
    for number, name in ((MEMORY_DEVICE, "Size"), (MEMORY_BANK, "Installed Size")):
        sizes = [
            octets(fields.get(name)) or 0
            for found, fields in structures
            if found == number and fields.get("Type", "").strip().lower() != "flash"
        ]
        if sum(sizes):
            return sum(sizes) >> 20
    return None


def _battery(fields: dict[str, str]) -> Battery | None:
    model, serial = _said(fields, "Name"), _said(fields, "SBDS Serial Number", "Serial Number")
    model, design = None if is_placeholder(model) else model, watt_hours(_said(fields, "Design Capacity"))
    if model is None and design is None:
        return None
    return Battery(model=model, serial=serial, design=design, unit=CapacityUnit.WH if design else None)
