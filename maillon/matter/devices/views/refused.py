import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import require
from maillon.ground.files import queries as files
from maillon.ground.files.views import served
from maillon.ground.organisations.access import members_only
from maillon.matter.devices import actions, policy, queries
from maillon.matter.devices.views.lists import seen


@members_only
@require_safe
def refused_file(request: HttpRequest, pk: uuid.UUID, refused: uuid.UUID) -> HttpResponseBase:
    """A file that was refused, as it came, to save and look at elsewhere."""
    found = get_object_or_404(queries.refused(seen(request, pk), request.member), pk=refused)
    return served(request, found, get_object_or_404(files.of(found)).pk)


@members_only
@require_POST
def discard_refused(request: HttpRequest, pk: uuid.UUID, refused: uuid.UUID) -> HttpResponse:
    """Throw a refused file away."""
    device = seen(request, pk)
    require(policy.may_work_on(request.member, device))
    found = queries.refused(device, request.member).filter(pk=refused).first()
    if found:
        actions.discard_refused(found.pk, by=request.member)
        messages.success(request, f"{found.name} : jeté.")
    return redirect("devices:detail", device.pk)
