"""Finding devices by what a person or a scanner types."""

from django.db.models import Q, QuerySet

from maillon.common import labels, text
from maillon.matter.devices.models import Device, Label


def searchable(device: Device) -> str:
    """What the search looks in: label, maker, model, serial, folded to plain lower case."""
    parts = (labels.bare(device.label), device.manufacturer, device.model, device.serial)
    return text.fold(" ".join(part for part in parts if part))[:300]


def matching(devices: QuerySet[Device], typed: str, prefix: str) -> QuerySet[Device]:
    """The devices whose label, a former one too, was typed, or in which every word typed is found.

    `prefix` is the network's: what begins with it can only be a label. Without it, seven signs are a label or a serial.
    """
    try:
        labelled = Q(pk__in=Label.objects.filter(code=labels.parse(typed, prefix)).values("device"))
    except ValueError:
        labelled = Q()
    if labelled and labels.bare(typed).startswith(prefix):
        return devices.filter(labelled)
    worded = Q()
    for word in text.fold(typed).split():
        worded &= _holding(word, labels.bare(word).lower())
    return devices.filter(labelled | worded) if labelled else devices.filter(worded)


def _holding(word: str, bare: str) -> Q:
    """The word as it is typed, or without its dashes, as labels are kept."""
    return Q(search__contains=word) if bare in ("", word) else Q(search__contains=word) | Q(search__contains=bare)
