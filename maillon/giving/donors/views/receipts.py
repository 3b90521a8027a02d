"""Tax receipts: the donor declares a value, the entitled organisation issues, refuses or cancels."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillon.common.forms import attempt
from maillon.common.tables import writing
from maillon.giving.donors import actions, queries
from maillon.giving.donors.forms import CancelForm, RefuseForm, ValueForm
from maillon.giving.donors.models import Receipt, Valuation
from maillon.giving.donors.views.spaces import given, of_donor
from maillon.ground.files import queries as files
from maillon.ground.files.views import served
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Role

ISSUERS = (Role.COORDINATOR, Role.MANAGER)


@of_donor
def declare_value(request: HttpRequest, key: str, pk: uuid.UUID) -> HttpResponse:
    """Say what a gift is worth, with the paper that shows it, for its tax receipt."""
    lot = given(request, pk)
    kind = queries.form_of(lot)
    if kind is None:
        raise Http404("Ce don n’ouvre pas droit à un reçu fiscal.")
    form = ValueForm(request.POST or None, request.FILES or None, initial=queries.known_of(lot), kind=kind)
    if request.method == "POST" and form.is_valid():
        said = attempt(form, lambda: actions.declare_value(lot.pk, by=request.actor, **form.cleaned_data))
        if said:
            messages.success(request, "C’est déclaré. Vous recevrez le reçu par un e-mail.")
            return redirect("donors:lot", key, pk)
    context = {"key": key, "donor": request.donor, "lot": lot, "form": form, "goods": queries.told_goods(lot)}
    return render(request, "donors/declare_value.html", context)


@for_roles(*ISSUERS)
@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    """The declared values that wait for a receipt, then what was issued in a year."""
    return _receipts(request)


def _asked_year(request: HttpRequest) -> int:
    """The year of the address, this one unless it names another."""
    asked = request.GET.get("annee", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else timezone.localdate().year


def _each_with(form: Any, rows: Any) -> list[Any]:
    """The rows, each with a form of its own, whose fields have ids of their own."""
    found = list(rows)
    for one in found:
        one.form = form(auto_id=f"{one.pk}_%s")
    return found


def _receipts(request: HttpRequest, **forms: Any) -> HttpResponse:
    member, this_year, year = request.member, timezone.localdate().year, _asked_year(request)
    waiting = _each_with(RefuseForm, queries.to_answer(member))
    context = {
        "waiting": [(one, files.of(one, actions.PROOF).first(), queries.told_goods(one.lot)) for one in waiting],
        "entitled": queries.entitlement(member.organisation, timezone.localdate()),
        "issued": _each_with(CancelForm, queries.issued(member, year)),
        "totals": queries.totals(member.organisation, year),
        "year": year,
        "years": range(this_year, this_year - 4, -1),
        "refuse_form": None,
        "cancel_form": None,
        **forms,
    }
    return render(request, "donors/receipts.html", context)


def _valuation(request: HttpRequest, pk: uuid.UUID) -> Valuation:
    return get_object_or_404(Valuation.objects.visible_to(request.member), pk=pk)


@for_roles(*ISSUERS)
@require_POST
def issue_receipt(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Issue the receipt of a declared value."""
    receipt = actions.issue_receipt(_valuation(request, pk).pk, by=request.member)
    messages.success(request, f"Le reçu {receipt} est établi ; le donateur est prévenu.")
    return redirect("donors:receipts")


@for_roles(*ISSUERS)
@require_POST
def refuse_value(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why no receipt can be issued."""
    found, form = _valuation(request, pk), RefuseForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: actions.refuse_value(found.pk, by=request.member, **form.cleaned_data)
    ):
        messages.success(request, "Le donateur est prévenu, avec votre explication.")
        return redirect("donors:receipts")
    return _receipts(request, refuse_form=form, refused=found.pk)


@for_roles(*ISSUERS)
@require_POST
def cancel_receipt(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Cancel a receipt by a counter-entry."""
    found, form = get_object_or_404(Receipt.objects.visible_to(request.member), pk=pk), CancelForm(request.POST)
    if form.is_valid():
        made = attempt(form, lambda: actions.cancel_receipt(found.pk, by=request.member, **form.cleaned_data))
        if made:
            messages.success(request, f"{found} est annulé par {made} ; le donateur est prévenu.")
            return redirect("donors:receipts")
    return _receipts(request, cancel_form=form, cancelled=found.pk)


@for_roles(*ISSUERS)
@require_safe
def valuation_paper(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponseBase:
    """The paper that shows a declared value."""
    return served(request, _valuation(request, pk), file, purpose=actions.PROOF)


@for_roles(*ISSUERS)
@require_safe
def receipts_table(request: HttpRequest, format: str) -> HttpResponse:
    """The yearly declaration: every number, then how many stand and what they add up to."""
    if format not in writing.FORMATS:
        raise Http404(f"Le format « {format} » n’existe pas : choisissez {', '.join(writing.FORMATS)}.")
    year = _asked_year(request)
    content = queries.receipts_file(request.member, year, format)
    named = {"Content-Disposition": f'attachment; filename="recus-fiscaux-{year}.{format}"'}
    return HttpResponse(content, content_type=writing.FORMATS[format], headers=named)
