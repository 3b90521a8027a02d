"""What the network sees of offers, answers, and receives."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from maillon.common.forms import attempt
from maillon.common.spreadsheets import csv_file
from maillon.giving.donations import actions, policy, queries
from maillon.giving.donations.forms import AcceptForm, AssignForm, DaysForm, ExchangeForm, ReceiveForm, RefuseForm
from maillon.giving.donations.models import Offer
from maillon.ground.documents import queries as documents
from maillon.ground.files import queries as files
from maillon.ground.files.views import served
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import WORKSHOP, Member, Role
from maillon.matter.ledger.models import Category

READS = (Role.COORDINATOR, Role.DONOR, Role.LOGISTICIAN, Role.ADMINISTRATOR)


@for_roles(*READS)
def list_(request: HttpRequest) -> HttpResponse:
    """The offers of the network, or one's own; the waiting ones first."""
    state = request.GET.get("etat", "")
    offers = queries.in_order(Offer.objects.visible_to(request.member))
    if state in Offer.State.values:
        offers = offers.filter(state=state)
    page = Paginator(offers, 50).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "states": Offer.State.choices, "drafts": queries.drafts_of(request.member)}
    return render(request, "donations/list.html", context)


def _seen(request: HttpRequest, pk) -> Offer:
    offers = Offer.objects.visible_to(request.member).select_related(
        "network",
        "network__head",
        "donor",
        "guidance",
        "assigned_to",
        "referred_to",
        "offered_by__organisation",
        "frame__document",
        "frame__donor",
    )
    return get_object_or_404(offers, pk=pk)


@for_roles(*READS)
def detail(request: HttpRequest, pk) -> HttpResponse:
    """One offer: what it is, where it stands, what to do next."""
    return _detail(request, _seen(request, pk))


def _detail(request: HttpRequest, found: Offer, **forms) -> HttpResponse:
    takers = queries.takers(found) if request.member.coordinates else []
    answers = policy.may_answer(request.member, found) and found.state in actions.OPEN
    context = {
        "offer": found,
        "assign_form": AssignForm(takers=takers, offer=found),
        "accept_form": AcceptForm(offer=found, frames=queries.frames_for(found) if answers else ()),
        "ask_form": ExchangeForm(prefix="ask"),
        "refuse_form": RefuseForm(prefix="refuse", takers=takers),
        "may_answer": answers,
        "may_receive": policy.may_receive(request.member, found) and found.state == Offer.State.ACCEPTED,
        **_seen_context(found, request.member),
        **forms,
    }
    return render(request, "donations/detail.html", context)


def _seen_context(found: Offer, member: Member) -> dict[str, Any]:
    lots = queries.lots_of(found)
    return {
        "follow": queries.follow_path(found) if policy.may_follow(member, found) and not member.coordinates else "",
        "days_form": DaysForm(),
        "may_arrange": policy.may_answer(member, found) and found.state == Offer.State.ACCEPTED,
        "agreement": queries.agreement(found),
        "signed": files.of(found, actions.SIGNED),
        "mass_g": queries.expected_mass_g(found),
        "lots": lots,
        "documents": documents.about(found.pk, *[lot.pk for lot in lots]),
        "facts": queries.chain(found),
        "photos": files.of(found, actions.PHOTO),
        "listed": found.announced.count(),
    }


@for_roles(*READS)
def announced(request: HttpRequest, pk) -> HttpResponse:
    """The list that the donor joined, line by line; whole with `?format=csv`."""
    found = _seen(request, pk)
    units = found.announced.select_related("category")
    if request.GET.get("format") == "csv":
        answer = HttpResponse(csv_file(queries.LIST_HEADS, queries.list_rows(units)), content_type="text/csv")
        answer["Content-Disposition"] = f'attachment; filename="offre-{found.reference}.csv"'
        return answer
    page = Paginator(units, 100).get_page(request.GET.get("page"))
    return render(request, "donations/announced.html", {"offer": found, "page": page})


@for_roles(*READS)
def photo(request: HttpRequest, pk, file: uuid.UUID) -> HttpResponseBase:
    """A photo of the offer."""
    return served(request, _seen(request, pk), file, purpose=actions.PHOTO)


@for_roles(*READS)
def signed(request: HttpRequest, pk, file: uuid.UUID) -> HttpResponseBase:
    """The agreement that came back signed on paper."""
    return served(request, _seen(request, pk), file, purpose=actions.SIGNED)


@for_roles(Role.COORDINATOR)
@require_POST
def accept(request: HttpRequest, pk) -> HttpResponse:
    """Accept under a regime."""
    found = _seen(request, pk)
    form = AcceptForm(request.POST, offer=found, frames=queries.frames_for(found))
    if form.is_valid() and attempt(form, lambda: actions.accept(found.pk, by=request.member, **form.terms)):
        messages.success(request, f"L’offre {found.reference} est acceptée ; le donateur est prévenu.")
        return redirect("donations:detail", pk)
    return _detail(request, found, accept_form=form)


@for_roles(Role.COORDINATOR)
@require_POST
def ask(request: HttpRequest, pk) -> HttpResponse:
    """Ask the donor something."""
    found = _seen(request, pk)
    form = ExchangeForm(request.POST, prefix="ask")
    if form.is_valid() and attempt(
        form, lambda: actions.ask(found.pk, question=form.cleaned_data["exchange"], by=request.member)
    ):
        messages.success(request, "Votre question est partie.")
        return redirect("donations:detail", pk)
    return _detail(request, found, ask_form=form)


@for_roles(Role.COORDINATOR)
@require_POST
def refuse(request: HttpRequest, pk) -> HttpResponse:
    """Decline, saying why."""
    found = _seen(request, pk)
    form = RefuseForm(request.POST, prefix="refuse", takers=queries.takers(found))
    if form.is_valid() and attempt(form, lambda: _refuse(request.member, found, form)):
        messages.success(request, "Le donateur est prévenu, avec votre explication.")
        return redirect("donations:detail", pk)
    return _detail(request, found, refuse_form=form)


def _refuse(member: Member, found: Offer, form: RefuseForm) -> Offer:
    to = form.organisations.get(form.cleaned_data["referred_to"])
    return actions.refuse(found.pk, reason=form.cleaned_data["exchange"], referred_to=to, by=member)


@for_roles(Role.COORDINATOR)
@require_POST
def assign(request: HttpRequest, pk) -> HttpResponse:
    """Entrust the offer to a member."""
    found = _seen(request, pk)
    form = AssignForm(request.POST, takers=queries.takers(found), offer=found)
    if form.is_valid():
        to = form.organisations[form.cleaned_data["to"]]
        if attempt(form, lambda: actions.assign(found.pk, to=to, by=request.member)):
            messages.success(request, f"{to} s’en charge, et en est averti.")
            return redirect("donations:detail", pk)
    return _detail(request, found, assign_form=form)


@for_roles(Role.COORDINATOR)
@require_POST
def propose(request: HttpRequest, pk) -> HttpResponse:
    """Propose days of collection to the donor."""
    found = _seen(request, pk)
    form = DaysForm(request.POST)
    if form.is_valid() and attempt(form, lambda: actions.propose(found.pk, days=form.days, by=request.member)):
        messages.success(request, "Les jours sont proposés au donateur.")
        return redirect("donations:detail", pk)
    return _detail(request, found, days_form=form)


def _arriving(request: HttpRequest, pk) -> Offer:
    accepted = Offer.objects.filter(network=request.member.network_id).select_related("network", "donor")
    return get_object_or_404(accepted, pk=pk)


@for_roles(Role.COORDINATOR, Role.LOGISTICIAN, Role.DRIVER, Role.MANAGER, *WORKSHOP)
def receive(request: HttpRequest, pk) -> HttpResponse:
    """Weigh and count what arrived of an accepted offer."""
    found = _arriving(request, pk)
    form = ReceiveForm(
        request.POST or None,
        member=request.member,
        categories=Category.objects.filter(family__in=Category.GIVEN),
        initial={f"units_{line.category_id}": line.units for line in found.lines.all()},
    )
    if request.method == "POST" and form.is_valid():
        lot = attempt(form, lambda: actions.receive(found.pk, by=request.member, **form.arrival))
        if lot:
            messages.success(request, f"Lot {lot.reference} reçu et pesé. Étiquetez-le maintenant.")
            return redirect("lots:detail", lot.pk)
    context = {"offer": found, "form": form, "reads": request.member.has(*READS)}
    return render(request, "donations/receive.html", context)
