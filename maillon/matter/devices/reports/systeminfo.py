"""Windows's ``systeminfo``, in English or in French. Its memory is what Windows can use, a little less than installed."""

import re

from maillon.matter.devices.reports import form
from maillon.matter.devices.reports.report import Report
from maillon.matter.devices.reports.source import Source, labels
from maillon.matter.devices.reports.values import clean, whole

KIND = "systeminfo"

_MANUFACTURER = ("System Manufacturer", "Fabricant du système")
_MODEL = ("System Model", "Modèle du système")
_MEMORY = ("Total Physical Memory", "Mémoire physique totale")
_PROCESSOR = re.compile(r"^\s+\[01\]\s?: (.*)$", re.MULTILINE)


def recognises(source: Source) -> bool:
    """Whether the text has systeminfo's lines."""
    fields = labels(source.text[:20_000])
    return _first(fields, _MODEL) is not None and _first(fields, _MEMORY) is not None


def read(source: Source) -> Report:
    """The machine's maker, model, first processor and usable memory."""
    fields = labels(source.text)
    manufacturer, product = _first(fields, _MANUFACTURER), _first(fields, _MODEL)
    processor = _PROCESSOR.search(source.text)
    return Report(
        kind=KIND,
        manufacturer=manufacturer,
        product=product,
        form_factor=form.form_factor(None, manufacturer, product),
        cpu=clean(processor[1]) if processor else None,
        ram_mib=whole(re.sub(r"\D", "", _first(fields, _MEMORY) or "")),
        warnings=(form.VIRTUAL_WARNING,) if form.is_virtual(manufacturer, product) else (),
    )


def _first(fields: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((clean(fields[name]) for name in names if name in fields), None)
