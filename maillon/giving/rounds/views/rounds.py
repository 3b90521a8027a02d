"""One round: its stops in order, what a change would do, its driver, its sheet."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from maillon.common.errors import Refused
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import actions, policy, queries
from maillon.giving.rounds.forms import DriverForm, MoveForm
from maillon.giving.rounds.models import Round
from maillon.giving.rounds.policy import PLANNERS
from maillon.giving.rounds.views.planning import SEES
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Role


def _seen(request: HttpRequest, pk) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.member).whole(), pk=pk)


@for_roles(*SEES)
def detail(request: HttpRequest, pk) -> HttpResponse:
    """The round as planned or under way; `?don=` chooses a stop to move, `?tournee=&rang=` shows what it would do."""
    found = _seen(request, pk)
    page = queries.round_page(found)
    asked = {"tournee": found.pk, **request.GET.dict()} if "don" in request.GET else None
    form = MoveForm(asked, rounds=queries.rounds_beside(found, request.member))
    change = None
    if form.is_bound and form.is_valid():
        page.choose(request.member, form.cleaned_data["don"])
        if "rang" in request.GET and page.chosen:
            change = queries.preview(page.chosen, form.target, form.cleaned_data["rang"])
    context = {"round": found, "page": page, "move_form": form, "change": change}
    context |= {"driver_form": DriverForm(round_=found), "may_change": policy.may_change(request.member, found)}
    return render(request, "rounds/detail.html", context)


@for_roles(*SEES, Role.DRIVER)
def sheet(request: HttpRequest, pk) -> HttpResponse:
    """The round on paper: every stop with its hour, its contact, its access, and room to write."""
    found = _seen(request, pk)
    return render(request, "rounds/sheet.html", {"round": found, "page": queries.round_page(found)})


def _done(request: HttpRequest, pk, act: Callable[[], Any], sentence: str) -> HttpResponse:
    """Do it and say so, or say why not, on the page of the round."""
    try:
        act()
        messages.success(request, sentence)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("rounds:detail", pk)


@for_roles(*PLANNERS)
@require_POST
def move(request: HttpRequest, pk) -> HttpResponse:
    """Do the change that was shown."""
    found = _seen(request, pk)
    form = MoveForm(request.POST, rounds=queries.rounds_beside(found, request.member))
    if not form.is_valid():
        messages.error(request, "Ce changement n’est pas complet : choisissez à nouveau l’arrêt et sa place.")
        return redirect("rounds:detail", pk)
    values = form.cleaned_data
    offer = get_object_or_404(Offer.objects.visible_to(request.member), pk=values["don"])
    target = form.target.pk if form.target else None
    return _done(
        request,
        pk,
        lambda: actions.move(offer.pk, target, rank=values["rang"], by=request.member),
        f"C’est changé pour {offer.donor_name}.",
    )


@for_roles(*PLANNERS)
@require_POST
def undo(request: HttpRequest, pk) -> HttpResponse:
    """Put the order back as it was."""
    found = _seen(request, pk)
    return _done(request, pk, lambda: actions.undo(found.pk, by=request.member), "L’ordre d’avant est revenu.")


@for_roles(*PLANNERS)
@require_POST
def assign(request: HttpRequest, pk) -> HttpResponse:
    """Say who drives."""
    found = _seen(request, pk)
    form = DriverForm(request.POST, round_=found)
    if not form.is_valid():
        messages.error(request, "Choisissez un chauffeur de la liste.")
        return redirect("rounds:detail", pk)
    sentence = f"{form.chosen.full_name} conduit." if form.chosen else "Personne ne conduit encore."
    return _done(request, pk, lambda: actions.assign(found.pk, driver=form.chosen, by=request.member), sentence)


@for_roles(*PLANNERS)
@require_POST
def send(request: HttpRequest, pk) -> HttpResponse:
    """To the driver's phone; donors are told their window."""
    found = _seen(request, pk)
    sentence = "La tournée est sur le téléphone du chauffeur, et les donateurs connaissent leur créneau."
    return _done(request, pk, lambda: actions.send(found.pk, by=request.member), sentence)


@for_roles(*PLANNERS)
@require_POST
def recall(request: HttpRequest, pk) -> HttpResponse:
    """Back from the driver's phone."""
    found = _seen(request, pk)
    return _done(request, pk, lambda: actions.recall(found.pk, by=request.member), "La tournée est reprise.")


@for_roles(*PLANNERS)
@require_POST
def cancel(request: HttpRequest, pk) -> HttpResponse:
    """Give it up."""
    found = _seen(request, pk)
    sentence = "La tournée est annulée : ses offres attendent à nouveau."
    return _done(request, pk, lambda: actions.cancel(found.pk, by=request.member), sentence)


@for_roles(*PLANNERS, Role.DRIVER)
@require_POST
def finish(request: HttpRequest, pk) -> HttpResponse:
    """The van is unloaded."""
    found = _seen(request, pk)
    try:
        actions.finish(found.pk, by=request.member)
        messages.success(request, "Tournée terminée. Merci, et bonne fin de journée !")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("rounds:mine" if found.driver_id == request.member.pk else "rounds:list")
