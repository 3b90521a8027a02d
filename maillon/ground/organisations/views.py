"""The network: its organisations, their people and sites, its territories; and for whom one acts."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.ground.files.views import served
from maillon.ground.organisations import actions, policy, queries
from maillon.ground.organisations.access import members_only
from maillon.ground.organisations.forms import ActForm, EnterForm, FilterForm
from maillon.ground.organisations.middleware import CHOSEN
from maillon.ground.organisations.models import Affiliation, Member, Membership, Quality, Territory

PAGE = 50


@members_only
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """The organisations of the network."""
    form = FilterForm(request.GET or None)
    wanted = form.wanted
    found = queries.present_in(request.member, wanted)
    context = {
        "form": form,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "filtered": wanted != queries.Wanted() or form.errors,
        "may_enter": policy.may_manage_network(request.member, request.member.network),
    }
    return render(request, "organisations/list.html", context)


def _seen(request: HttpRequest, pk: uuid.UUID) -> Affiliation:
    known = Affiliation.objects.visible_to(request.member).select_related("organisation", "network", "capacity")
    return get_object_or_404(known, organisation=pk)


@members_only
@require_safe
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One organisation: what it is, where it is, who acts for it."""
    return render(request, "organisations/detail.html", {"sheet": queries.sheet(_seen(request, pk), request.member)})


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Let an organisation into the network."""
    form = EnterForm(_posted(request), affiliation=None, member=request.member)
    require(form.allowed())
    if form.is_bound and form.is_valid() and (made := attempt(form, form.do)):
        messages.success(request, form.told(made))
        return redirect("organisations:detail", made.pk)
    return render(request, "organisations/act.html", {"form": form})


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


THINGS = {"membership": Membership, "quality": Quality, "member": Member}


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: uuid.UUID, form: type[ActForm], **named: uuid.UUID) -> HttpResponse:
    """One act on an organisation, or on one of its adhesions, qualities or members."""
    affiliation = _seen(request, pk)
    thing = None
    for name, key in named.items():
        thing = get_object_or_404(THINGS[name].objects.visible_to(request.member), organisation=pk, pk=key)
    asked = form(_posted(request), request.FILES or None, affiliation=affiliation, member=request.member, thing=thing)
    require(asked.allowed())
    if asked.is_bound and asked.is_valid() and (done := attempt(asked, asked.do)):
        messages.success(request, asked.told(done))
        return redirect("organisations:detail", pk)
    return render(request, "organisations/act.html", {"form": asked, "organisation": affiliation.organisation})


@members_only
@require_safe
def quality_proof(request: HttpRequest, pk: uuid.UUID, quality: uuid.UUID, file: uuid.UUID) -> HttpResponseBase:
    """The document that proves a quality, to those who manage the organisation or run the network."""
    affiliation = _seen(request, pk)
    require(policy.may_manage_organisation(request.member, affiliation.organisation))
    held = get_object_or_404(Quality.objects.visible_to(request.member).distinct(), organisation=pk, pk=quality)
    return served(request, held, file)


@members_only
@require_safe
def territories(request: HttpRequest) -> HttpResponse:
    """The territories of the network."""
    return render(request, "organisations/territories.html", {"rows": queries.territories_of(request.member)})


@members_only
@require_safe
def territory(request: HttpRequest, slug: str) -> HttpResponse:
    """One territory: its communes on a map, who is there."""
    place = get_object_or_404(Territory.objects.visible_to(request.member).select_related("network"), slug=slug)
    return render(request, "organisations/territory.html", {"around": queries.around(place, request.member)})


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """For which organisation one acts, in this session."""
    after = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}):
        after = "/"
    chosen = next((one for one in request.members if str(one.pk) == request.POST.get("member")), None)
    if chosen:
        if chosen.network_id != request.member.network_id:
            actions.note_sign_in(chosen, by=chosen)
        request.session[CHOSEN] = str(chosen.pk)
        messages.success(request, f"Vous agissez maintenant pour {chosen.organisation}, dans {chosen.network}.")
        return redirect(after)
    return render(request, "organisations/choose.html", {"after": after})
