"""What a proposal would change, told to whoever decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from maillon.common import hours, moments, phones
from maillon.sharing.directory.models import KINDS, Place, Suggestion
from maillon.sharing.directory.queries.settling import EDITED

TOGETHER = {
    "commune": ("Commune", ("commune_code", "commune_name", "postcode")),
    "position": ("Position", ("latitude", "longitude")),
}
"""What makes no sense one without the other: taken or left together."""

LABELS = {field.name: str(field.verbose_name) for field in Place._meta.concrete_fields}


@dataclass(frozen=True)
class Change:
    """One thing that would change: its name, its words now and then, and the fields that it is made of."""

    key: str
    label: str
    now: str
    then: str
    fields: tuple[str, ...]
    moved: bool = False

    @property
    def is_long(self) -> bool:
        return len(self.now) + len(self.then) > 300


def changes(suggestion: Suggestion) -> list[Change]:
    """Each thing that the proposal would change, as the page says it today; `moved` when it has changed since."""
    told = []
    for key, (label, names) in TOGETHER.items():
        if present := tuple(name for name in names if name in suggestion.changes):
            told.append(_change(suggestion, key, label, present))
    grouped = {name for _, names in TOGETHER.values() for name in names}
    for name in EDITED:
        if name in suggestion.changes and name not in grouped:
            told.append(_change(suggestion, name, LABELS[name], (name,)))
    return told


def _change(suggestion: Suggestion, key: str, label: str, names: tuple[str, ...]) -> Change:
    place = suggestion.place
    now = [getattr(place, name) for name in names]
    before = [suggestion.changes[name]["before"] for name in names]
    after = [suggestion.changes[name]["after"] for name in names]
    told = (_told(names, now), _told(names, after))
    return Change(key, label[0].upper() + label[1:], *told, fields=names, moved=now != before)


def _told(names: Iterable[str], values: Iterable[Any]) -> str:
    return " ".join(filter(None, (told(name, value) for name, value in zip(names, values, strict=True))))


def told(name: str, value: Any) -> str:
    """The value of a field of a place, in words; empty when nothing is said."""
    if value in (None, "", []):
        return ""
    if name in Place.VOCABULARY:
        vocabulary = Place.VOCABULARY[name]
        return ", ".join(str(vocabulary(one).label) for one in value if one in vocabulary.values)
    if name == "kinds":
        return ", ".join(KINDS.get(code, code) for code in value)
    if isinstance(value, list):
        return ", ".join(value)
    if name == "phone":
        return phones.display(value)
    if name == "opening_hours":
        days = hours.to_week(value)
        return value if days is None else "; ".join(_days(days))
    if isinstance(value, float):
        return f"{value:.5f}".replace(".", ",")
    return "" if name == "commune_code" else str(value)


def _days(days: list[str]) -> list[str]:
    return [f"{moments.DAYS[rank]} {spans}" for rank, spans in enumerate(days) if spans]
