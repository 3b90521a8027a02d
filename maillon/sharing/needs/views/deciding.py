"""Deciding: which device for which request, a question, a refusal; then the whole queue at once."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillon.common.errors import Refused
from maillon.common.forms import attempt
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device
from maillon.sharing.needs import actions, queries
from maillon.sharing.needs.forms import Proposals, Question, Refusal
from maillon.sharing.needs.views.following import seen, show

DECIDES = (Role.COORDINATOR, Role.DISTRIBUTOR)


@for_roles(*DECIDES)
@require_POST
def reserve(request: HttpRequest, pk: uuid.UUID, item: uuid.UUID, device: uuid.UUID) -> HttpResponse:
    """Promise this device; whoever comes second sees why not, and what is left."""
    need = seen(request, pk)
    line = get_object_or_404(need.items, pk=item)
    wanted = get_object_or_404(Device, pk=device, network=request.member.network_id)
    try:
        actions.reserve(line.pk, wanted.pk, by=request.member)
    except Refused as refused:
        return show(request, seen(request, pk), refused=refused, status=409)
    messages.success(request, f"{wanted.title} est réservé pour la demande {need.reference}.")
    return redirect("needs:detail", need.pk)


@for_roles(*DECIDES)
@require_POST
def release(request: HttpRequest, pk: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Take the promise back."""
    need = seen(request, pk)
    line = get_object_or_404(need.items, pk=item)
    try:
        actions.release(line.pk, by=request.member)
    except Refused as refused:
        return show(request, seen(request, pk), refused=refused, status=409)
    messages.success(request, "L’appareil est de nouveau libre. La demande garde sa place.")
    return redirect("needs:detail", need.pk)


@for_roles(*DECIDES)
@require_POST
def question(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask the prescriber something."""
    need, form = seen(request, pk), Question(request.POST, auto_id="question_%s")
    if form.is_valid() and attempt(
        form, lambda: actions.question(need.pk, text=form.cleaned_data["exchange"], by=request.member)
    ):
        messages.success(request, f"La question est envoyée à {need.prescriber.name}.")
        return redirect("needs:detail", need.pk)
    return show(request, need, question=form)


@for_roles(*DECIDES)
@require_POST
def refuse(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Decline, saying why."""
    need, form = seen(request, pk), Refusal(request.POST, auto_id="refusal_%s")
    if form.is_valid() and attempt(
        form, lambda: actions.refuse(need.pk, reason=form.cleaned_data["exchange"], by=request.member)
    ):
        messages.success(request, f"La demande {need.reference} est refusée ; {need.prescriber.name} est prévenu.")
        return redirect("needs:detail", need.pk)
    return show(request, need, refusal=form)


@for_roles(*DECIDES)
@never_cache
def plan(request: HttpRequest) -> HttpResponse:
    """The best share of the ready devices over the whole queue; what is confirmed is what was shown."""
    form = Proposals(request.POST if request.method == "POST" else None)
    report = None
    if request.method == "POST" and form.is_valid():
        report = form.reserve(by=request.member)
    share = queries.plan_page(request.member, timezone.localdate())
    return render(request, "needs/plan.html", {"form": form, "share": share, "report": report})
