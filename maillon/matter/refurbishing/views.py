"""The bench of one device: install, test, grade."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.ground.organisations.access import members_only
from maillon.matter.devices.models import Device, State
from maillon.matter.refurbishing import actions, policy, queries
from maillon.matter.refurbishing.forms import ExamineForm, InstallForm

AT_BENCH = (State.ERASED, State.IN_REPAIR, State.READY)


def _seen(request: HttpRequest, pk: uuid.UUID) -> Device:
    devices = Device.objects.visible_to(request.member).select_related("holder", "category", "network")
    device = get_object_or_404(devices.prefetch_related("media"), pk=pk)
    require(policy.may_examine(request.member, device))
    return device


def _examine_form(device: Device, data=None) -> ExamineForm:
    proposals = queries.proposals(device, queries.rule_for(device, timezone.localdate()))
    initial = {} if data else {**queries.last_answers(device), "known_defects": device.known_defects}
    return ExamineForm(data, checks=queries.checks_for(device), proposals=proposals, initial=initial)


def _page(request: HttpRequest, device: Device, install=None, examine=None) -> HttpResponse:
    context = {
        "device": device,
        "at_bench": device.state in AT_BENCH,
        "install": install or InstallForm(proposals=queries.usual_systems(device), initial={"system": device.system}),
        "examine": examine or _examine_form(device),
        "last": device.examinations.select_related("examiner__user").first(),
    }
    return render(request, "refurbishing/bench.html", context)


@members_only
def panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What is installed and how each function works; every blocking check good, the device is ready."""
    device = _seen(request, pk)
    if request.method != "POST":
        return _page(request, device)
    form = _examine_form(device, request.POST)
    made = form.is_valid() and attempt(form, lambda: actions.examine(device.pk, by=request.member, **form.examined))
    if not made:
        return _page(request, device, examine=form)
    if made.passed:
        messages.success(request, f"Prêt, grade {made.get_grade_display()}.")
        return redirect("devices:detail", pk)
    messages.warning(request, "Noté. Une panne bloque la remise : il reste en réparation.")
    return redirect("refurbishing:panel", pk)


@members_only
@require_POST
def install(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note the system that was installed."""
    device = _seen(request, pk)
    form = InstallForm(request.POST, proposals=queries.usual_systems(device))
    made = form.is_valid() and attempt(form, lambda: actions.install(device.pk, by=request.member, **form.cleaned_data))
    if not made:
        return _page(request, device, install=form)
    messages.success(request, f"{made.system} : installé.")
    return redirect("refurbishing:panel", pk)
