import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.ground.files.views import served
from maillon.ground.organisations.access import members_only
from maillon.matter.devices import actions, policy, queries
from maillon.matter.devices.forms import PhotosForm
from maillon.matter.devices.views.acts import sent
from maillon.matter.devices.views.lists import seen


@members_only
def panel_photos(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The photos of a device, and a few more."""
    device = seen(request, pk)
    require(policy.may_work_on(request.member, device))
    form = PhotosForm(*sent(request))
    if form.is_bound and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("caption", "purpose")}
        add = partial(actions.add_photo, device.pk, by=request.member, **told)
        kept = [attempt(form, partial(add, content, name=name)) for content, name in form.cleaned_data["photos"]]
        if all(kept):
            messages.success(request, f"{len(kept)} photo{'s' if len(kept) > 1 else ''} de plus.")
            return redirect("devices:panel_photos", pk)
    return render(request, "devices/photos.html", {"device": device, "form": form, "photos": queries.photos(device)})


@members_only
@require_safe
def photo(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponseBase:
    """One photo, for whoever sees the device."""
    return served(request, seen(request, pk), file)


@members_only
@require_POST
def remove_photo(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Destroy a photo."""
    device = seen(request, pk)
    actions.remove_photo(device.pk, file, by=request.member)
    messages.success(request, "Photo détruite.")
    return redirect("devices:panel_photos", pk)
