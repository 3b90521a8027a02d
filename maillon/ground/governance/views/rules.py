"""The rules of the network: read by all its members, changed by those who run it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from maillon.common.forms import attempt
from maillon.ground.governance import actions, policy
from maillon.ground.governance.forms import RulesForm
from maillon.ground.governance.queries import rules as queries
from maillon.ground.organisations.access import for_roles, members_only
from maillon.ground.organisations.models import Role


@members_only
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Each rule: what it changes, its value, who gave it and when; then every change."""
    network = request.member.network
    page = Paginator(queries.changes_of(network), 30).get_page(request.GET.get("page"))
    context = {
        "rules": queries.in_force(network),
        "prescribers": queries.prescribers(network),
        "page": page,
        "changes": queries.told(list(page)),
        "may_change": policy.may_change_rules(request.member, network),
    }
    return render(request, "governance/rules.html", context)


@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def change_rules(request: HttpRequest) -> HttpResponse:
    """Change the rules."""
    network = request.member.network
    form = RulesForm(request.POST if request.method == "POST" else None, network=network)
    if form.is_bound and form.is_valid():
        asked = {"values": form.values, "why": form.cleaned_data["why"]}
        if attempt(form, lambda: actions.change_rules(network.pk, by=request.member, **asked)):
            messages.success(request, "Les règles sont enregistrées : chacun lit ce qui a changé, et pourquoi.")
            return redirect("governance:rules")
    return render(request, "governance/change_rules.html", {"form": form})
