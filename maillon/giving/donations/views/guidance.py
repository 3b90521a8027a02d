"""What the network tells its donors, by kind."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maillon.common.forms import attempt
from maillon.giving.donations import actions, queries
from maillon.giving.donations.forms import GuidanceForm
from maillon.giving.donations.models import Guidance
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Role
from maillon.matter.lots.models import Donor


@for_roles(Role.COORDINATOR)
def guidance(request: HttpRequest) -> HttpResponse:
    """Every text in force, by subject and kind of donor."""
    told = queries.told_now(request.member.network)
    return render(request, "donations/guidance.html", {"told": told})


@for_roles(Role.COORDINATOR)
def revise_guidance(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Publish a new version of one text."""
    network = request.member.network
    if key not in Guidance.Subject.values or kind not in Donor.Kind.values:
        raise Http404("Ce texte n’existe pas.")
    now = queries.guidance(network, key, kind)
    form = GuidanceForm(request.POST or None, initial={"body": now.body if now else ""})
    if request.method == "POST" and form.is_valid():
        text = {"subject": key, "donor_kind": kind, "body": form.cleaned_data["body"]}
        made = attempt(form, lambda: actions.revise_guidance(network, by=request.member, **text))
        if made:
            messages.success(request, f"La version {made.version} est en vigueur.")
            return redirect("donations:guidance")
    return render(request, "donations/revise_guidance.html", {"form": form, "now": now})
