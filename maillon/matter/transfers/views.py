"""Transfers: the list, one of them as it stands, and each act on it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import Refused, require
from maillon.common.forms import attempt
from maillon.common.spreadsheets import Sheet
from maillon.common.tables import writing
from maillon.ground.files.views import served
from maillon.ground.organisations.access import members_only
from maillon.matter.transfers import actions, policy, queries
from maillon.matter.transfers.forms import (
    AgreementForm,
    CallBackForm,
    CodesForm,
    CountForm,
    EndForm,
    OpenForm,
    ReceiveForm,
    SendForm,
    SettleForm,
)
from maillon.matter.transfers.models import Agreement, Bulk, Outcome, Transfer

PAGE = 50


def _seen(request: HttpRequest, pk: uuid.UUID) -> Transfer:
    return get_object_or_404(Transfer.objects.visible_to(request.member).whole(), pk=pk)


def _to_send(request: HttpRequest, pk: uuid.UUID) -> Transfer:
    transfer = _seen(request, pk)
    require(policy.may_send(request.member, transfer))
    return transfer


@members_only
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """What one's organisation sends and receives; the coordinator sees all."""
    page = Paginator(queries.listed(request.member), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_prepare": policy.may_prepare(request.member)}
    return render(request, "transfers/list.html", context)


@members_only
def open_transfer(request: HttpRequest) -> HttpResponse:
    """Begin a list."""
    require(policy.may_prepare(request.member))
    form = OpenForm(request.POST or None, member=request.member)
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: actions.open_transfer(**form.cleaned_data, by=request.member))
        if made:
            return redirect("transfers:detail", made.pk)
    return render(request, "transfers/open.html", {"form": form})


@members_only
def agreements(request: HttpRequest) -> HttpResponse:
    """Under which agreements members hand things on, and note one more."""
    may = policy.may_agree(request.member, request.member.organisation)
    form = AgreementForm(request.POST or None, request.FILES or None, member=request.member)
    if request.method == "POST":
        require(may)
        if form.is_valid() and attempt(form, lambda: actions.record_agreement(**form.cleaned_data, by=request.member)):
            messages.success(request, "Convention notée : ce qui part peut partir sous elle.")
            return redirect("transfers:agreements")
    page = Paginator(queries.agreements(request.member), PAGE).get_page(request.GET.get("page"))
    return render(request, "transfers/agreements.html", {**queries.agreements_page(page, may), "form": form})


@members_only
def end_agreement(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say until when one holds."""
    agreement = get_object_or_404(Agreement.objects.visible_to(request.member), pk=pk)
    require(policy.may_agree(request.member, request.member.organisation))
    form = EndForm(request.POST or None, agreement=agreement)
    if form.is_bound and form.is_valid() and attempt(form, lambda: _ended(request, pk, form)):
        messages.success(request, "C’est noté : rien ne partira sous elle après ce jour.")
        return redirect("transfers:agreements")
    return render(request, "transfers/end_agreement.html", {"form": form, "agreement": agreement})


def _ended(request: HttpRequest, pk: uuid.UUID, form: EndForm) -> Agreement:
    return actions.end_agreement(pk, on=form.cleaned_data["on"], by=request.member)


@members_only
@require_safe
def agreement_file(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponseBase:
    """The signed original of one."""
    return served(request, get_object_or_404(Agreement.objects.visible_to(request.member), pk=pk), file)


@members_only
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One transfer as it stands, with what is next for whoever looks."""
    return _page(request, _seen(request, pk))


def _page(request: HttpRequest, transfer: Transfer, **forms: Any) -> HttpResponse:
    """`forms` replaces those that were sent and are shown again."""
    shown = queries.page(transfer, request.member)
    context = {**shown, **_forms(transfer, shown["items"], shown["bulks"]), **forms}
    return render(request, "transfers/detail.html", context)


def _forms(transfer: Transfer, items: list, bulks: list[Bulk]) -> dict[str, Any]:
    """The forms of the state that it is in."""
    if transfer.state == Transfer.State.DRAFT:
        stock = queries.available(transfer, timezone.localdate())
        told = {"agreement": transfer.agreement, "seals": transfer.seals}
        return {"codes": CodesForm(), "count": CountForm(stock=stock), "send": SendForm(initial=told)}
    if transfer.state == Transfer.State.SENT:
        rows = queries.tally(transfer, items)
        return {"call_back": CallBackForm(), "receive": ReceiveForm(transfer=transfer, rows=rows, bulks=bulks)}
    if transfer.state == Transfer.State.RECEIVED:
        return {"settle": SettleForm(items=_missing(items), bulks=_missing(bulks))}
    return {}


def _missing(lines: list) -> list:
    return [line for line in lines if line.outcome == Outcome.MISSING]


@members_only
@require_POST
def add_many(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put many labels on the list."""
    transfer, form = _to_send(request, pk), CodesForm(request.POST)
    if form.is_valid():
        made = attempt(form, lambda: actions.add_many(pk, form.typed, by=request.member))
        if made is not None:
            messages.success(request, f"{len(made)} appareils sont sur la liste.")
            return redirect("transfers:detail", pk)
    return _page(request, transfer, codes=form)


@members_only
@require_POST
def take_off(request: HttpRequest, pk: uuid.UUID, device: uuid.UUID) -> HttpResponse:
    """Withdraw one device from the list."""
    return _done(request, pk, lambda: actions.take_off(_seen(request, pk).pk, device, by=request.member), "Retiré.")


def _done(request: HttpRequest, pk: uuid.UUID, act: Any, told: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, told)
    return redirect("transfers:detail", pk)


@members_only
@require_POST
def count(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Count what goes in bulk."""
    transfer = _to_send(request, pk)
    form = CountForm(request.POST, stock=queries.available(transfer, timezone.localdate()))
    if form.is_valid() and attempt(form, lambda: actions.count(pk, form.units, by=request.member)):
        messages.success(request, "Vrac compté.")
        return redirect("transfers:detail", pk)
    return _page(request, transfer, count=form)


@members_only
@require_POST
def send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let it leave, with its waybill."""
    transfer, form = _to_send(request, pk), SendForm(request.POST)
    if form.is_valid():
        sent = attempt(form, lambda: actions.send(pk, **form.cleaned_data, by=request.member))
        if sent:
            messages.success(request, f"Parti : joignez le bon {sent.reference} au chargement.")
            return redirect("transfers:detail", pk)
    return _page(request, transfer, send=form)


@members_only
@require_POST
def call_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Undo the sending, while nothing has arrived."""
    transfer, form = _to_send(request, pk), CallBackForm(request.POST)
    if form.is_valid() and attempt(form, lambda: actions.call_back(pk, **form.cleaned_data, by=request.member)):
        messages.success(request, "Rappelé : la liste est de nouveau ouverte, et le destinataire prévenu.")
        return redirect("transfers:detail", pk)
    return _page(request, transfer, call_back=form)


@members_only
@require_POST
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give up a list."""
    return _done(request, pk, lambda: actions.cancel(_seen(request, pk).pk, by=request.member), "Liste abandonnée.")


@members_only
@require_POST
def finish(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End the reception, each difference with its reason."""
    transfer = _seen(request, pk)
    require(policy.may_receive(request.member, transfer))
    rows, bulks = queries.tally(transfer, queries.rows(transfer)), list(transfer.bulks.select_related("category"))
    form = ReceiveForm(request.POST, transfer=transfer, rows=rows, bulks=bulks)
    if form.is_valid():
        asked = {"site": form.cleaned_data["site"], "decisions": form.decisions, "bulk": form.bulk, "seals": form.seals}
        if attempt(form, lambda: actions.finish(pk, **asked, by=request.member)):
            messages.success(request, "Reçu : ce qui est arrivé est dans votre stock.")
            return redirect("transfers:detail", pk)
    return _page(request, transfer, receive=form)


@members_only
@require_POST
def settle(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what became of what did not arrive."""
    transfer = _seen(request, pk)
    require(policy.may_settle(request.member, transfer))
    bulks = list(transfer.bulks.select_related("category"))
    form = SettleForm(request.POST, items=_missing(queries.rows(transfer)), bulks=_missing(bulks))
    if form.is_valid():
        asked = {"decisions": form.decisions, "bulk": form.bulk}
        if attempt(form, lambda: actions.settle(pk, **asked, by=request.member)):
            messages.success(request, "Noté.")
            return redirect("transfers:detail", pk)
    return _page(request, transfer, settle=form)


@members_only
@require_safe
def export(request: HttpRequest, pk: uuid.UUID, format: str) -> HttpResponse:
    """Its lines as a spreadsheet."""
    transfer = _seen(request, pk)
    rows = queries.exported(transfer)
    if format not in writing.FORMATS:
        raise Http404(f"Le format « {format} » n’existe pas : choisissez {', '.join(writing.FORMATS)}.")
    content = writing.whole(format, Sheet("Transfert", queries.HEADS, rows))
    named = {"Content-Disposition": f'attachment; filename="{transfer.reference or "transfert"}.{format}"'}
    return HttpResponse(content, content_type=writing.FORMATS[format], headers=named)
