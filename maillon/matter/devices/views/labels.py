import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.common.pdf import DocumentFault
from maillon.ground.organisations.access import members_only
from maillon.matter.devices import actions, policy, queries, tasks
from maillon.matter.devices.forms import NewLabelsForm, SheetForm
from maillon.matter.devices.models import Device
from maillon.matter.lots.models import Lot

MOST_PRINTED = 1000


def _chosen(request: HttpRequest) -> tuple[dict[str, object], list[tuple[str, str]]]:
    """What the address names, a lot or a device, and its labels with their captions."""
    devices = Device.objects.visible_to(request.member).select_related("category")
    if lot := _identifier(request, "lot"):
        found = get_object_or_404(Lot.objects.visible_to(request.member).select_related("holder"), pk=lot)
        return {"lot": found}, queries.captions(devices.filter(lot=found).order_by("created_at")[:MOST_PRINTED])
    if device := _identifier(request, "appareil"):
        found = get_object_or_404(devices, pk=device)
        return {"device": found}, queries.captions([found])
    return {}, []


def _identifier(request: HttpRequest, name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get(name, ""))
    except ValueError:
        return None


@members_only
@require_safe
def panel_labels(request: HttpRequest) -> HttpResponse:
    """Choose the sheet: for the devices of a lot, for one device, or for new labels."""
    require(policy.may_take_in(request.member, request.member.organisation))
    about, labels = _chosen(request)
    form = SheetForm() if about else NewLabelsForm()
    return render(request, "devices/labels.html", {**about, "count": len(labels), "form": form})


@members_only
@require_safe
def labels_pdf(request: HttpRequest) -> HttpResponse:
    """The labels of a lot's devices, or of one device, on the chosen sheet."""
    require(policy.may_take_in(request.member, request.member.organisation))
    about, labels = _chosen(request)
    form = SheetForm(request.GET)
    return _sheet(request, form, labels) or render(
        request, "devices/labels.html", {**about, "count": len(labels), "form": form}
    )


@members_only
@require_POST
def new_labels(request: HttpRequest) -> HttpResponse:
    """New labels, not yet on any device; sent twice, the same ones."""
    form = NewLabelsForm(request.POST)
    labels = None
    if form.is_valid():
        kept = form.cleaned_data
        labels = attempt(form, lambda: actions.print_labels(kept["count"], by=request.member, id=kept["id"]))
    found = [(label.code, "") for label in labels or ()]
    return _sheet(request, form, found) or render(request, "devices/labels.html", {"form": form})


def _sheet(request: HttpRequest, form: SheetForm, labels: list[tuple[str, str]]) -> HttpResponse | None:
    """The PDF to print, or None when the form says why there is none."""
    if not form.is_valid():
        return None
    network, on = request.member.network, timezone.localdate()
    try:
        content = tasks.labels_pdf(labels, network=network, sheet=form.format, start=form.cleaned_data["start"], on=on)
    except DocumentFault as fault:
        form.add_error("sheet", fault.sentence)
        return None
    name = f"etiquettes-{on.isoformat()}.pdf"
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
