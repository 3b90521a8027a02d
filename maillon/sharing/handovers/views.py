"""The appointment, the agenda, the desk, the attestation, the return."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import Refused, require
from maillon.common.forms import attempt
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Role
from maillon.sharing.handovers import actions, policy, queries, tasks
from maillon.sharing.handovers.forms import Appointment, Desk, Filters, Return
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs.models import Need

PLANS = (Role.PRESCRIBER, Role.MEDIATOR, Role.DISTRIBUTOR, Role.MANAGER, Role.COORDINATOR)
READS = (*PLANS, Role.TECHNICIAN, Role.VOLUNTEER, Role.ADMINISTRATOR)
PER_PAGE = 50


def _need(request: HttpRequest, pk: uuid.UUID) -> Need:
    needs = Need.objects.visible_to(request.member).select_related("network", "prescriber", "association", "person")
    return get_object_or_404(needs.defer("person__identity"), pk=pk)


def _current(need: Need) -> HandOver | None:
    """The appointment to keep, else the hand-over done."""
    rows = need.handovers.exclude(state=HandOver.State.CANCELLED).select_related("distributor", "enrolment__session")
    return rows.first()


@for_roles(*PLANS)
@never_cache
def plan(request: HttpRequest, need: uuid.UUID) -> HttpResponse:
    """Fix the appointment, or move it."""
    asked = _need(request, need)
    require(policy.may_plan(request.member, asked))
    current = _current(asked)
    form = Appointment(
        request.POST if request.method == "POST" else None, member=request.member, need=asked, current=current
    )
    posted = request.method == "POST" and form.is_valid()
    if posted and (made := attempt(form, lambda: actions.plan(asked.pk, by=request.member, **form.said))):
        messages.success(request, f"Le rendez-vous de la demande {asked.reference} est pris.")
        return redirect("handovers:detail", made.pk)
    return render(request, "handovers/plan.html", {"form": form, "need": asked, "current": current})


@for_roles(*PLANS, Role.ADMINISTRATOR)
@require_safe
@never_cache
def panel(request: HttpRequest, need: uuid.UUID) -> HttpResponse:
    """The appointment of a request, shown on its page; opened by itself, it leads to what comes next."""
    asked = _need(request, need)
    current = _current(asked)
    may_plan = policy.may_plan(request.member, asked)
    if request.htmx:
        context = {"need": asked, "handover": current, "may_plan": may_plan}
        return render(request, "handovers/_panel.html", context)
    if current:
        return redirect("handovers:detail", current.pk)
    return redirect("handovers:plan", asked.pk) if may_plan else redirect("needs:detail", asked.pk)


@for_roles(*READS)
@require_safe
@never_cache
def list_(request: HttpRequest) -> HttpResponse:
    """The agenda: late ones to close, today, to come; done."""
    form = Filters(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = queries.agenda(request.member, **asked)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = queries.lines(request.member, page, timezone.localdate())
    return render(
        request, "handovers/list.html", {"form": form, "page": page, "lines": lines, "any": bool(request.GET)}
    )


def _seen(request: HttpRequest, pk: uuid.UUID) -> HandOver:
    rows = HandOver.objects.visible_to(request.member).select_related(
        "network", "need__network", "need__prescriber", "need__association", "need__referent__user", "need__person",
        "distributor", "enrolment__session", "done_by__user",
    )  # fmt: skip
    return get_object_or_404(rows.defer("need__person__identity"), pk=pk)


def _show(request: HttpRequest, handover: HandOver, *, status: int = 200, **more: object) -> HttpResponse:
    planned = handover.state == HandOver.State.PLANNED
    may = policy.may_hand_over(request.member, handover)
    context = {
        "handover": handover,
        "name": queries.name_for(request.member, handover),
        "phone": queries.phone_for(request.member, handover),
        "form": Desk(handover=handover) if planned else None,
        "handed": queries.handed(handover),
        "document": queries.attestation_of(handover),
        "may_hand_over": may,
        "may_plan": planned and policy.may_plan(request.member, handover.need),
        "today": timezone.localdate(),
    }
    return render(request, "handovers/detail.html", {**context, **more}, status=status)


@for_roles(*READS)
@require_safe
@never_cache
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The desk: who comes, what to prepare, what leaves."""
    return _show(request, _seen(request, pk))


@for_roles(*READS)
@require_POST
def hand_over(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand everything over; sent twice, it happens once."""
    handover = _seen(request, pk)
    form = Desk(request.POST, handover=handover)
    if form.is_valid() and attempt(form, lambda: actions.hand_over(handover.pk, by=request.member, **form.said)):
        messages.success(request, "C’est remis. Imprimez l’attestation et faites-la signer.")
        return redirect("handovers:detail", handover.pk)
    return _show(request, _seen(request, pk), form=form)


@for_roles(*PLANS)
@require_POST
def call_off(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Cancel the appointment."""
    handover = _seen(request, pk)
    try:
        actions.call_off(handover.pk, by=request.member)
    except Refused as refused:
        return _show(request, _seen(request, pk), refused=refused, status=409)
    messages.success(request, "Le rendez-vous est annulé. Le matériel reste réservé : prenez-en un autre.")
    return redirect("needs:detail", handover.need_id)


@for_roles(*READS)
@require_safe
@never_cache
def card(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The card to give the person: where, when, what to bring."""
    handover = _seen(request, pk)
    context = {"handover": handover, "name": queries.name_for(request.member, handover)}
    return render(request, "handovers/card.html", context)


@for_roles(*READS)
@require_safe
@never_cache
def attestation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The attestation, to print and sign: with her name for those who may read it."""
    handover = _seen(request, pk)
    document = queries.attestation_of(handover)
    if document is None:
        raise Http404
    printed = tasks.attestation_pdf(document, queries.name_for(request.member, handover))
    name = f'inline; filename="{document.reference}.pdf"'
    return HttpResponse(printed, content_type="application/pdf", headers={"Content-Disposition": name})


@for_roles(*READS)
@require_POST
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A device of this hand-over comes back."""
    handover, form = _seen(request, pk), Return(request.POST)
    require(policy.may_hand_over(request.member, handover))
    if not form.is_valid():
        return _show(request, handover, returned=form)
    item = get_object_or_404(handover.items, device=form.cleaned_data["device"])
    if attempt(form, lambda: actions.take_back(item.device_id, reason=form.cleaned_data["reason"], by=request.member)):
        messages.success(request, f"{item.device.title} est revenu : il sera effacé et testé de nouveau.")
        return redirect("handovers:detail", handover.pk)
    return _show(request, handover, returned=form)
