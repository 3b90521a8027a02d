"""Internal reuse: proposed, followed by whoever proposes, taken by sister services."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillon.common import spam
from maillon.common.actors import PUBLIC, Actor
from maillon.common.errors import Refused, require
from maillon.common.forms import attempt
from maillon.giving.donations import queries as donations
from maillon.giving.donations.forms import USUAL
from maillon.giving.reuse import actions, policy, queries
from maillon.giving.reuse.forms import InternalForm, TakeForm
from maillon.giving.reuse.models import Invitee, Proposal, Take
from maillon.ground.organisations.access import for_roles, public
from maillon.ground.organisations.models import Role
from maillon.matter.ledger.models import Category

GONE = "Ce lien n’est plus valable, ou cette proposition n’est pas la vôtre."


@for_roles(Role.DONOR, Role.MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR, Role.LOGISTICIAN)
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """What one's organisation proposes to its sister services, and what they propose to it."""
    page = Paginator(queries.seen(request.member), 30).get_page(request.GET.get("page"))
    own = request.member.organisation_id
    return render(request, "reuse/list.html", {"page": page, "own": own, "to_take": queries.to_take(request.member)})


@public
def offer(request: HttpRequest) -> HttpResponse:
    """Offer to one's own services first; begun from the page of offers, it keeps what was typed there."""
    form = _form(request)
    if form.is_bound and form.is_valid() and (made := attempt(form, lambda: _propose(request, form))):
        if made.state == Proposal.State.DRAFT:
            return render(request, "reuse/sent.html", {"proposal": made})
        messages.success(request, "Vos autres services sont prévenus.")
        return redirect("reuse:lead", made.pk)
    rows = form.count_rows()
    context = {
        "form": form,
        "usual": [row for row in rows if row[0].slug in USUAL],
        "others": [row for row in rows if row[0].slug not in USUAL],
        "services": queries.services_of(request.network, request.member),
    }
    return render(request, "reuse/offer.html", context)


def _form(request: HttpRequest) -> InternalForm:
    begins = "begin" in request.POST
    known = donations.known_of(request.member)
    return InternalForm(
        request.POST if request.method == "POST" and not begins else None,
        categories=Category.objects.filter(family=Category.Family.DEVICE),
        initial=known | _typed(request) if begins else known,
        guarded=request.member is None,
        days=request.network.internal_reuse_days,
    )


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed in the page of offers, as it was."""
    lists = {name: request.POST.getlist(name) for name in request.POST}
    kept = {
        name: values if name == "weekdays" else values[0] for name, values in lists.items() if values and any(values)
    }
    return {
        name: value
        for name, value in kept.items()
        if name not in ("id", "begin", "csrfmiddlewaretoken", "stamp", spam.POT)
    }


def _propose(request: HttpRequest, form: InternalForm) -> Proposal:
    by: Actor = request.member or PUBLIC
    sender = "" if request.member else spam.sender(request)
    return actions.propose(request.network, lines=form.counts, sender=sender, by=by, **form.terms)


def _led(request: HttpRequest, key: str) -> tuple[Proposal, Actor]:
    reached = queries.led(key, request.member)
    if reached is None:
        raise Http404(GONE)
    request.network = reached[0].network
    return reached


@public
@require_safe
def lead(request: HttpRequest, key: str) -> HttpResponse:
    """Where a proposal stands: who took what, what is left, until when."""
    proposal, actor = _led(request, key)
    context = {
        "key": key,
        "proposal": proposal,
        "lines": queries.lines(proposal),
        "invitees": proposal.invitees.select_related("organisation"),
        "facts": queries.chain(proposal),
        "leads": policy.may_lead(actor, proposal),
        "offer_path": donations.follow_path(proposal.offer) if proposal.offer else "",
    }
    return render(request, "reuse/lead.html", context)


def _act(request: HttpRequest, key: str, act: Any, told: str) -> HttpResponse:
    proposal, actor = _led(request, key)
    try:
        act(proposal.pk, by=actor)
        messages.success(request, told)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("reuse:lead", key)


@public
@require_POST
def announce(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm: the services are told."""
    return _act(request, key, actions.announce, "Vos autres services sont prévenus.")


@public
@require_POST
def pass_on(request: HttpRequest, key: str) -> HttpResponse:
    """Let the rest go to the network now."""
    return _act(request, key, actions.pass_on, "C’est fait : ce qui restait est proposé au réseau.")


@public
@require_POST
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take it back."""
    return _act(request, key, actions.withdraw, "La proposition est retirée.")


def _invited(request: HttpRequest, key: str) -> tuple[Invitee, Actor]:
    reached = queries.invited(key, request.member)
    if reached is None:
        raise Http404(GONE)
    request.network = reached[0].proposal.network
    require(policy.may_take(reached[1], reached[0]))
    return reached


@public
def take(request: HttpRequest, key: str) -> HttpResponse:
    """What a sister service may take, and what it took."""
    invitee, actor = _invited(request, key)
    form = TakeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := attempt(form, lambda: _take(invitee, form, actor))):
        messages.success(request, f"C’est noté : {made}. {invitee.proposal.donor_name} est prévenu.")
        return redirect("reuse:take", key)
    context = {"key": key, "invitee": invitee, "proposal": invitee.proposal, "form": form}
    context |= {"lines": queries.lines(invitee.proposal), "asked": request.POST.get("item", "")}
    return render(request, "reuse/take.html", context)


def _take(invitee: Invitee, form: TakeForm, actor: Actor) -> Take:
    said = {name: form.cleaned_data[name] for name in ("id", "units", "name")}
    return actions.take(invitee.pk, form.cleaned_data["item"], by=actor, **said)


@public
@require_POST
def give_back(request: HttpRequest, key: str, pk: uuid.UUID) -> HttpResponse:
    """Give back what one had taken."""
    invitee, actor = _invited(request, key)
    made = get_object_or_404(Take, pk=pk, invitee=invitee)
    try:
        actions.give_back(made.pk, by=actor)
        messages.success(request, "C’est rendu : vos autres services peuvent le prendre.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("reuse:take", key)
