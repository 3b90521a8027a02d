"""Erasure of a device: its media one by one, the logs that prove it, what becomes of its disks."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from maillon.common.errors import Refused, require
from maillon.common.forms import attempt
from maillon.ground.organisations.access import members_only
from maillon.matter.devices import queries as device_queries
from maillon.matter.devices.models import Device, Medium
from maillon.matter.erasure import actions, policy, queries
from maillon.matter.erasure.forms import AddForm, AttestLogForm, LogsForm, MediumForm
from maillon.matter.erasure.models import Erasure, HeldLog


def seen(request: HttpRequest, pk: uuid.UUID) -> Device:
    """The device, if this member sees it."""
    devices = Device.objects.visible_to(request.member)
    return get_object_or_404(devices.select_related("network", "holder", "category", "lot", "lot__donor"), pk=pk)


def told(request: HttpRequest, act: Callable[[], Any], done: str) -> None:
    """Do an act that asks for nothing, and say what came of it."""
    try:
        act()
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, done)


@members_only
def panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The media of a device and their proof; takes the bench's files, several at once."""
    device = seen(request, pk)
    form = LogsForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound:
        require(policy.may_record(request.member, device))
        if form.is_valid():
            _tell(request, form, form.perform(device.pk, by=request.member))
            if not form.errors:
                return redirect("erasure:panel", pk)
        device = seen(request, pk)
    return render(request, "erasure/panel.html", {**queries.page(device, request.member), "form": form})


def _tell(request: HttpRequest, form: LogsForm, made: list[Erasure]) -> None:
    """What each log proved, medium by medium."""
    for erasure in made:
        level = messages.SUCCESS if erasure.proves else messages.WARNING
        messages.add_message(request, level, f"{erasure.medium} : {erasure.get_verdict_display().lower()}.")
    if not made and not form.errors:
        messages.info(request, "Rapport joint. Il manque encore le journal de l’effacement.")


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def medium_act(request: HttpRequest, pk: uuid.UUID, medium: uuid.UUID, form: type[MediumForm]) -> HttpResponse:
    """One act on one medium: its small form, then back to the device."""
    device = seen(request, pk)
    found = get_object_or_404(Medium, pk=medium, device=device)
    return _act(request, form(_posted(request), device=device, medium=found, member=request.member))


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_medium(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A disk that no report showed."""
    return _act(request, AddForm(_posted(request), device=seen(request, pk), medium=None, member=request.member))


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _act(request: HttpRequest, form: MediumForm) -> HttpResponse:
    require(form.allowed())
    if form.is_bound and form.is_valid():
        done = attempt(form, form.do)
        if done or not form.errors:
            messages.success(request, form.told())
            return redirect("erasure:panel", form.device.pk)
    return render(request, "erasure/medium_act.html", {"device": form.device, "medium": form.medium, "form": form})


@members_only
@require_POST
def put_back(request: HttpRequest, pk: uuid.UUID, medium: uuid.UUID) -> HttpResponse:
    """A medium that was taken out is in the device again."""
    found = get_object_or_404(Medium, pk=medium, device=seen(request, pk))
    told(request, lambda: actions.put_back(found.pk, by=request.member), f"{found} : remis dans l’appareil.")
    return redirect("erasure:panel", pk)


def _held(request: HttpRequest, pk: uuid.UUID) -> HeldLog:
    return get_object_or_404(HeldLog.objects.visible_to(request.member).select_related("device__holder"), pk=pk)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def attest_log(request: HttpRequest, held: uuid.UUID) -> HttpResponse:
    """Of which medium a log without serial number speaks, on someone's word."""
    found = _held(request, held)
    require(policy.may_attest(request.member, found.device))
    form = AttestLogForm(_posted(request), held=found)
    if form.is_bound and form.is_valid():
        said = dict(form.cleaned_data)
        medium = said.pop("medium")
        if attempt(form, lambda: actions.attest_log(found.pk, medium_id=medium, by=request.member, **said)):
            messages.success(request, "C’est noté, avec votre attestation.")
            return redirect("erasure:panel", found.device_id)
    return render(request, "erasure/attest_log.html", {"held": found, "device": found.device, "form": form})


@members_only
@require_POST
def give_log(request: HttpRequest, held: uuid.UUID, device: uuid.UUID) -> HttpResponse:
    """Record a held log on the device whose disk it names."""
    found, target = _held(request, held), seen(request, device)
    told(request, lambda: actions.give_log(found.pk, to=target.pk, by=request.member), "Journal joint à cet appareil.")
    return redirect("erasure:panel", target.pk)


@members_only
@require_POST
def dismiss_log(request: HttpRequest, held: uuid.UUID) -> HttpResponse:
    """Set a held log aside."""
    found = _held(request, held)
    told(request, lambda: actions.dismiss_log(found.pk, by=request.member), "Journal écarté.")
    return redirect("erasure:panel", found.device_id)


@members_only
@require_POST
def retry(request: HttpRequest, pk: uuid.UUID, refused: uuid.UUID) -> HttpResponse:
    """Hand in again a file that was refused: what was missing may be known by now."""
    found = get_object_or_404(device_queries.refused(seen(request, pk), request.member), pk=refused)
    try:
        made = actions.retry(found.pk, by=request.member)
    except Refused as refusal:
        messages.warning(request, f"{found.name} : {refusal.sentence}")
        return redirect("devices:detail", pk)
    if isinstance(made, HeldLog):
        messages.warning(request, f"{found.name} : {made.why}")
    else:
        messages.success(request, f"{found.name} : lu, et joint à l’appareil.")
    return redirect("erasure:panel" if made else "devices:detail", pk)
