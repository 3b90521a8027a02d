import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from maillon.common.errors import Refused, require
from maillon.common.forms import attempt
from maillon.ground.organisations.access import members_only
from maillon.matter.devices import actions, policy, queries
from maillon.matter.devices.forms import (
    AttestForm,
    IdentifyForm,
    LoseForm,
    PlaceForm,
    RecycleForm,
    RelabelForm,
    ReweighForm,
)
from maillon.matter.devices.models import Device
from maillon.matter.devices.views.lists import seen

ACTS = {
    "identify": IdentifyForm,
    "reweigh": ReweighForm,
    "relabel": RelabelForm,
    "place": PlaceForm,
    "attest": AttestForm,
    "recycle": RecycleForm,
    "lose": LoseForm,
}


def sent(request: HttpRequest) -> tuple:
    """The answers and files of a form that was sent; nothing when the page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


@members_only
def act(request: HttpRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """One act on one device, which asks for something: its small form, then back to the device."""
    device = seen(request, pk)
    require(policy.may_work_on(request.member, device))
    form = ACTS[verb](*sent(request))
    if form.is_bound and form.is_valid():
        done = attempt(form, lambda: form.perform(device.pk, by=request.member))
        if done:
            messages.success(request, form.told(done))
            return redirect("devices:detail", pk)
    context = {"device": device, "form": form, "address": queries.address(device.label)}
    refused = queries.refused(device, request.member) if verb == "identify" else ()
    return render(request, "devices/act.html", {**context, "refused": refused})


@members_only
@require_POST
def sort(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep the device for reuse."""
    device = seen(request, pk)
    return _at_once(request, device, lambda: actions.sort(device.pk, by=request.member), "Trié : à réemployer.")


@members_only
@require_POST
def find(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A lost device is found again."""
    device = seen(request, pk)
    return _at_once(
        request, device, lambda: actions.find(device.pk, by=request.member), "Retrouvé : à trier de nouveau."
    )


def _at_once(request: HttpRequest, device: Device, do: Callable[[], Device], told: str) -> HttpResponse:
    """Do an act that asks for nothing, and go back to where it was asked: the scanner, or the device's page.

    The second of two clicks finds it done, and sees the device as it is.
    """
    try:
        do()
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, told)
    back = request.POST.get("back", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else reverse("devices:detail", args=[device.pk]))
