"""Figures in words, as a page or a report prints them."""

from maillon.common import numbers
from maillon.common.numbers import NO_BREAK
from maillon.telling.impact.queries.measures import Value

MEASURES = {"kg", "€", "%", "g"}
TONNE_KG = 1000


def told(value: Value, unit: str) -> str:
    """« 88 300 kg », « 147 »: a thing that is counted is named beside, a unit of measure follows; « — » for nothing."""
    if value is None:
        return "—"
    return f"{numbers.number(value)}{NO_BREAK}{unit}" if unit in MEASURES else numbers.number(value)


def large(value: Value, unit: str) -> tuple[str, str]:
    """The number and the unit of a figure to remember: tonnes from one tonne on."""
    if value is None:
        return "—", ""
    if unit == "kg" and abs(value) >= TONNE_KG:
        number, _, name = numbers.tonnes(round(value * 1000)).rpartition(NO_BREAK)
        return number, name
    return numbers.number(value), unit if unit in MEASURES else ""


def change(now: Value, then: Value) -> str:
    """« + 12 % » since then, « stable »; empty when there is nothing to compare."""
    if now is None or not then:
        return ""
    percent = round((now - then) * 100 / then)
    if not percent:
        return "stable"
    sign = "+" if percent > 0 else numbers.MINUS
    return f"{sign}{NO_BREAK}{numbers.number(abs(percent))}{NO_BREAK}%"
