"""Erasure of a device: its media one by one, the logs that prove it, the certificate."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from maillon.common.errors import Refused, require
from maillon.common.forms import attempt
from maillon.ground.organisations.access import members_only
from maillon.matter.devices.models import Device, Medium
from maillon.matter.erasure import actions, policy, queries
from maillon.matter.erasure.forms import DestroyForm, LogsForm
from maillon.matter.erasure.models import Erasure


def _seen(request: HttpRequest, pk: uuid.UUID) -> Device:
    devices = Device.objects.visible_to(request.member)
    return get_object_or_404(devices.select_related("holder", "category", "lot", "lot__donor"), pk=pk)


@members_only
def panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The media of a device and their proof; takes the bench's files, several at once."""
    device = _seen(request, pk)
    form = LogsForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound:
        require(policy.may_record(request.member, device))
        if form.is_valid():
            _tell(request, form.perform(device.pk, by=request.member))
            if not form.errors:
                return redirect("erasure:panel", pk)
        device = _seen(request, pk)
    return render(request, "erasure/panel.html", {**queries.page(device, request.member), "form": form})


def _tell(request: HttpRequest, made: list[Erasure]) -> None:
    """What each log proved, medium by medium."""
    for erasure in made:
        level = messages.SUCCESS if erasure.succeeded else messages.WARNING
        messages.add_message(request, level, f"{erasure.medium} : {erasure.get_verdict_display().lower()}.")
    if not made:
        messages.info(request, "Rapport joint. Il manque encore le journal de l’effacement.")


@members_only
def destroy(request: HttpRequest, pk: uuid.UUID, medium: uuid.UUID) -> HttpResponse:
    """A disk was taken out and destroyed: how, and with which proof."""
    device = _seen(request, pk)
    require(policy.may_record(request.member, device))
    found = get_object_or_404(Medium, pk=medium, device=device)
    form = DestroyForm(request.POST or None)
    answered = request.method == "POST" and form.is_valid()
    if answered and attempt(form, lambda: actions.destroy(found.pk, by=request.member, **form.cleaned_data)):
        messages.success(request, f"{found} : noté détruit.")
        return redirect("erasure:panel", pk)
    return render(request, "erasure/destroy.html", {"device": device, "medium": found, "form": form})


@members_only
@require_POST
def certify(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Issue the certificate of a device whose media are all clear."""
    device = _seen(request, pk)
    try:
        document = actions.certify(device.pk, by=request.member)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, f"Certificat {document.reference} établi. N’importe qui peut le vérifier par son QR.")
    return redirect("erasure:panel", pk)
