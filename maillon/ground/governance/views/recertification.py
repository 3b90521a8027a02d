"""Who still acts for each organisation: the page of whoever answers, and what those who run the network follow."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillon.common.errors import Refused, require
from maillon.common.forms import attempt
from maillon.ground.governance import actions, policy
from maillon.ground.governance.forms import GOES, STAYS, RecertifyForm
from maillon.ground.governance.models import Recertification, RecertificationAnswer
from maillon.ground.governance.queries import recertification as queries
from maillon.ground.organisations.access import for_roles, members_only
from maillon.ground.organisations.models import Role

PAGE = 50


def _seen(request: HttpRequest, pk: uuid.UUID) -> RecertificationAnswer:
    rows = RecertificationAnswer.objects.visible_to(request.member)
    return get_object_or_404(rows.select_related("recertification__network", "organisation"), pk=pk)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def recertify(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One screen: each person of the organisation, kept or ended."""
    answer = _seen(request, pk)
    require(policy.may_answer_recertification(request.member, answer))
    posted = request.POST if request.method == "POST" else None
    form = RecertifyForm(posted, people=queries.asked_about(answer), by=request.member)
    if form.is_bound and form.is_valid():
        said = {"kept": form.chosen(STAYS), "ended": form.chosen(GOES)}
        if attempt(form, lambda: actions.answer_recertification(answer.pk, by=request.member, **said)):
            messages.success(request, f"C’est noté : {len(said['ended'])} accès fermés, les autres confirmés.")
            return redirect("organisations:detail", answer.organisation_id)
    return render(request, "governance/recertify.html", {"answer": answer, "form": form})


@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_safe
def recertification(request: HttpRequest) -> HttpResponse:
    """Which organisations have answered the last one, and the ones before."""
    network = request.member.network
    asked = queries.past(network)
    last = asked.first()
    answers = queries.in_order(RecertificationAnswer.objects.filter(recertification=last))
    page = Paginator(answers, PAGE).get_page(request.GET.get("page"))
    context = {"last": last, "before": asked[1:6], "page": page, "rows": queries.with_teams(page, network)}
    return render(request, "governance/recertification.html", {"network": network, **context})


@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def open_recertification(request: HttpRequest) -> HttpResponse:
    """Ask now, before the day that the rules say."""
    made: Recertification = actions.open_recertification(request.member.network_id, by=request.member)
    messages.success(request, f"{made.answers.count()} structures sont invitées à confirmer qui agit pour elles.")
    return redirect("governance:recertification")


@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def remind_recertification(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write again to those who manage one organisation."""
    answer = _seen(request, pk)
    try:
        actions.remind_recertification(answer.pk, by=request.member)
        messages.success(request, f"Un rappel part à {answer.organisation}.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("governance:recertification")
