"""Framework agreements: those to renew first; one of them; sign, renew, end."""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.giving.agreements import actions, policy, queries
from maillon.giving.agreements.forms import EndForm, FrameForm, PaperForm, RenewForm
from maillon.giving.agreements.models import Frame
from maillon.ground.files import queries as files
from maillon.ground.files.views import served
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Member, Role

READS = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.LOGISTICIAN, Role.MANAGER, Role.DONOR)
WRITES = (Role.COORDINATOR, Role.MANAGER)
DAY = datetime.timedelta(days=1)


@for_roles(*READS)
@require_safe
def frames(request: HttpRequest) -> HttpResponse:
    """The framework agreements that one sees, those to renew first."""
    page = Paginator(queries.in_order(Frame.objects.visible_to(request.member)), 50).get_page(request.GET.get("page"))
    may_bind = policy.may_bind(request.member, request.member.organisation)
    return render(request, "agreements/frames.html", {"page": page, "may_bind": may_bind})


def _seen(request: HttpRequest, pk: uuid.UUID) -> Frame:
    related = (
        "network",
        "donor",
        "donor__organisation",
        "beneficiary",
        "document",
        "renews__document",
        "renewed_by__document",
    )
    return get_object_or_404(Frame.objects.visible_to(request.member).select_related(*related), pk=pk)


@for_roles(*READS)
@require_safe
def frame(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One framework agreement: what it covers, until when, what was given under it."""
    return _frame(request, _seen(request, pk))


def _frame(request: HttpRequest, found: Frame, **forms: Any) -> HttpResponse:
    may_change = policy.may_change(request.member, found)
    context = {
        "frame": found,
        "standing": found.standing,
        "papers": files.of(found, actions.PAPER),
        "facts": queries.told(found),
        "may_change": may_change,
        "may_renew": may_change and not found.renewed and found.ended_on is None,
        "paper_form": PaperForm(),
        "end_form": EndForm(),
        **forms,
    }
    return render(request, "agreements/frame.html", context)


@for_roles(*READS)
@require_safe
def paper(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponseBase:
    """The signed paper."""
    return served(request, _seen(request, pk), file, purpose=actions.PAPER)


@for_roles(*WRITES)
@require_http_methods(["GET", "HEAD", "POST"])
def bind(request: HttpRequest) -> HttpResponse:
    """Record a framework agreement."""
    form = FrameForm(*_sent(request), member=request.member)
    if form.is_bound and form.is_valid() and (made := _bound(request.member, form)):
        messages.success(
            request, f"{made} est enregistrée : les dons qu’elle couvre n’ont plus besoin d’autre convention."
        )
        return redirect("agreements:frame", made.pk)
    return render(request, "agreements/bind.html", {"form": form})


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _bound(member: Member, form: FrameForm, renews: uuid.UUID | None = None) -> Frame | None:
    organisation = form.cleaned_data["organisation"]
    return attempt(form, lambda: actions.bind(organisation, renews=renews, by=member, **form.bound_terms))


@for_roles(*WRITES)
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record the agreement that follows this one."""
    found = _seen(request, pk)
    require(policy.may_change(request.member, found))
    same = {name: getattr(found, name) for name in ("regime", "scope", "notice_days", "signatory")}
    length = found.ends_on - found.starts_on
    term = {"starts_on": found.ends_on + DAY, "ends_on": found.ends_on + DAY + length}
    form = RenewForm(*_sent(request), member=request.member, frame=found, initial={**same, **term})
    if form.is_bound and form.is_valid() and (made := _bound(request.member, form, found.pk)):
        messages.success(request, f"{made} prend la suite.")
        return redirect("agreements:frame", made.pk)
    return render(request, "agreements/bind.html", {"form": form, "frame": found})


@for_roles(*WRITES)
@require_POST
def join_paper(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Join the signed paper."""
    found, form = _seen(request, pk), PaperForm(request.POST, request.FILES)
    require(policy.may_change(request.member, found))
    if form.is_valid():
        given = form.cleaned_data["paper"]
        if attempt(form, lambda: actions.join_paper(found.pk, paper=given, by=request.member)):
            messages.success(request, "La convention signée est jointe.")
            return redirect("agreements:frame", pk)
    return _frame(request, found, paper_form=form)


@for_roles(*WRITES)
@require_POST
def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End it before its term."""
    found, form = _seen(request, pk), EndForm(request.POST)
    require(policy.may_change(request.member, found))
    if form.is_valid() and attempt(form, lambda: actions.end(found.pk, by=request.member, **form.cleaned_data)):
        messages.success(request, "C’est noté : rien ne sera plus donné sous cette convention après ce jour.")
        return redirect("agreements:frame", pk)
    return _frame(request, found, end_form=form)
