"""Sessions: to come and past, one session, who comes, the sheet to sign."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import Refused
from maillon.common.forms import attempt
from maillon.ground.organisations.access import for_roles
from maillon.sharing.accompaniment import actions, policy, queries
from maillon.sharing.accompaniment.forms import Attendance, Filters, SessionForm
from maillon.sharing.accompaniment.models import Enrolment, Session

PLANS, READS = policy.PLANS, policy.READS
PER_PAGE = 50


@for_roles(*READS)
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """The network's sessions, with the seats that are left."""
    form = Filters(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    sessions = queries.listed(request.member, timezone.now(), **asked)
    page = Paginator(sessions, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "any": bool(request.GET), "may_plan": policy.may_plan(request.member)}
    return render(request, "accompaniment/list.html", context)


@for_roles(*PLANS)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a session of one's organisation."""
    form = SessionForm(request.POST if request.method == "POST" else None, member=request.member)
    posted = request.method == "POST" and form.is_valid()
    if posted and (made := attempt(form, lambda: actions.plan(by=request.member, **form.said))):
        messages.success(request, f"La séance « {made.title} » est prévue.")
        return redirect("accompaniment:detail", made.pk)
    return render(request, "accompaniment/plan.html", {"form": form})


def _seen(request: HttpRequest, pk: uuid.UUID) -> Session:
    sessions = Session.objects.visible_to(request.member).select_related("organisation", "programme")
    return get_object_or_404(queries.with_seats(sessions), pk=pk)


def _show(request: HttpRequest, session: Session, *, status: int = 200, **more: object) -> HttpResponse:
    seats = queries.seats(request.member, session)
    own = policy.may_hold(request.member, session)
    context = {
        "session": session,
        "seats": [(seat, policy.may_withdraw(request.member, seat.enrolment)) for seat in seats],
        "attendance": Attendance(seats=seats) if own and seats and session.begun else None,
        "may_hold": own,
        "for_people": session.kind in queries.FOR_PEOPLE,
        "past": session.ends_at < timezone.now(),
        "enrolled": any(seat.enrolment.organisation_id == request.member.organisation_id for seat in seats),
    }
    return render(request, "accompaniment/detail.html", {**context, **more}, status=status)


@for_roles(*READS)
@require_safe
@never_cache
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One session: when, where, who comes, for those who may know."""
    return _show(request, _seen(request, pk))


@for_roles(*PLANS)
@require_POST
def note_attendance(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say who came."""
    session = _seen(request, pk)
    form = Attendance(request.POST, seats=queries.seats(request.member, session))
    if not form.is_valid():
        return _show(request, session, attendance=form)
    for enrolment, came in form.answers.items():
        actions.note_attendance(enrolment, came=came, by=request.member)
    messages.success(request, "Les présences sont notées.")
    return redirect("accompaniment:detail", session.pk)


@for_roles(*READS)
@require_safe
@never_cache
def sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The attendance sheet, to print and have signed; a name that one may not read is left to be written."""
    session = _seen(request, pk)
    seats = queries.seats(request.member, session)
    empty = range(len(seats), min(session.seats, len(seats) + 12))
    return render(request, "accompaniment/sheet.html", {"session": session, "seats": seats, "empty": empty})


@for_roles(*PLANS)
@require_POST
def enrol(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep a seat for one's own organisation."""
    session = _seen(request, pk)
    try:
        actions.enrol(session.pk, by=request.member, organisation=request.member.organisation)
    except Refused as refused:
        return _show(request, _seen(request, pk), refused=refused, status=409)
    messages.success(request, f"Une place est gardée pour {request.member.organisation_name}.")
    return redirect("accompaniment:detail", session.pk)


@for_roles(*PLANS)
@require_POST
def withdraw(request: HttpRequest, pk: uuid.UUID, enrolment: uuid.UUID) -> HttpResponse:
    """Give a seat back."""
    session = _seen(request, pk)
    seat = get_object_or_404(Enrolment.objects.visible_to(request.member), pk=enrolment, session=session)
    try:
        actions.withdraw(seat.pk, by=request.member)
    except Refused as refused:
        return _show(request, _seen(request, pk), refused=refused, status=409)
    messages.success(request, "La place est rendue.")
    return redirect("accompaniment:detail", session.pk)


@for_roles(*PLANS)
@require_POST
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Call the session off."""
    session = _seen(request, pk)
    try:
        actions.cancel(session.pk, by=request.member)
    except Refused as refused:
        return _show(request, _seen(request, pk), refused=refused, status=409)
    messages.success(request, "La séance est annulée. Prévenez celles et ceux qui étaient inscrits.")
    return redirect("accompaniment:detail", session.pk)
