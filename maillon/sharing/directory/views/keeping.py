"""Keeping the directory true: by those whose place it is, and by those who run the network."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.ground.organisations.access import for_roles
from maillon.sharing.directory import actions, policy, queries
from maillon.sharing.directory.forms import ListForm, PlaceForm
from maillon.sharing.directory.models import Place, Suggestion
from maillon.sharing.directory.models.places import RUNS

READS = (*RUNS, *policy.KEEPERS)


@for_roles(*READS)
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """The places that this member looks after."""
    form = ListForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    places = queries.kept_by(request.member, words=asked.get("q", ""), state=asked.get("etat", ""))
    context = {
        "form": form,
        "page": Paginator(places, 50).get_page(request.GET.get("page")),
        "filtered": any(asked.values()),
        "may_enter": policy.may_enter(request.member),
        "waiting": Suggestion.objects.visible_to(request.member).waiting().count(),
    }
    return render(request, "directory/list.html", context)


@for_roles(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Add a place to the directory."""
    blank = Place(network=request.member.network)
    form = PlaceForm(request.POST if request.method == "POST" else None, place=blank, network_wide=True)
    if form.is_bound and form.is_valid():
        act = {"id": form.cleaned_data["id"], "by": request.member, **form.place_fields}
        if made := attempt(form, lambda: actions.enter(request.member.network, **act)):
            messages.success(request, f"« {made} » est dans l’annuaire.")
            return redirect("directory:place", request.member.network.slug, made.pk)
    return render(request, "directory/edit.html", {"form": form})


def _seen(request: HttpRequest, pk: uuid.UUID) -> Place:
    places = Place.objects.visible_to(request.member).select_related("network", "organisation")
    return get_object_or_404(places, pk=pk)


@for_roles(*READS)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what changed in a place."""
    place = _seen(request, pk)
    require(policy.may_correct(request.member, place))
    sent = request.POST if request.method == "POST" else None
    form = PlaceForm(sent, place=place, network_wide=policy.may_enter(request.member))
    valid = form.is_bound and form.is_valid()
    if valid and attempt(form, lambda: actions.correct(pk, by=request.member, **form.place_fields)):
        messages.success(request, f"« {place} » est à jour. Merci.")
        return redirect("directory:place", place.network.slug, pk)
    return render(request, "directory/edit.html", {"form": form, "place": place})


def _done(request: HttpRequest, place: Place, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("directory:place", request.member.network.slug, place.pk)


@for_roles(*READS)
@require_POST
def confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Nothing has changed."""
    place = actions.confirm(_seen(request, pk).pk, by=request.member)
    return _done(request, place, f"C’est noté : « {place} » est à jour. Merci.")


@for_roles(*READS)
@require_POST
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The place is no more."""
    place = actions.close(_seen(request, pk).pk, by=request.member)
    return _done(request, place, f"« {place} » n’est plus proposé. Vous pouvez le rouvrir ici.")


@for_roles(*READS)
@require_POST
def reopen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """It welcomes people again."""
    place = actions.reopen(_seen(request, pk).pk, by=request.member)
    return _done(request, place, f"« {place} » est de nouveau proposé.")
