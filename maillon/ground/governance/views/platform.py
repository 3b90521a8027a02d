"""What who administers the platform does: see its networks, open one."""

import uuid

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from maillon.common.actors import PLATFORM
from maillon.common.forms import attempt
from maillon.ground.accounts.queries import password_url
from maillon.ground.governance import actions
from maillon.ground.governance.forms import NetworkForm
from maillon.ground.organisations.access import platform_only
from maillon.ground.organisations.models import Member, Network


@platform_only
@require_safe
def platform(request: HttpRequest) -> HttpResponse:
    """The networks of this server."""
    networks = Network.objects.select_related("head").annotate(
        structures=Count("affiliations", distinct=True), actors=Count("members", distinct=True)
    )
    return render(request, "governance/platform.html", {"networks": networks})


@platform_only
@require_http_methods(["GET", "HEAD", "POST"])
def start_network(request: HttpRequest) -> HttpResponse:
    """Open a network, on one page."""
    form = NetworkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: actions.start_network(by=PLATFORM, **form.asked))
        if made:
            messages.success(request, f"{made} est ouvert.")
            return redirect("governance:started", made.pk)
    return render(request, "governance/start_network.html", {"form": form})


@platform_only
@require_safe
def started(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What comes next in a network just opened: who chooses a password, by which link, and where she goes on."""
    network = get_object_or_404(Network.objects.select_related("head"), pk=pk)
    people = Member.objects.active().filter(network=network).select_related("user").order_by("created_at")[:20]
    doors = [(one, "" if one.has_password else password_url(one.user)) for one in people]
    return render(request, "governance/started.html", {"made": network, "doors": doors})
