import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.ground.organisations.access import members_only
from maillon.matter.devices import actions, policy, queries
from maillon.matter.devices.forms import SeriesForm, UnitForm
from maillon.matter.lots.models import Lot

PAGE = 50


def _lot(request: HttpRequest, pk: uuid.UUID) -> Lot:
    lots = Lot.objects.visible_to(request.member).select_related("network", "holder", "donor", "site")
    return get_object_or_404(lots, pk=pk)


@members_only
@require_safe
def panel_lot(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The devices of a lot, and the fields that take the next ones in; the list alone inside the lot's page."""
    lot = _lot(request, pk)
    if request.htmx:
        page = Paginator(queries.of_lot(lot), PAGE).get_page(1)
        return render(request, "devices/lot_devices.html", {"lot": lot, "page": page, "inside": True})
    return _page(request, lot)


def _page(
    request: HttpRequest, lot: Lot, unit: UnitForm | None = None, series: SeriesForm | None = None
) -> HttpResponse:
    intake = queries.intake(lot)
    first = {"category": request.GET.get("categorie", "") or intake.next_category, "code": request.GET.get("code", "")}
    context = {
        "lot": lot,
        "intake": intake,
        "unit": unit or UnitForm(categories=intake.choices, initial=first),
        "series": series or SeriesForm(categories=intake.choices, initial=first, prefix="series"),
        "open": lot.state != Lot.State.CLOSED and policy.may_take_in(request.member, lot.holder),
        "page": Paginator(queries.of_lot(lot), PAGE).get_page(request.GET.get("page")),
        "in_series": series is not None or "serie" in request.GET,
    }
    return render(request, "devices/intake.html", context)


def _again(lot: Lot, category: str, **more: str) -> HttpResponse:
    return redirect(f"{reverse('devices:panel_lot', args=[lot.pk])}?{urlencode({'categorie': category, **more})}")


@members_only
@require_POST
def take_in(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make one unit of the lot a device, then ask for the next."""
    lot = _lot(request, pk)
    require(policy.may_take_in(request.member, lot.holder))
    form = UnitForm(request.POST, categories=queries.intake(lot).choices)
    if form.is_valid():
        kept = form.cleaned_data
        asked = {"code": kept["code"], "mass_g": kept["mass"], "at": kept["at"], "id": kept["id"]}
        device = attempt(form, lambda: actions.take_in(lot, kept["category"], by=request.member, **asked))
        if device:
            messages.success(request, f"{device.label} : {device.category.name.lower()} entré.")
            return _again(lot, device.category_id)
    return _page(request, lot, unit=form)


@members_only
@require_POST
def take_in_series(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make several units of the lot devices at once, under new labels to print."""
    lot = _lot(request, pk)
    require(policy.may_take_in(request.member, lot.holder))
    form = SeriesForm(request.POST, categories=queries.intake(lot).choices, prefix="series")
    if form.is_valid():
        kept = form.cleaned_data
        category, sent = kept["category"], {"id": kept["id"], "at": kept["at"]}
        made = attempt(form, lambda: actions.take_in_series(lot, category, kept["units"], by=request.member, **sent))
        if made:
            messages.success(request, f"{category.named(len(made))} : entrés. Imprimez leurs étiquettes.")
            return _again(lot, category.pk, serie="1")
    return _page(request, lot, series=form)
