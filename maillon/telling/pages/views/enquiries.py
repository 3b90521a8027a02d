"""The legal pages, the contact page, and what visitors wrote."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillon.common.actors import PUBLIC
from maillon.common.forms import attempt
from maillon.ground.organisations.access import for_roles, public
from maillon.ground.organisations.models import Network
from maillon.sharing.people import jobs as people
from maillon.telling.pages import actions, policy, queries
from maillon.telling.pages.forms import EnquiryForm
from maillon.telling.pages.models import Enquiry


@public
@require_safe
def legal(request: HttpRequest, name: str) -> HttpResponse:
    """One of the pages that the law asks for: of a network, or of the server when it welcomes several."""
    network = request.network = queries.network_of(request)
    context = {
        "network": network,
        "others": [] if network else Network.objects.all(),
        "links": queries.addresses(network),
        "hosting": settings.HOSTING,
        "address": settings.BASE_URL,
        "kept_years": people.KEPT_YEARS,
        "draft_days": people.DRAFT_DAYS,
        "own": queries.own_words(network, name),
    }
    return render(request, f"pages/{name}.html", context)


@public
def contact(request: HttpRequest) -> HttpResponse:
    """Write to the network, without an account."""
    network = request.network
    form = EnquiryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = request.member or PUBLIC
        if attempt(form, lambda: actions.write(network, by=by, **form.enquiry_fields)):
            messages.success(request, f"Votre message est enregistré chez {network.name}.")
            return redirect("pages:contact", network.slug)
    runs = request.member is not None and policy.may_settle(request.member, network)
    return render(request, "pages/contact.html", {"form": form, "network": network, "runs": runs})


@for_roles(*policy.RUNS)
@require_safe
def enquiries(request: HttpRequest) -> HttpResponse:
    """What visitors wrote: what waits first, then what was held back, then what was answered."""
    seen = Enquiry.objects.visible_to(request.member).select_related("answered_by__user")
    shelves = {
        "attente": seen.waiting().order_by("created_at"),
        "retenus": seen.exclude(held=""),
        "repondus": seen.exclude(answered_at=None),
    }
    shelf = request.GET.get("etat", "")
    shelf = shelf if shelf in shelves else "attente"
    page = Paginator(shelves[shelf], 20).get_page(request.GET.get("page"))
    counts = {name: rows.count() for name, rows in shelves.items()}
    return render(request, "pages/enquiries.html", {"page": page, "shelf": shelf, "counts": counts})


def _settled(act: Callable[..., object], sentence: str) -> Callable[..., HttpResponse]:
    """An act on one message, then back to the list where it was."""

    @for_roles(*policy.RUNS)
    @require_POST
    def settled(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Do it."""
        enquiry = get_object_or_404(Enquiry.objects.visible_to(request.member), pk=pk)
        act(enquiry.pk, by=request.member)
        messages.success(request, sentence)
        return redirect("pages:enquiries")

    return settled


settle = _settled(actions.settle, "C’est noté : ce message a reçu sa réponse.")
let_through = _settled(actions.let_through, "Ce message attend maintenant une réponse.")
remove = _settled(actions.remove, "Le message est supprimé.")
