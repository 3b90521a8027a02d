"""Lots: what was received, what is left to sort, what could not be explained."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.ground.organisations.access import members_only
from maillon.matter.ledger.models import Category
from maillon.matter.lots import actions, policy, queries
from maillon.matter.lots.forms import AccessoriesForm, CloseForm, DropOffForm, FilterForm
from maillon.matter.lots.models import Lot, Regime

PAGE = 50


@members_only
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """The lots that this member sees, newest first."""
    lots = Lot.objects.visible_to(request.member)
    form = FilterForm(request.GET, holders=queries.holders(request.member))
    found = queries.with_progress(queries.filtered(lots, form.asked))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "filtered": bool(form.asked),
        "may_receive": policy.may_receive(request.member, request.member.organisation),
    }
    return render(request, "lots/list.html", context)


def _seen(request: HttpRequest, pk: uuid.UUID) -> Lot:
    lots = Lot.objects.visible_to(request.member).select_related("network", "holder", "site", "donor", "merged_into")
    return get_object_or_404(lots, pk=pk)


@members_only
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One lot: what came, under which law, what became of it."""
    lot = _seen(request, pk)
    return _page(request, lot, CloseForm(lot=lot))


def _page(request: HttpRequest, lot: Lot, form: CloseForm) -> HttpResponse:
    context = {
        "lot": lot,
        "regime": Regime(lot.regime),
        "outlets": queries.outlets(lot.regime),
        "balance": queries.balance(lot),
        "documents": queries.documents(lot, request.member),
        "facts": queries.facts(queries.story(lot.pk)),
        "form": form,
        "may_handle": policy.may_close(request.member, lot),
        "may_label": policy.may_label(request.member),
        "may_correct": policy.may_correct(request.member, lot),
    }
    return render(request, "lots/detail.html", context)


@members_only
@require_POST
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End the sorting, saying why what was weighed is not all there."""
    lot = _seen(request, pk)
    form = CloseForm(request.POST, lot=lot)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: actions.close(lot, reason=reason, by=request.member)):
            messages.success(request, f"Le bilan du lot {lot.reference} est rendu.")
            return redirect("lots:detail", pk)
    return _page(request, lot, form)


@members_only
def receive(request: HttpRequest) -> HttpResponse:
    """Weigh and count what someone brought without an offer."""
    require(policy.may_receive(request.member, request.member.organisation))
    categories = Category.objects.filter(family__in=Category.GIVEN)
    sites = queries.choosable_sites(request.member)
    form = DropOffForm(request.POST or None, member=request.member, sites=sites, categories=categories)
    if request.method == "POST" and form.is_valid():
        lot = attempt(form, lambda: actions.drop_off(by=request.member, **form.arrival))
        if lot:
            messages.success(request, f"Lot {lot.reference} reçu et pesé. Entrez maintenant ses appareils.")
            return redirect("lots:detail", lot.pk)
    return render(request, "lots/receive.html", {"form": form, "rows": form.count_rows()})


@members_only
def accessories(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Count the accessories of a lot in bulk, with big buttons."""
    lot = _seen(request, pk)
    require(policy.may_receive(request.member, lot.holder))
    kinds = {"categories": Category.objects.filter(family__in=Category.BULK), "counted": queries.accessories(lot)}
    form = AccessoriesForm(request.POST or None, **kinds)
    if form.is_bound and form.is_valid():
        asked = {"by": request.member, "id": form.cleaned_data["id"]}
        if attempt(form, lambda: actions.count_accessories(lot.pk, form.changes, **asked)):
            messages.success(request, "Accessoires comptés : ils sont en stock.")
            return redirect("lots:detail", pk)
    return render(request, "lots/accessories.html", {"lot": lot, "form": form})
