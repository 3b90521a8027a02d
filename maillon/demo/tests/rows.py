"""Every row of every table of ours, in a form where two runs of one scenario can be compared."""

import datetime
import json
import re
from collections import Counter
from typing import Any

from django.apps import apps
from django.db.models import AutoField, Model
from django.utils import timezone

from maillon.demo.book.chain import Chain
from maillon.demo.networks import gifts, rebincoop
from maillon.demo.networks.scene import raise_curtain
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device, Label
from maillon.matter.ledger.models import Location

# What waits for its seal, and the seals themselves, hold nothing but what the entries say.
LEFT_OUT = {"journal.Pending", "journal.Seal"}
# Digests, codes and places of files drawn at random; whether and when a message has left.
MASKED = {"digest", "evidence", "fingerprint"}
MASKED_ONCE = {
    ("documents.Document", "code"),
    ("files.File", "path"),
    ("outbox.Message", "state"),
    ("outbox.Message", "sent_at"),
}
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LINKS = re.compile(r"https?://\S+")
# Hours that a document states: two runs do not take place in the same second.
HOURS = re.compile(r"(?<=\d\d)T\d\d:\d\d:\d\d")
DIGESTS = re.compile(r"\b[0-9a-f]{64}\b")

Rows = dict[str, list[str]]


def build(today: datetime.date) -> None:
    """The smallest network of the demonstration, in the database of the tests."""
    scene = raise_curtain(rebincoop.SLUG, rebincoop.OPENED, rebincoop.LANDLINE, rebincoop.SERIES, today, Chain())
    rebincoop.build(scene)
    scene.play()
    scene.book.save()
    gifts.tell(scene, scene.accounts[Role.DONOR]).close()


def models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("maillon.") and model._meta.label not in LEFT_OUT
    ]


def rows() -> Rows:
    """The rows of each table, as texts, in an order of their own."""
    codes = _codes()
    told = {
        model._meta.label: [_told(model, instance, codes) for instance in model._default_manager.all()]
        for model in models()
    }
    names = _names(told)
    return {label: sorted(_named(text, names) for _, text in table) for label, table in told.items()}


def dump() -> dict[str, list[str]]:
    """Every row as it is, key by key; sealed identities are opened, since sealing twice never gives the same."""
    told = {}
    for model in models():
        columns = [field.attname for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
        table = [[getattr(row, column) for column in columns] for row in model._default_manager.order_by("pk")]
        told[model._meta.label] = [json.dumps(row, ensure_ascii=False, default=str) for row in table]
    return told


def differences(one: Rows, other: Rows) -> list[str]:
    """What only one of two runs wrote, table by table."""
    found = []
    for label in sorted(one.keys() | other.keys()):
        left, right = Counter(one.get(label, [])), Counter(other.get(label, []))
        found += [f"{label} - {text}" for text in (left - right).elements()]
        found += [f"{label} + {text}" for text in (right - left).elements()]
    return found


def _told(model: type[Model], instance: Model, codes: dict[str, str]) -> tuple[str, str]:
    """(the key, the whole row)."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        value = getattr(instance, field.attname)
        if isinstance(field, AutoField) or (model._meta.label, field.name) in MASKED_ONCE:
            continue
        if field.name in MASKED and value:
            value = "…"
        if isinstance(value, datetime.datetime):
            value = timezone.localdate(value)
        values[field.attname] = value
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    for code, name in codes.items():
        text = text.replace(code, name)
    return str(instance.pk), HOURS.sub("", DIGESTS.sub("…", LINKS.sub("…", text)))


def _codes() -> dict[str, str]:
    """Each label's code, dashes or not, and what to call it: by the device that bears it; and each location's."""
    bearers = {device.label: f"[étiquette {device.category_id} {device.mass_g}]" for device in Device.objects.all()}
    names = {}
    for code in Label.objects.values_list("code", flat=True):
        name = bearers.get(code, "[étiquette libre]")
        names[code] = name
        names[code.replace("-", "").lower()] = name
    return names | {place.code: f"[emplacement {place.name}]" for place in Location.objects.all()}


def _names(told: dict[str, list[tuple[str, str]]]) -> dict[str, str]:
    """A name for each key: its table, and its rank by what the row says, then by the names of what it points to."""
    names: dict[str, str] = {}
    for _ in range(3):
        ranked = {
            label: sorted((_named(text.replace(key, ""), names), key) for key, text in table)
            for label, table in told.items()
        }
        names = {
            key: f"<{label} {rank}>"
            for label, table in ranked.items()
            for rank, (_, key) in enumerate(table)
            if UUIDS.fullmatch(key)
        }
    return names


def _named(text: str, names: dict[str, str]) -> str:
    return UUIDS.sub(lambda found: names.get(found[0], ""), text)
