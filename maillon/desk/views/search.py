import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillon.common import labels
from maillon.giving.donations.models import Offer
from maillon.ground.organisations.access import members_only
from maillon.ground.organisations.models import Member, Role
from maillon.matter.devices import queries as devices
from maillon.matter.devices.models import Device, Label
from maillon.matter.lots.models import Lot
from maillon.sharing.needs.models import Need

SHOWN = 20
# « 2026-064 » is a lot or an offer; « B-2026-0012 » a request.
REFERENCE = re.compile(r"(?:(?P<letter>[AB])-?)?(?P<year>20\d\d)-(?P<number>\d{1,6})", re.IGNORECASE)
READS_OFFERS = (Role.COORDINATOR, Role.DONOR, Role.LOGISTICIAN, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is, and where its page is."""

    kind: str
    title: str
    text: str
    url: str
    state: str
    look: str


def said(request: HttpRequest) -> str:
    """What was typed or scanned, without the control signs that some scanners send."""
    return "".join(sign for sign in request.GET.get("q", "")[:300] if sign.isprintable()).strip()


@members_only
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Devices, lots, offers and requests by what identifies them; a single one opens at once."""
    typed = said(request)
    hits = list(_hits(request.member, typed)) if typed else []
    if len(hits) == 1:
        return redirect(hits[0].url)
    if not hits and (code := _printed_elsewhere(typed)):
        return redirect("desk:passport", code)
    return render(request, "desk/search.html", {"typed": typed, "hits": hits, "full": len(hits) >= SHOWN})


def _printed_elsewhere(typed: str) -> str:
    """The whole code of a label that another workshop or network printed: its page is for everyone."""
    try:
        code = labels.parse(typed)
    except ValueError:
        return ""
    return code if Label.objects.filter(code=code).exists() else ""


def _hits(member: Member, typed: str) -> Iterator[Hit]:
    found = REFERENCE.fullmatch(typed)
    if found:
        numbered = {"year": int(found["year"]), "number": int(found["number"])}
        yield from _needs(member, numbered) if found["letter"] else _deliveries(member, numbered)
    visible = devices.matching(Device.objects.visible_to(member), typed, member.network.prefix)
    yield from _devices(visible.select_related("category", "holder").order_by("-created_at")[:SHOWN])


def _devices(found: Iterable[Device]) -> Iterator[Hit]:
    for device in found:
        text = f"{device.label} · {device.holder}"
        url = reverse("devices:detail", args=[device.pk])
        yield Hit("Appareil", device.title, text, url, device.get_state_display(), device.look)


def _deliveries(member: Member, numbered: dict[str, int]) -> Iterator[Hit]:
    for lot in Lot.objects.visible_to(member).filter(**numbered).select_related("donor"):
        url = reverse("lots:detail", args=[lot.pk])
        yield Hit("Lot", str(lot), f"Donné par {lot.donor}", url, lot.get_state_display(), lot.look)
    if member.has(*READS_OFFERS):
        for offer in Offer.objects.visible_to(member).filter(**numbered):
            url = reverse("donations:detail", args=[offer.pk])
            yield Hit("Offre", str(offer), offer.donor_name, url, offer.get_state_display(), offer.look)


def _needs(member: Member, numbered: dict[str, int]) -> Iterator[Hit]:
    for need in Need.objects.visible_to(member).filter(**numbered).select_related("prescriber"):
        url = reverse("needs:detail", args=[need.pk])
        yield Hit("Demande", str(need), f"Faite par {need.prescriber}", url, need.get_state_display(), need.look)
