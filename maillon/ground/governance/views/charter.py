"""The charter of the network, who has accepted it; the members, and how each stands."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.ground.governance import actions, policy
from maillon.ground.governance.forms import AcceptCharterForm, CharterForm, ContributionForm, PaperCharterForm
from maillon.ground.governance.models import Acceptance, Charter
from maillon.ground.governance.queries import adherents as queries
from maillon.ground.organisations import policy as organisations
from maillon.ground.organisations.access import for_roles, members_only
from maillon.ground.organisations.models import Affiliation, Role

PAGE = 50


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def charter(request: HttpRequest) -> HttpResponse:
    """The version in force; whoever manages an organisation accepts it here."""
    member, made = request.member, queries.charter_of(request.member.network)
    form = AcceptCharterForm(_posted(request), member=member)
    if form.is_bound and made and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("name", "function")}
        if attempt(form, lambda: actions.accept_charter(made.pk, member.organisation, by=member, **said)):
            messages.success(request, f"{member.organisation} a accepté la charte, version {made.version}.")
            return redirect("governance:charter")
    versions = Charter.objects.visible_to(member).select_related("author__user")
    context = {"charter": made, "form": form, "versions": versions, **_standing(request, made)}
    return render(request, "governance/charter.html", context)


def _standing(request: HttpRequest, made: Charter | None) -> dict[str, Any]:
    """Whether the reader's organisation has accepted this version, and whether she may."""
    member = request.member
    held = Acceptance.objects.filter(charter=made, organisation=member.organisation).first() if made else None
    return {
        "acceptance": held,
        "may_accept": bool(made) and not held and organisations.may_manage_organisation(member, member.organisation),
        "may_publish": policy.may_publish_charter(member, member.network),
    }


@members_only
@require_safe
def charter_version(request: HttpRequest, version: int) -> HttpResponse:
    """One version as it was written, with who accepted it."""
    made = get_object_or_404(Charter.objects.visible_to(request.member), version=version)
    accepted = made.acceptances.select_related("organisation").order_by("organisation__name", "pk")
    page = Paginator(accepted, PAGE).get_page(request.GET.get("page"))
    return render(request, "governance/charter_version.html", {"charter": made, "page": page})


@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def publish_charter(request: HttpRequest) -> HttpResponse:
    """Write a new version, from the one before."""
    network = request.member.network
    last = Charter.objects.filter(network=network).first()
    form = CharterForm(_posted(request), initial={"text": last.text if last else ""})
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: actions.publish_charter(network.pk, by=request.member, **form.cleaned_data))
        if made:
            messages.success(request, f"La version {made.version} est publiée ; chaque gestionnaire est prévenu.")
            return redirect("governance:charter")
    return render(request, "governance/publish_charter.html", {"form": form, "last": last})


@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_safe
def adherents(request: HttpRequest) -> HttpResponse:
    """The members today, and what each still owes."""
    found = queries.adherents(request.member.network)
    missing = request.GET.get("manque", "")
    counts = [(name, label, sum(name in one.missing for one in found)) for name, label in queries.MISSING]
    shown = [one for one in found if missing in one.missing] if missing else found
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "counts": counts,
        "missing": missing,
        "count": len(found),
        "year": timezone.localdate().year,
    }
    return render(request, "governance/adherents.html", context)


def _seen(request: HttpRequest, pk: uuid.UUID) -> Affiliation:
    known = Affiliation.objects.visible_to(request.member).select_related("organisation", "network")
    return get_object_or_404(known, organisation=pk)


@members_only
@require_safe
def panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What ties one organisation to the network: to those who manage it, and to those who run the network."""
    affiliation = _seen(request, pk)
    require(organisations.may_manage_organisation(request.member, affiliation.organisation))
    context = {
        "organisation": affiliation.organisation,
        "ties": queries.ties(affiliation.network, affiliation.organisation),
        "runs": organisations.may_manage_network(request.member, affiliation.network),
    }
    return render(request, f"governance/{'_ties' if request.htmx else 'ties'}.html", context)


@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def note_charter(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note a charter signed on paper."""
    organisation, made = _seen(request, pk).organisation, queries.charter_of(request.member.network)
    form = PaperCharterForm(_posted(request))
    if form.is_bound and made and form.is_valid():
        said = form.cleaned_data
        if attempt(form, lambda: actions.accept_charter(made.pk, organisation, by=request.member, **said)):
            messages.success(request, f"La charte est acceptée pour {organisation}.")
            return redirect("organisations:detail", pk)
    title = f"Noter la charte signée par {organisation}"
    return render(request, "governance/tie.html", {"form": form, "organisation": organisation, "title": title})


@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def note_contribution(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note what the organisation owes or has paid for a year."""
    organisation, by = _seen(request, pk).organisation, request.member
    form = ContributionForm(_posted(request), today=timezone.localdate())
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        if attempt(form, lambda: actions.note_contribution(by.network, organisation, by=by, **said)):
            messages.success(request, f"Cotisation {said['year']} de {organisation} notée.")
            return redirect("organisations:detail", pk)
    title = f"Noter une cotisation de {organisation}"
    return render(request, "governance/tie.html", {"form": form, "organisation": organisation, "title": title})
