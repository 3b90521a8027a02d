import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import Refused, require
from maillon.common.forms import attempt
from maillon.common.pdf import DocumentFault
from maillon.ground.organisations.access import members_only
from maillon.matter.devices.forms import SheetForm
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger import policy as ledger_policy
from maillon.matter.ledger.models import Location
from maillon.matter.scanning import actions, policy, queries, tasks
from maillon.matter.scanning.forms import PlacesForm, RenameForm

PAGE = 50


def _handles(request: HttpRequest) -> None:
    require(policy.may_scan(request.member, request.member.organisation))


def _seen(request: HttpRequest, pk: uuid.UUID) -> Location:
    locations = Location.objects.visible_to(request.member).select_related("site__organisation", "parent")
    return get_object_or_404(locations, pk=pk)


@members_only
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """The sites, their zones and their shelves."""
    _handles(request)
    return _tree(request, PlacesForm(member=request.member))


def _tree(request: HttpRequest, form: PlacesForm) -> HttpResponse:
    context = {"trees": queries.trees(request.member), "form": form, "sheet": SheetForm()}
    return render(request, "scanning/places.html", context)


@members_only
@require_POST
def open_places(request: HttpRequest) -> HttpResponse:
    """New zones of a site, or new shelves of a zone."""
    _handles(request)
    form = PlacesForm(request.POST, member=request.member)
    if form.is_valid():
        kept = form.cleaned_data
        asked = {"parent": kept["parent"], "id": kept["id"], "by": request.member}
        made = attempt(form, lambda: actions.open_places(kept["site"], kept["names"], **asked))
        if made:
            messages.success(request, f"{', '.join(place.name for place in made)} : à étiqueter, puis à remplir.")
            return redirect("scanning:places")
    return _tree(request, form)


@members_only
@require_safe
def place(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One location: what stands there, and what to do with it."""
    return _page(request, _seen(request, pk), RenameForm())


def _page(request: HttpRequest, location: Location, form: RenameForm) -> HttpResponse:
    found = queries.standing_at(location).select_related("category", "location").order_by("label")
    context = {
        "location": location,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "shelves": queries.places(request.member).filter(parent=location),
        "stocktakes": location.stocktakes.select_related("opened_by__user")[:5],
        "card": queries.place_card(location),
        "may_arrange": ledger_policy.may_arrange(request.member, location.site.organisation),
        "form": form,
    }
    return render(request, "scanning/place.html", context)


@members_only
@require_safe
def place_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR of a location leads."""
    location = get_object_or_404(Location.objects.visible_to(request.member), code=code.upper())
    return redirect("scanning:place", location.pk)


@members_only
@require_POST
def rename(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Another name; the printed code stays."""
    location = _seen(request, pk)
    require(ledger_policy.may_arrange(request.member, location.site.organisation))
    form = RenameForm(request.POST)
    if form.is_valid():
        name = form.cleaned_data["name"]
        if attempt(form, lambda: ledger.rename_location(location.pk, name=name, by=request.member)):
            messages.success(request, f"Renommé « {name} » : réimprimez son étiquette.")
            return redirect("scanning:place", pk)
    return _page(request, location, form)


@members_only
@require_POST
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Do without an empty location."""
    location = _seen(request, pk)
    try:
        actions.close_place(location.pk, by=request.member)
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("scanning:place", pk)
    messages.success(request, f"« {location.name} » est supprimé.")
    return redirect("scanning:places")


@members_only
@require_safe
def places_pdf(request: HttpRequest) -> HttpResponse:
    """The labels to stick on shelves: all of a site's, or one."""
    _handles(request)
    form = SheetForm(request.GET)
    chosen = queries.places(request.member).order_by("site__name", "parent__name", "name")
    if request.GET.get("emplacement"):
        chosen = chosen.filter(pk=_seen(request, _identifier(request, "emplacement")).pk)
    content = form.is_valid() and _printed(request, form, list(chosen))
    if not content:
        context = {"trees": queries.trees(request.member), "form": PlacesForm(member=request.member), "sheet": form}
        return render(request, "scanning/places.html", context)
    return pdf_answer(content, "emplacements")


def _identifier(request: HttpRequest, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.GET[name])
    except ValueError:
        return uuid.UUID(int=0)


def _printed(request: HttpRequest, form: SheetForm, chosen: list[Location]) -> bytes | None:
    network, on = request.member.network, timezone.localdate()
    try:
        return tasks.places_pdf(chosen, network=network, sheet=form.format, start=form.cleaned_data["start"], on=on)
    except DocumentFault as fault:
        form.add_error("sheet", fault.sentence)
        return None


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A PDF to look at, named after what it is and the day."""
    name = f"{name}-{timezone.localdate().isoformat()}.pdf"
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
