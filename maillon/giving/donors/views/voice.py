"""The page to quote: a donor publishes it, changes it, takes it back; anyone reads it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillon.common.forms import attempt
from maillon.giving.donors import actions, policy, queries
from maillon.giving.donors.forms import QuotationForm
from maillon.giving.donors.models import Quotation
from maillon.giving.donors.views.door import of_donor
from maillon.ground.organisations.access import public


@of_donor
def quote(request: HttpRequest, key: str) -> HttpResponse:
    """Publish the page, or change it: under what name, with what words."""
    donor, live = request.donor, request.donor.quotations.published().first()
    form = QuotationForm(request.POST or None, initial=queries.as_typed(donor, live))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.publish_quotation(donor.pk, by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, "Votre page est publiée. Partagez son adresse, ou retirez-la quand vous voulez.")
            return redirect("donors:quote", key)
    context = {"key": key, "donor": donor, "live": live, "form": form, "address": live and queries.quotation_url(live)}
    context |= {"may_declare": policy.may_declare(request.actor, donor)}
    return render(request, "donors/quote.html", context)


@of_donor
@require_POST
def withdraw_quotation(request: HttpRequest, key: str) -> HttpResponse:
    """Take the page down."""
    actions.withdraw_quotation(request.donor.pk, by=request.actor)
    messages.success(request, "La page est retirée : son adresse ne montre plus rien.")
    return redirect("donors:quote", key)


@public
@require_safe
def quotation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a donor's gifts have done, for whoever it gives the address to."""
    live = Quotation.objects.published().select_related("donor").filter(donor__network=request.network, pk=pk).first()
    if live is None:
        raise Http404("Cette page n’est plus publiée : son donateur l’a retirée.")
    context = {"quotation": live, "given": queries.given(live.donor), "since": queries.since(live.donor)}
    return render(request, "donors/quotation.html", context)
