"""Finding devices by what a person or a scanner types."""

import re

from django.db.models import Q, QuerySet

from maillon.common import labels, text
from maillon.common.errors import Refused
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device, Label
from maillon.matter.ledger.models import Location


def searchable(device: Device) -> str:
    """What the search looks in: label, maker, model, serial, the donor’s number, folded to plain lower case."""
    parts = (labels.bare(device.label), device.manufacturer, device.model, device.serial, device.asset_tag)
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


PLACE = re.compile(r"/e/([^/?#\s]+)")


def location_named(typed: str, member: Member) -> Location | None:
    """The location whose label was scanned, or whose name was typed; None for nothing. Raises Refused."""
    typed = " ".join(typed.split())
    if not typed:
        return None
    seen = Location.objects.visible_to(member).in_use().select_related("site__organisation", "parent")
    address = PLACE.search(typed)
    bare = labels.bare(address[1] if address else typed)
    coded = [place for place in seen if labels.bare(place.code) == bare]
    named = coded or [place for place in seen if typed.casefold() in (place.name.casefold(), str(place).casefold())]
    if not named:
        raise Refused(f"Aucun emplacement « {typed[:40]} » ici : scannez son étiquette, ou ouvrez-le.", field="place")
    if len(named) > 1:
        raise Refused(f"Plusieurs emplacements s’appellent « {typed[:40]} » : scannez son étiquette.", field="place")
    return named[0]
