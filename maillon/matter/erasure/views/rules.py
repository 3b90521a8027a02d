"""The table of methods, the rules of the network, and the second person."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.ground.organisations.access import for_roles, members_only
from maillon.ground.organisations.models import WORKSHOP, Role
from maillon.matter.erasure import actions, policy, queries
from maillon.matter.erasure.forms import RecheckForm, RulesForm, WaiveForm
from maillon.matter.erasure.models import Recheck, Waiver

PAGE = 50
# Who erased what is for the workshop and those who answer for it.
READERS = (*WORKSHOP, Role.MANAGER, Role.COORDINATOR)


@members_only
@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """What each way of erasing may claim, today."""
    today = timezone.localdate()
    network = request.member.network
    context = {
        "methods": queries.methods_in_force(today),
        "rules": queries.rules(network),
        "waivers": [waiver for waiver in queries.waivers(network) if waiver.ended_at is None],
        "may_set": policy.may_set_rules(request.member, network),
        "today": today,
    }
    return render(request, "erasure/methods.html", context)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def set_rules(request: HttpRequest) -> HttpResponse:
    """What the network asks of its workshops."""
    network = request.member.network
    require(policy.may_set_rules(request.member, network))
    rules = queries.rules(network)
    now = {"recheck_percent": rules.recheck_percent, "manual_entry": rules.manual_entry}
    form = RulesForm(request.POST if request.method == "POST" else None, initial=now)
    asked = form.is_bound and form.is_valid()
    if asked and attempt(form, lambda: actions.set_rules(network, by=request.member, **form.cleaned_data)):
        messages.success(request, "Règles enregistrées.")
        return redirect("erasure:methods")
    return _rules_page(request, form, WaiveForm(workshops=queries.workshops(network)))


def _rules_page(request: HttpRequest, form: RulesForm, waiving: WaiveForm) -> HttpResponse:
    network = request.member.network
    context = {
        "form": form,
        "waiving": waiving,
        "waivers": queries.waivers(network),
        "history": queries.history(network),
    }
    return render(request, "erasure/rules.html", context)


@members_only
@require_POST
def waive(request: HttpRequest) -> HttpResponse:
    """Excuse a workshop from the second person."""
    network = request.member.network
    require(policy.may_set_rules(request.member, network))
    form = WaiveForm(request.POST, workshops=queries.workshops(network))
    made = form.is_valid() and attempt(form, lambda: actions.waive(**form.cleaned_data, by=request.member))
    if made:
        messages.success(request, f"{made.organisation} est dispensé de relecture.")
        return redirect("erasure:set_rules")
    rules = queries.rules(network)
    now = {"recheck_percent": rules.recheck_percent, "manual_entry": rules.manual_entry}
    return _rules_page(request, RulesForm(initial=now), form)


@members_only
@require_POST
def end_waiver(request: HttpRequest, waiver: uuid.UUID) -> HttpResponse:
    """Ask for the second person again."""
    found = get_object_or_404(Waiver, pk=waiver, network=request.member.network_id)
    ended = actions.end_waiver(found.pk, by=request.member)
    messages.success(
        request, f"{ended.organisation} : ce qui sera tiré au sort attendra de nouveau une seconde personne."
    )
    return redirect("erasure:set_rules")


@for_roles(*READERS)
@require_safe
def rechecks(request: HttpRequest) -> HttpResponse:
    """What was drawn and waits for a second person."""
    page = Paginator(queries.waiting_rechecks(request.member), PAGE).get_page(request.GET.get("page"))
    return render(request, "erasure/rechecks.html", {"page": page, "rules": queries.rules(request.member.network)})


@for_roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def recheck(request: HttpRequest, recheck: uuid.UUID) -> HttpResponse:
    """Read one erasure again, and say what was found."""
    related = ("erasure__medium__device__category", "erasure__medium__device__holder", "erasure__operator__user")
    rows = Recheck.objects.visible_to(request.member).select_related("erasure__device__holder", "by__user", *related)
    found = get_object_or_404(rows, pk=recheck)
    form = RecheckForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        done = attempt(form, lambda: actions.recheck(found.pk, by=request.member, **form.cleaned_data))
        if done and done.state == Recheck.State.GOOD:
            messages.success(request, "Relecture conforme : c’est noté.")
            return redirect("erasure:rechecks")
        if done:
            return redirect("erasure:recheck", found.pk)
    return render(request, "erasure/recheck.html", {**queries.recheck_page(found, request.member), "form": form})
