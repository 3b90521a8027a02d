"""The useful sites: read by anyone, kept by those who run the network."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillon.common.forms import attempt
from maillon.ground.organisations.access import for_roles, public
from maillon.sharing.directory import actions, policy, queries
from maillon.sharing.directory.forms import ResourceForm
from maillon.sharing.directory.models import Resource
from maillon.sharing.directory.models.places import RUNS


@public
@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """The useful sites of the network, theme by theme."""
    member = request.member
    keeps = member is not None and member.network_id == request.network.pk and policy.may_enter(member)
    context = {"themes": queries.useful(request.network), "keeps": keeps}
    return render(request, "directory/resources.html", context)


@for_roles(*RUNS)
@require_safe
def keep_resources(request: HttpRequest) -> HttpResponse:
    """The list to look after: what was checked longest ago first."""
    seen = Resource.objects.visible_to(request.member)
    withdrawn = request.GET.get("etat") == "retires"
    shown = seen.exclude(withdrawn_on=None) if withdrawn else seen.published()
    context = {
        "page": Paginator(shown.order_by("verified_on", "name"), 50).get_page(request.GET.get("page")),
        "withdrawn": withdrawn,
        "stale": seen.stale(timezone.localdate()).count(),
    }
    return render(request, "directory/keep_resources.html", context)


@for_roles(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def recommend(request: HttpRequest) -> HttpResponse:
    """Add a useful site."""
    form = ResourceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        act = {"id": form.cleaned_data["id"], "by": request.member, **form.said}
        if made := attempt(form, lambda: actions.recommend(request.member.network, **act)):
            messages.success(request, f"« {made} » est dans les sites utiles.")
            return redirect("directory:keep_resources")
    return render(request, "directory/resource.html", {"form": form})


@for_roles(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def reword(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what is said of one."""
    resource = get_object_or_404(Resource.objects.visible_to(request.member), pk=pk)
    form = ResourceForm(request.POST if request.method == "POST" else None, resource=resource)
    valid = form.is_bound and form.is_valid()
    if valid and attempt(form, lambda: actions.reword(pk, by=request.member, **form.said)):
        messages.success(request, f"« {form.cleaned_data['name']} » est à jour.")
        return redirect("directory:keep_resources")
    return render(request, "directory/resource.html", {"form": form, "resource": resource})


def _done(act: Callable[..., Resource], sentence: str) -> Callable[..., HttpResponse]:
    """An act on one site, then back to the list."""

    @for_roles(*RUNS)
    @require_POST
    def done(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Do it."""
        resource = get_object_or_404(Resource.objects.visible_to(request.member), pk=pk)
        act(resource.pk, by=request.member)
        messages.success(request, sentence.format(resource))
        return redirect("directory:keep_resources")

    return done


verify = _done(actions.verify, "« {} » est vérifié d’aujourd’hui.")
withdraw = _done(actions.withdraw, "« {} » n’est plus recommandé. Vous pouvez le remettre, sous « Retirés ».")
restore = _done(actions.restore, "« {} » est de nouveau recommandé.")
