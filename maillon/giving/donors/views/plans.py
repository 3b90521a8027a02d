"""What a donor expects to renew: said, changed, taken back."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from maillon.common.forms import attempt
from maillon.giving.donors import actions, policy
from maillon.giving.donors.forms import RenewalForm
from maillon.giving.donors.models import Renewal
from maillon.giving.donors.views.door import of_donor


@of_donor
def plans(request: HttpRequest, key: str) -> HttpResponse:
    """What the donor plans to give, and a form to say more."""
    donor, form = request.donor, RenewalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.plan_renewal(donor.pk, by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, f"Prévu : {made}. Nous vous le rappellerons un mois avant.")
            return redirect("donors:plans", key)
    expected = donor.renewals.expected().select_related("category")
    may_declare = policy.may_declare(request.actor, donor)
    context = {"key": key, "donor": donor, "plans": expected, "form": form, "may_declare": may_declare}
    return render(request, "donors/plans.html", context)


def _planned(request: HttpRequest, pk: uuid.UUID) -> Renewal:
    return get_object_or_404(Renewal.objects.expected(), pk=pk, donor=request.donor)


@of_donor
def change_plan(request: HttpRequest, key: str, pk: uuid.UUID) -> HttpResponse:
    """Change one of them."""
    found = _planned(request, pk)
    form = RenewalForm(request.POST or None, initial=RenewalForm.known_of(found))
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "id"}
        if attempt(form, lambda: actions.change_renewal(found.pk, by=request.actor, **given)):
            messages.success(request, "C’est changé.")
            return redirect("donors:plans", key)
    context = {"key": key, "donor": request.donor, "plan": found, "form": form}
    return render(request, "donors/change_plan.html", context)


@of_donor
@require_POST
def withdraw_plan(request: HttpRequest, key: str, pk: uuid.UUID) -> HttpResponse:
    """Take one back."""
    actions.withdraw_renewal(_planned(request, pk).pk, by=request.actor)
    messages.success(request, "Cette prévision est retirée.")
    return redirect("donors:plans", key)
