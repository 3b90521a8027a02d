"""`/inventory`, where agents and the probe send what they know of a machine, and `/sonde.py`, the probe itself."""

import base64
import binascii
import uuid
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from maillon.common import labels, tokens
from maillon.common.errors import Refused
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.access import public
from maillon.ground.organisations.models import SiteToken
from maillon.ground.organisations.queries import bearer_of
from maillon.matter.arrivals import actions, protocol
from maillon.matter.arrivals.models import Arrival
from maillon.matter.arrivals.protocol import Answer, Asked, Message
from maillon.matter.devices import reports

NO_TOKEN = "Le jeton du site manque ou n’est plus valable : donnez-le comme mot de passe à l’agent, ou avec « --jeton » à la sonde."
OTHER_TASK = "Seul l’inventaire de la machine est demandé ici."
PROBE = Path(__file__).with_name("sonde.py")


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def inventory(request: HttpRequest, secret: str = "") -> HttpResponse:
    """Answer an agent in its own protocol; tell a person who comes to see what this address is for."""
    if request.method != "POST":
        return render(
            request, "arrivals/inventory.html", {"address": settings.BASE_URL + reverse("arrivals:inventory")}
        )
    answer = _answer(request, secret)
    response = HttpResponse(answer.body, content_type=answer.content_type, status=answer.status)
    if answer.status == 401:
        response["WWW-Authenticate"] = 'Basic realm="Maillon"'
    return response


def _answer(request: HttpRequest, secret: str) -> Answer:
    # Nothing that a stranger sends is even read.
    token = bearer_of(_presented(request) or secret)
    if token is None:
        return protocol.refused(NO_TOKEN, 401)
    message: Message | None = None
    try:
        data = request.read(reports.LARGEST_FILE + 1)
        source = reports.Source(data)
        message = protocol.understand(source, protocol.packing_of(data))
        if message.asked in (Asked.PROLOG, Asked.CONTACT):
            return protocol.tasks(message, of_glpi="GLPI-Agent-ID" in request.headers)
        if message.asked is Asked.OTHER:
            return protocol.refused(OTHER_TASK, 400, message)
        return _take(source, message, token)
    except reports.Unreadable as problem:
        return protocol.refused(str(problem), 413 if "20 Mo" in str(problem) else 400, message)
    except Refused as refusal:
        return protocol.refused(refusal.sentence, 409, message)


def _presented(request: HttpRequest) -> str:
    """The secret, where each agent can put it: password, bearer, or parameter of the address."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return given
    if scheme.lower() == "basic":
        try:
            user, _, password = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return ""
        return password if tokens.plausible(password) else user
    return request.GET.get("jeton", "")


def _take(source: reports.Source, message: Message, token: SiteToken) -> Answer:
    report = reports.read(source)
    try:
        id = uuid.UUID(message.id) if message.id else None
    except ValueError:
        id = None
    label = message.label or _label_in(message.tag, token)
    arrival = actions.receive(report, by=token, sender=message.sender, label=label, id=id)
    organisations.note_use(token, by=token)
    return protocol.received(message, _told(arrival))


def _label_in(tag: str, token: SiteToken) -> str:
    """The tag of an agent, when it is a label: it may be set to anything else."""
    try:
        return labels.parse(tag, token.network.prefix) if tag else ""
    except ValueError:
        return ""


def _told(arrival: Arrival) -> dict[str, Any]:
    """What the probe shows on the screen of the machine."""
    address = settings.BASE_URL + reverse("arrivals:detail", args=[arrival.reference])
    told = {"reference": arrival.reference, "url": address, "device": arrival.device and arrival.device.label}
    if arrival.device:
        return {**told, "message": f"Joint à l’appareil {arrival.device.label}."}
    waits = arrival.trouble or "Il attend son appareil"
    return {**told, "message": f"Reçu. {waits.rstrip('.')}. Référence {arrival.reference}."}


@public
@require_http_methods(["GET", "HEAD", "POST"])
def probe(request: HttpRequest) -> HttpResponse:
    """The probe, which knows this site; by POST from the page that makes tokens, which knows its token too."""
    token = request.POST.get("jeton", "")
    source = _source().replace('\nSITE = ""\n', f'\nSITE = "{settings.BASE_URL}"\n')
    if tokens.plausible(token):
        source = source.replace('\nTOKEN = ""\n', f'\nTOKEN = "{tokens.printed(token)}"\n')
    return HttpResponse(
        source,
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="sonde.py"', "Cache-Control": "no-store"},
    )


@cache
def _source() -> str:
    return PROBE.read_text(encoding="utf-8")
