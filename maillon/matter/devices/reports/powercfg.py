"""``powercfg /batteryreport`` of Windows, in XML (``/xml``) or as the page it writes by default.

The computer's name, which the report also holds, is not kept.
"""

import html
import re

from maillon.matter.devices.reports import form
from maillon.matter.devices.reports.report import Battery, CapacityUnit, Report
from maillon.matter.devices.reports.source import Source, children, tag_of, text_of
from maillon.matter.devices.reports.values import clean, whole

KIND = "powercfg"

_CELLS = re.compile(
    r'class="label">([^<]+)</span>\s*</td>\s*<td[^>]*>(.*?)(?=</td>|<tr|</tr)', re.DOTALL | re.IGNORECASE
)


def recognises(source: Source) -> bool:
    """Whether the document is Windows's battery report, in either form."""
    if "<" not in source.text[:100]:
        return False
    if _is_page(source):
        return "BATTERY REPORT" in source.text[:200_000].upper() and "DESIGN CAPACITY" in source.text
    return source.xml is not None and tag_of(source.xml) == "batteryreport"


def read(source: Source) -> Report:
    """The batteries, and the maker and model of the machine."""
    machine, batteries = _from_page(source.text) if _is_page(source) else _from_xml(source)
    manufacturer, product = machine
    return Report(
        kind=KIND,
        manufacturer=manufacturer,
        product=product,
        form_factor=form.form_factor(None, manufacturer, product),
        batteries=tuple(batteries),
        warnings=(form.VIRTUAL_WARNING,) if form.is_virtual(manufacturer, product) else (),
    )


def _is_page(source: Source) -> bool:
    return re.search(r"<!DOCTYPE html|<html", source.text[:2_000], re.IGNORECASE) is not None


def _from_xml(source: Source) -> tuple[tuple[str | None, str | None], list[Battery]]:
    system = next(iter(children(source.xml, "systeminformation")), None)
    machine: tuple[str | None, str | None] = (None, None)
    if system is not None:
        machine = clean(text_of(system, "systemmanufacturer")), clean(text_of(system, "systemproductname"))
    found = [battery for group in children(source.xml, "batteries") for battery in children(group, "battery")]
    return machine, [
        _battery(*(text_of(b, n) for n in ("id", "serialnumber", "designcapacity", "fullchargecapacity", "cyclecount")))
        for b in found
    ]


def _from_page(text: str) -> tuple[tuple[str | None, str | None], list[Battery]]:
    """The labelled cells, where each ``NAME`` begins another battery; figures are written « 57,532 mWh »."""
    product, batteries = None, []
    for label, value in _CELLS.findall(text):
        label, value = label.strip().upper(), html.unescape(re.sub(r"<[^>]*>", "", value)).strip()
        if label == "SYSTEM PRODUCT NAME":
            product = clean(value)
        elif label == "NAME":
            batteries.append({"NAME": value})
        elif batteries:
            batteries[-1].setdefault(label, value)
    names = ("NAME", "SERIAL NUMBER", "DESIGN CAPACITY", "FULL CHARGE CAPACITY", "CYCLE COUNT")
    return (None, product), [_battery(*(battery.get(name) for name in names)) for battery in batteries]


def _battery(
    model: str | None, serial: str | None, design: str | None, full: str | None, cycles: str | None
) -> Battery:
    new, left = _milliwatt_hours(design), _milliwatt_hours(full)
    return Battery(
        model=model,
        serial=serial,
        design=new / 1000 if new else None,
        full=left / 1000 if left else None,
        unit=CapacityUnit.WH if new or left else None,
        cycles=whole(cycles),
    )


def _milliwatt_hours(text: str | None) -> int | None:
    """« 57532 », « 57,532 mWh » or « 57 532 mWh »."""
    return whole(re.sub(r"(?<=\d)[\s.,\u00a0\u202f](?=\d{3})", "", text or ""))
