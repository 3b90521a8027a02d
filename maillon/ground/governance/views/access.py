"""What those who run a network see of the requests to enter it, and how they answer."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillon.common.forms import attempt
from maillon.ground.governance import actions, policy, queries
from maillon.ground.governance.forms import AcceptForm, ExchangeForm
from maillon.ground.governance.models import AccessRequest
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Role

RUNS = (Role.COORDINATOR, Role.ADMINISTRATOR)
STATES = [(value, label) for value, label in AccessRequest.State.choices if value != "unconfirmed"]


@for_roles(*RUNS)
@require_safe
def access_list(request: HttpRequest) -> HttpResponse:
    """The requests to enter the network, those that wait first."""
    state = request.GET.get("etat", "")
    found = queries.in_order(AccessRequest.objects.visible_to(request.member))
    if state in AccessRequest.State.values:
        found = found.filter(state=state)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "states": STATES, "network": request.member.network}
    return render(request, "governance/access_list.html", context)


def _seen(request: HttpRequest, pk: uuid.UUID) -> AccessRequest:
    known = AccessRequest.objects.visible_to(request.member)
    return get_object_or_404(known.select_related("network", "network__head", "member__organisation"), pk=pk)


@for_roles(*RUNS)
@require_safe
def access(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One request: who asks what, for which organisation, and the answer."""
    return _shown(request, _seen(request, pk))


def _shown(request: HttpRequest, asked: AccessRequest, **forms: Any) -> HttpResponse:
    joined = queries.candidates(asked)
    context = {
        "asked": asked,
        "joined": joined,
        "accept_form": AcceptForm(asked=asked, joined=joined),
        "ask_form": ExchangeForm(prefix="ask"),
        "refuse_form": ExchangeForm(prefix="refuse"),
        "may_answer": asked.is_open and policy.may_answer_access(request.member, asked),
        "facts": queries.told_access(asked),
        **forms,
    }
    return render(request, "governance/access.html", context)


@for_roles(*RUNS)
@require_POST
def accept_access(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let her in."""
    asked = _seen(request, pk)
    form = AcceptForm(request.POST, asked=asked, joined=queries.candidates(asked))
    if form.is_valid() and attempt(
        form, lambda: actions.accept_access(asked.pk, by=request.member, **form.cleaned_data)
    ):
        messages.success(request, f"{asked.full_name} a son accès : un courrier le lui dit.")
        return redirect("governance:access", pk)
    return _shown(request, asked, accept_form=form)


@for_roles(*RUNS)
@require_POST
def ask_access(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask her something."""
    asked = _seen(request, pk)
    form = ExchangeForm(request.POST, prefix="ask")
    if form.is_valid() and attempt(
        form, lambda: actions.ask_access(asked.pk, question=form.cleaned_data["exchange"], by=request.member)
    ):
        messages.success(request, "Votre question est partie.")
        return redirect("governance:access", pk)
    return _shown(request, asked, ask_form=form)


@for_roles(*RUNS)
@require_POST
def refuse_access(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Decline, saying why."""
    asked = _seen(request, pk)
    form = ExchangeForm(request.POST, prefix="refuse")
    if form.is_valid() and attempt(
        form, lambda: actions.refuse_access(asked.pk, reason=form.cleaned_data["exchange"], by=request.member)
    ):
        messages.success(request, "La personne est prévenue, avec votre explication.")
        return redirect("governance:access", pk)
    return _shown(request, asked, refuse_form=form)
