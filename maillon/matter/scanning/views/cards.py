from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillon.common.errors import require
from maillon.ground.organisations.access import members_only
from maillon.matter.scanning import policy, queries, tasks
from maillon.matter.scanning.views.places import pdf_answer

MOST_CARDS = 200


@members_only
@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """The cards that this member may use: begin a series now, or print them."""
    require(policy.may_scan(request.member, request.member.organisation))
    return render(request, "scanning/cards.html", {"groups": queries.offered(request.member)})


@members_only
@require_safe
def cards_pdf(request: HttpRequest) -> HttpResponse:
    """A sheet of the chosen cards, to cut."""
    require(policy.may_scan(request.member, request.member.organisation))
    modes = [queries.read(request.member, card) for card in request.GET.getlist("carte")[:MOST_CARDS]]
    if not modes:
        messages.warning(request, "Cochez au moins une carte à imprimer.")
        return redirect("scanning:cards")
    return pdf_answer(tasks.cards_pdf(modes, network=request.member.network, on=timezone.localdate()), "cartes")
