"""The check of one lot: what came, what did not, what was not expected, and why."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import require
from maillon.common.forms import Form, attempt
from maillon.common.spreadsheets import Sheet
from maillon.common.tables import writing
from maillon.giving.receptions import actions, policy, queries
from maillon.giving.receptions.forms import ExplainForm, LogsForm, PointForm, SealsForm, WeighForm
from maillon.ground.organisations.access import members_only
from maillon.matter.lots.models import Lot

PAGE = 50
GAPS = 40


def _seen(request: HttpRequest, pk: uuid.UUID) -> Lot:
    lots = Lot.objects.visible_to(request.member).select_related("network", "holder", "donor", "site")
    lot = get_object_or_404(lots, pk=pk)
    require(policy.may_read(request.member, lot))
    return lot


@members_only
@require_safe
def panel_lot(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The comparison as it stands."""
    return _page(request, _seen(request, pk))


def _page(request: HttpRequest, lot: Lot, **forms: Form) -> HttpResponse:
    tally = queries.tally(lot)
    gaps = Paginator(tally.gaps, GAPS).get_page(request.GET.get("ecarts"))
    context: dict[str, Any] = {
        "lot": lot, "tally": tally, "gaps": gaps,
        "page": Paginator(tally.matches, PAGE).get_page(request.GET.get("page")),
        "may_check": tally.open and policy.may_check(request.member, lot),
        "logs": LogsForm(), "told": queries.donor_logs(lot), "weigh": WeighForm(), "seals": SealsForm(seals=tally.seals), "point": PointForm(),
        "explain": ExplainForm(gaps=gaps.object_list),
        **forms,
    }  # fmt: skip
    return render(request, "receptions/panel.html", context)


def _to_check(request: HttpRequest, pk: uuid.UUID) -> Lot:
    lot = _seen(request, pk)
    require(policy.may_check(request.member, lot))
    return lot


@members_only
@require_POST
def weigh(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Weigh it again."""
    lot, form = _to_check(request, pk), WeighForm(request.POST)
    if form.is_valid() and attempt(form, lambda: actions.weigh(pk, form.cleaned_data["weighed"], by=request.member)):
        messages.success(request, "Masse notée.")
        return redirect("receptions:panel_lot", pk)
    return _page(request, lot, weigh=form)


@members_only
@require_POST
def look_at_seals(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say how the sealed containers came."""
    lot = _to_check(request, pk)
    form = SealsForm(request.POST, seals=queries.tally(lot).seals)
    if form.is_valid() and attempt(form, lambda: actions.look_at_seals(pk, form.states, by=request.member)):
        messages.success(request, "Scellés notés.")
        return redirect("receptions:panel_lot", pk)
    return _page(request, lot, seals=form)


@members_only
@require_POST
def point(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Point at what the list names."""
    lot, form = _to_check(request, pk), PointForm(request.POST)
    if form.is_valid():
        line = attempt(form, lambda: actions.point(pk, form.cleaned_data["number"], by=request.member))
        if line:
            messages.success(request, f"Ligne {line.line} pointée : {line.title}.")
            return redirect("receptions:panel_lot", pk)
    return _page(request, lot, point=form)


@members_only
@require_POST
def take_logs(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The donor's own logs, checked like ours."""
    lot, form = _to_check(request, pk), LogsForm(request.POST, request.FILES)
    if form.is_valid():
        files = [(file.read(), file.name) for file in form.cleaned_data["logs"] if file]
        made = attempt(form, lambda: actions.take_logs(pk, files, by=request.member))
        if made is not None:
            messages.success(
                request, f"{len(made)} disque{'s' if len(made) > 1 else ''} rapproché{'s' if len(made) > 1 else ''}."
            )
            return redirect("receptions:panel_lot", pk)
    return _page(request, lot, logs=form)


@members_only
@require_POST
def conclude(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep the reasons of the page; asked to, end the check and give the balance of the lot."""
    lot = _to_check(request, pk)
    gaps = Paginator(queries.tally(lot).gaps, GAPS).get_page(request.GET.get("ecarts"))
    form = ExplainForm(request.POST, gaps=gaps.object_list)
    if form.is_valid() and attempt(form, lambda: _concluded(request, pk, form)):
        return redirect("receptions:panel_lot", pk)
    return _page(request, lot, explain=form)


def _concluded(request: HttpRequest, pk: uuid.UUID, form: ExplainForm) -> object:
    if "conclude" not in request.POST:
        made = actions.explain(pk, form.reasons, by=request.member)
        messages.success(request, "Motifs notés.")
        return made
    lot = actions.conclude(pk, reasons=form.reasons, rest=form.cleaned_data["rest"], by=request.member)
    messages.success(request, f"Réception contrôlée, bilan du lot {lot.reference} rendu.")
    return lot


@members_only
@require_safe
def export(request: HttpRequest, pk: uuid.UUID, format: str) -> HttpResponse:
    """The comparison as a spreadsheet."""
    lot = _seen(request, pk)
    if format not in writing.FORMATS:
        raise Http404(f"Le format « {format} » n’existe pas : choisissez {', '.join(writing.FORMATS)}.")
    return table(queries.tally(lot), format)


def table(tally: queries.Tally, format: str) -> HttpResponse:
    """The file of a comparison."""
    content = writing.whole(format, Sheet("Réception", queries.HEADS, queries.rows(tally)))
    named = {"Content-Disposition": f'attachment; filename="reception-lot-{tally.lot.reference}.{format}"'}
    return HttpResponse(content, content_type=writing.FORMATS[format], headers=named)
