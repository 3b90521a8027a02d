import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillon.common import labels
from maillon.desk.views.search import said
from maillon.ground.organisations.access import members_only
from maillon.ground.organisations.models import Member
from maillon.matter.devices import policy
from maillon.matter.devices import queries as devices
from maillon.matter.devices.models import Device, Label
from maillon.matter.ledger.models import Location
from maillon.matter.lots.models import Lot
from maillon.matter.scanning import policy as scanning_policy
from maillon.matter.scanning import queries as scanning

SHOWN = 10
LINKS = 6
CHECKED = re.compile(r"/verifier/([^/?#\s]+)")


@members_only
@require_safe
def scan(request: HttpRequest) -> HttpResponse:
    """One field that takes what a scanner or fingers type: the device and its next act, or what to do with the code."""
    typed = said(request)
    if door := _door(request.member, typed):
        return redirect(door)
    answer = _answer(request.member, typed) if typed else {}
    return render(request, "desk/scan.html", {"typed": typed, **answer, **_series(request.member, answer)})


def _door(member: Member, typed: str) -> str | None:
    """The page that a code other than a device's opens: a certificate, a mode card, a location."""
    if document := CHECKED.search(typed):
        return f"/verifier/{document[1]}"
    if card := scanning.CARD.search(typed):
        return reverse("scanning:series", args=[card[1]])
    if place := scanning.PLACE.search(typed):
        return reverse("scanning:place_by_code", args=[place[1]])
    return None


def _series(member: Member, answer: dict[str, Any]) -> dict[str, Any]:
    """What may be scanned in series, shown while no device is."""
    if "device" in answer or not scanning_policy.may_scan(member, member.organisation):
        return {}
    return {"groups": scanning.offered(member)}


def _answer(member: Member, typed: str) -> dict[str, Any]:
    """What the page says of the code: a device, a label to use, several devices, or a trouble."""
    try:
        code = labels.parse(typed, member.network.prefix)
    except ValueError as error:
        mistyped = typed.upper().startswith(member.network.prefix) or "/d/" in typed
        return _by_words(member, typed, str(error) if mistyped else _nothing(typed))
    known = Label.objects.filter(code=code).first()
    if known is None and (place := Location.objects.visible_to(member).filter(code=code).first()):
        return {"place": place}
    if known is None:
        return _by_words(member, typed, _unknown(member, code))
    if known.network_id != member.network_id:
        trouble = f"L’étiquette {code} est celle d’un autre réseau : cet appareil n’est pas suivi ici."
        return {"trouble": trouble, "passport": code}
    return _by_label(member, known)


def _unknown(member: Member, code: str) -> str:
    if not code.startswith(f"{member.network.prefix}-"):
        return (
            f"L’étiquette {code} n’est pas d’ici : celles de {member.network} commencent par {member.network.prefix}."
        )
    return f"L’étiquette {code} n’a pas été imprimée par ce réseau : relisez-la, ou prenez-en une autre."


def _by_label(member: Member, label: Label) -> dict[str, Any]:
    if label.device_id is None:
        return {"fresh": label.code, "lots": _open_lots(member)}
    device = _full(Device.objects.visible_to(member)).filter(pk=label.device_id).first()
    if device is None:
        trouble = f"{label.code} n’est pas chez vous : cet appareil est tenu par une autre organisation du réseau."
        return {"trouble": trouble, "passport": label.code}
    former = label.code if label.code != device.label else ""
    return {**_shown(device, member), "former": former}


def _by_words(member: Member, typed: str, trouble: str) -> dict[str, Any]:
    """A serial number, or words of the model; failing that, why the label was not understood."""
    visible = _full(Device.objects.visible_to(member))
    serials = visible.filter(serial__iexact=typed)
    found = list(serials[:SHOWN]) or list(
        devices.matching(visible, typed, member.network.prefix).order_by("-created_at")[:SHOWN]
    )
    if len(found) == 1:
        return _shown(found[0], member)
    if found:
        return {"several": found}
    return {"trouble": trouble}


def _nothing(typed: str) -> str:
    return (
        f"Rien ici ne porte « {typed[:40]} », ni comme étiquette, ni comme numéro de série, ni comme modèle. Relisez le "
        "code, ou cherchez par la marque."
    )


def _full(found):
    return found.select_related(
        "network", "holder", "site", "category", "lot", "lot__donor", "location__site", "location__parent"
    )


def _shown(device: Device, member: Member) -> dict[str, Any]:
    found = devices.sheet(device, member)
    return {**found, "recent": found["facts"][-LINKS:], "back": f"{reverse('desk:scan')}?q={device.label}"}


def _open_lots(member: Member) -> list[Lot]:
    """The lots in which this member may enter a device, the newest first."""
    lots = Lot.objects.visible_to(member).exclude(state=Lot.State.CLOSED).select_related("donor", "holder")
    return [lot for lot in lots[:SHOWN] if policy.may_take_in(member, lot.holder)]
