"""Following: the list of requests, and the page of one."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import Refused
from maillon.common.forms import Form, attempt
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Role
from maillon.sharing.accompaniment import actions as accompaniment
from maillon.sharing.needs import actions, policy, queries
from maillon.sharing.needs.forms import Answer, Enrolling, Filters, Question, Refusal
from maillon.sharing.needs.models import Need
from maillon.sharing.needs.views.asking import ASKS

FOLLOWS = (*ASKS, Role.COORDINATOR, Role.ADMINISTRATOR)
PER_PAGE = 50


@for_roles(*FOLLOWS)
@require_safe
@never_cache
def list_(request: HttpRequest) -> HttpResponse:
    """My organisation's requests, with their names; or the whole queue, without any."""
    form = Filters(request.GET, member=request.member)
    page = Paginator(form.needs(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(need, "" if form.wide else queries.name_for(request.member, need)) for need in page]
    context = {"form": form, "page": page, "rows": rows, "wide": form.wide, "any": bool(request.GET)}
    return render(request, "needs/list.html", context | {"may_ask": policy.may_ask(request.member)})


def seen(request: HttpRequest, pk: uuid.UUID) -> Need:
    """The request that the address names, if this member may see it. The identity stays sealed until someone may read it."""
    needs = queries.page_of(request.member).select_related("person", "referent__user").defer("person__identity")
    return get_object_or_404(needs, pk=pk)


def show(request: HttpRequest, need: Need, *, status: int = 200, **more: Form | Refused) -> HttpResponse:
    """The page of a request, with the forms to show again."""
    context = {
        "need": need,
        "page": queries.read(request.member, need, timezone.localdate()),
        "answer": Answer(),
        "question": Question(auto_id="question_%s"),
        "refusal": Refusal(auto_id="refusal_%s"),
    }
    return render(request, "needs/detail.html", {**context, **more}, status=status)


@for_roles(*FOLLOWS)
@require_safe
@never_cache
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Where the request is, and what comes next."""
    return show(request, seen(request, pk))


@for_roles(*FOLLOWS)
@require_POST
def reply(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer the question asked."""
    need, form = seen(request, pk), Answer(request.POST)
    if form.is_valid() and attempt(
        form, lambda: actions.reply(need.pk, answer=form.cleaned_data["answer"], by=request.member)
    ):
        messages.success(request, "Votre réponse est envoyée. La demande a gardé sa place.")
        return redirect("needs:detail", need.pk)
    return show(request, need, answer=form)


@for_roles(*FOLLOWS)
@require_POST
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Withdraw the request."""
    need = seen(request, pk)
    try:
        actions.cancel(need.pk, by=request.member)
    except Refused as refused:
        return show(request, seen(request, pk), refused=refused, status=409)
    messages.success(request, f"La demande {need.reference} est annulée.")
    return redirect("needs:detail", need.pk)


@for_roles(*FOLLOWS)
@require_POST
def drop(request: HttpRequest, pk: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Do without one of several things asked for."""
    need = seen(request, pk)
    line = get_object_or_404(need.items, pk=item)
    try:
        actions.drop(line.pk, by=request.member)
    except Refused as refused:
        return show(request, seen(request, pk), refused=refused, status=409)
    messages.success(request, f"La demande {need.reference} continue sans « {line.category.name.lower()} ».")
    return redirect("needs:detail", need.pk)


@for_roles(*FOLLOWS)
@never_cache
def enrol(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep a seat at a session for the person of this request, or for its association."""
    need = seen(request, pk)
    form = Enrolling(request.POST if request.method == "POST" else None, member=request.member, need=need)
    if request.method == "POST" and form.is_valid():
        whom = {"person": need.person, "organisation": need.association}
        session = uuid.UUID(form.cleaned_data["session"])
        if made := attempt(form, lambda: accompaniment.enrol(session, by=request.member, **whom)):
            messages.success(request, f"Une place est gardée : {made.session}.")
            return redirect("needs:detail", need.pk)
    return render(request, "needs/enrol.html", {"need": need, "form": form})
