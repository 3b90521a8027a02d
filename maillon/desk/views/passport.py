import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from maillon.common import labels, moments
from maillon.ground.documents.models import Document
from maillon.ground.files.models import File
from maillon.ground.files.views import served
from maillon.ground.organisations.access import public
from maillon.matter.devices import queries as devices
from maillon.matter.devices.models import EXITS, Device, Label, State

# What each state means to someone who found the label.
WORDS = {
    State.ANNOUNCED: "Il est annoncé : il n’est pas encore arrivé.",
    State.RECEIVED: "Il vient d’arriver à l’atelier. Ses données ne sont pas encore effacées.",
    State.SORTED: "Il est à l’atelier. Ses données vont être effacées.",
    State.TO_ERASE: "Il est à l’atelier. Ses données vont être effacées.",
    State.ERASED: "Ses données sont effacées. Il va être testé.",
    State.IN_REPAIR: "Ses données sont effacées. On l’installe et on le teste.",
    State.READY: "Il est prêt : effacé et testé. Il attend la personne à qui il servira.",
    State.RESERVED: "Il est prêt, et gardé pour quelqu’un.",
    State.HANDED_OVER: "Il a été effacé, testé, puis remis.",
    State.SOLD: "Il a été effacé, testé, puis vendu.",
    State.ON_LOAN: "Il a été effacé, testé, puis prêté.",
    State.RETURNED: "Il est revenu à l’atelier.",
    State.DISMANTLED: "Il a été démonté : ses pièces servent à en réparer d’autres.",
    State.RECYCLED: "Il a été recyclé.",
    State.LOST: "Il est signalé perdu. Si vous l’avez trouvé, dites-le-nous : merci.",
}


@public
@require_safe
def passport(request: HttpRequest, label: str) -> HttpResponse:
    """What anyone reads who scans a device: what it is, its state, its proof, its guarantee, whom to call. No person."""
    found = _label(label)
    if found is None:
        return render(request, "desk/no_passport.html", {"typed": label}, status=404)
    request.network = found.network
    if found.device is None:
        return render(request, "desk/no_passport.html", {"label": found, "contact": found.network.head})
    return render(request, "desk/passport.html", _told(request, found.device))


@public
@require_safe
def passport_photo(request: HttpRequest, label: str, file: uuid.UUID) -> HttpResponseBase:
    """A photo that anyone may see of a device that is ready."""
    found = _label(label)
    device = found.device if found else None
    shown = devices.public_photos(device) if device else File.objects.none()
    get_object_or_404(shown, pk=file)
    return served(request, device, file, shared=True)


def _label(typed: str) -> Label | None:
    """The printed label of this code, a former one of its device included."""
    try:
        code = labels.parse(typed)
    except ValueError:
        return None
    related = ("network", "network__head", "device", "device__category", "device__network")
    return Label.objects.select_related(*related).filter(code=code).first()


def _told(request: HttpRequest, device: Device) -> dict[str, Any]:
    of_it = Document.objects.filter(about=device.pk, kind=Document.Kind.ERASURE, replaced_by=None, revocation=None)
    certificate = of_it.first() if device.cleared_at else None
    member = request.member
    return {
        "device": device,
        "given": device.state in EXITS,
        "words": WORDS[State(device.state)],
        "certificate": certificate,
        "facts": _facts(device),
        "photos": list(devices.public_photos(device)),
        "contact": device.network.head,
        "opens": bool(member) and Device.objects.visible_to(member).filter(pk=device.pk).exists(),
    }


def _facts(device: Device) -> list[tuple[str, str]]:
    """What it is; of the serial number, only what lets its holder check that it is this one."""
    until = f", suivi jusqu’en {moments.month(device.system_until)}" if device.system_until else ""
    return [
        ("Étiquette", device.label),
        ("Numéro de série", f"se termine par {device.serial[-4:]}" if len(device.serial) > 5 else ""),
        ("Mémoire", devices.memory(device)),
        ("Système", f"{device.system}{until}" if device.system else ""),
        ("Grade", device.get_grade_display() if device.refurbished else ""),
        ("Défauts connus", device.known_defects if device.refurbished else ""),
    ]
