"""Corrections: the page of what looks wrong, what can be put right of a thing, and each correction in two steps."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillon.common.errors import Refused, require
from maillon.common.forms import attempt, refuse
from maillon.ground.organisations.access import members_only
from maillon.ground.organisations.models import Affiliation, Member
from maillon.matter.arrivals.models import Arrival
from maillon.matter.corrections import forms, policy, queries
from maillon.matter.devices import policy as devices_policy
from maillon.matter.devices.models import Device
from maillon.matter.lots import policy as lots
from maillon.matter.lots.models import Donor, Lot

Form = type[forms.CorrectionForm]


@members_only
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """What looks entered by mistake, kind by kind."""
    require(policy.may_seek(request.member))
    found = queries.anomalies(request.member)
    groups = [(kind, [one for one in found if one.kind == kind]) for kind in queries.Kind]
    return render(request, "corrections/list.html", {"groups": [group for group in groups if group[1]]})


def _lot(member: Member, pk: uuid.UUID) -> Lot:
    seen = Lot.objects.visible_to(member).select_related("network", "holder", "donor")
    lot = get_object_or_404(seen, pk=pk)
    require(lots.may_correct(member, lot))
    return lot


def _device(member: Member, pk: uuid.UUID) -> Device:
    seen = Device.objects.visible_to(member).select_related("network", "holder", "category", "lot")
    return get_object_or_404(seen.distinct(), pk=pk)


@members_only
@require_safe
def panel_lot(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What can be put right of this lot."""
    lot = _lot(request.member, pk)
    closed = lot.state == Lot.State.CLOSED
    offered = [
        (not lot.merged_into_id, "correct_lot", forms.CorrectForm),
        (closed and not lot.merged_into_id, "reopen_lot", forms.ReopenForm),
        (not closed, "split_lot", forms.SplitForm),
        (not closed, "merge_lots", forms.MergeLotsForm),
    ]
    return _offer(request, lot, lot.pk, f"Corriger le lot {lot.reference}", "lots:detail", offered)


@members_only
@require_safe
def panel_device(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What can be put right of this device."""
    device = _device(request.member, pk)
    corrects = devices_policy.may_correct(request.member, device)
    last = queries.last_act(device)
    undoes = policy.may_undo(request.member, device, last)
    require(corrects or undoes)
    told = policy.may_withdraw_report(request.member, device, last) and device.reports.standing().exists()
    offered = [
        (undoes, "undo", forms.UndoForm),
        (told and device.in_stock, "withdraw_report", forms.WithdrawReportForm),
        (corrects and device.labels.count() > 1, "choose_label", forms.ChooseLabelForm),
        (corrects and device.in_stock, "merge_devices", forms.MergeDevicesForm),
    ]
    return _offer(request, device, device.pk, f"Corriger {device.title}", "devices:detail", offered)


def _offer(
    request: HttpRequest, thing: Any, pk: uuid.UUID, title: str, page: str, offered: list[tuple[Any, str, Form]]
) -> HttpResponse:
    made = [
        (form(thing=thing, member=request.member), reverse(f"corrections:{name}", args=[pk]))
        for allowed, name, form in offered
        if allowed
    ]
    context = {"title": title, "offered": made, "thing": thing, "back": reverse(page, args=[pk])}
    return render(request, "corrections/offered.html", context)


def _step(request: HttpRequest, form: Form, thing: Any, back: str, *, home: str = "", **initial: Any) -> HttpResponse:
    """Ask, then show what would change, then do it: `home` is where to go once done, `back` where one came from."""
    asked = form(request.POST or None, thing=thing, member=request.member, initial=initial or None)
    changes = None
    if asked.is_bound and asked.is_valid():
        if request.POST.get("step") == "do":
            if done := attempt(asked, asked.perform):
                messages.success(request, asked.told(done))
                return redirect(home or back)
        else:
            try:
                changes = asked.rehearse()
            except Refused as refused:
                refuse(asked, refused)
    context = {"form": asked, "thing": thing, "changes": changes, "back": back}
    return render(request, "corrections/act.html", context)


@members_only
def lot(request: HttpRequest, pk: uuid.UUID, form: Form) -> HttpResponse:
    """One correction of a lot."""
    return _step(request, form, _lot(request.member, pk), reverse("lots:detail", args=[pk]))


@members_only
def device(request: HttpRequest, pk: uuid.UUID, form: Form) -> HttpResponse:
    """One correction of a device."""
    found = _device(request.member, pk)
    may = {forms.UndoForm: policy.may_undo, forms.WithdrawReportForm: policy.may_withdraw_report}.get(form)
    own = may is not None and may(request.member, found, queries.last_act(found))
    require(own or devices_policy.may_correct(request.member, found))
    other = {"code": request.GET["autre"]} if "autre" in request.GET else {}
    answer = _step(request, form, found, reverse("devices:detail", args=[pk]), **other)
    if answer.status_code == 302 and not Device.objects.filter(pk=pk).exists():
        return redirect("lots:detail", found.lot_id)
    return answer


@members_only
def tell_apart(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give its own label to the second machine that bore the same."""
    arrivals = Arrival.objects.visible_to(request.member).select_related("network", "holder")
    arrival = get_object_or_404(arrivals, pk=pk)
    require(lots.may_answer_for(request.member, arrival.holder))
    return _step(request, forms.TellApartForm, arrival, reverse("corrections:list"))


@members_only
def donors(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Two files of one donor."""
    donor = get_object_or_404(Donor.objects.visible_to(request.member), pk=pk)
    require(policy.may_merge(request.member))
    return _step(request, forms.MergeDonorsForm, donor, reverse("corrections:list"), other=request.GET.get("autre", ""))


@members_only
def organisations(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Two organisations that are one."""
    known = Affiliation.objects.visible_to(request.member).select_related("organisation")
    found = get_object_or_404(known, organisation=pk).organisation
    require(policy.may_merge(request.member))
    return _step(
        request,
        forms.MergeOrganisationsForm,
        found,
        reverse("corrections:list"),
        home=reverse("organisations:detail", args=[pk]),
        other=request.GET.get("autre", ""),
    )
