"""What is to collect, and the rounds proposed for it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillon.common.forms import attempt
from maillon.giving.rounds import actions, queries
from maillon.giving.rounds.forms import AskForm, KeepForm
from maillon.giving.rounds.models import Plan, Round, Vehicle
from maillon.giving.rounds.policy import PLANNERS
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Role

SEES = (*PLANNERS, Role.MANAGER, Role.ADMINISTRATOR)


@for_roles(*SEES)
def list_(request: HttpRequest) -> HttpResponse:
    """The rounds to come and past, and what waits for one."""
    today = timezone.localdate()
    rounds = Round.objects.visible_to(request.member).whole().with_loads()
    coming = rounds.alive().filter(day__gte=today).order_by("day", "leaves_at")
    page = Paginator(rounds.filter(day__lt=today).order_by("-day", "leaves_at"), 20).get_page(request.GET.get("page"))
    context = {
        "today": today,
        "coming": coming,
        "page": page,
        "waiting": queries.waiting_rows(request.member),
        "has_vehicles": Vehicle.objects.visible_to(request.member).in_service().exists(),
        "may_plan": request.member.has(*PLANNERS),
    }
    return render(request, "rounds/list.html", context)


@for_roles(*PLANNERS)
def ask(request: HttpRequest) -> HttpResponse:
    """For which days, with which vehicles."""
    form = AskForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        made = attempt(
            form, lambda: actions.ask(days=form.days, vehicles=values["vehicles"], by=request.member, id=values["id"])
        )
        if made:
            return redirect("rounds:plan", made.pk)
    context = {"form": form, "waiting": queries.waiting(request.member.network).count()}
    return render(request, "rounds/ask.html", context)


@for_roles(*PLANNERS)
@never_cache
def plan(request: HttpRequest, plan) -> HttpResponse:
    """The computation under way, then its proposal."""
    found = get_object_or_404(Plan.objects.visible_to(request.member).select_related("network"), pk=plan)
    return _plan(request, found)


def _plan(request: HttpRequest, found: Plan, data=None) -> HttpResponse:
    answered = found.state in (Plan.State.DONE, Plan.State.KEPT)
    proposals, unserved = queries.proposals_of(found) if answered else ([], [])
    form = KeepForm(data, proposals=proposals)
    if data is not None and form.is_valid():
        made = attempt(form, lambda: actions.keep(found.pk, drivers=form.chosen, by=request.member))
        if made:
            messages.success(request, f"{len(made)} tournée{'s' * (len(made) > 1)} : à relire, puis à envoyer.")
            return redirect("rounds:detail", made[0].pk) if len(made) == 1 else redirect("rounds:list")
    context = {"plan": found, "proposals": proposals, "unserved": unserved, "form": form, "answered": answered}
    context |= {"map": queries.proposal_map(proposals), "total": queries.total_of(proposals)}
    return render(request, "rounds/plan.html", context)


@for_roles(*PLANNERS)
@require_POST
def keep(request: HttpRequest, plan) -> HttpResponse:
    """Make rounds of the proposal."""
    found = get_object_or_404(Plan.objects.visible_to(request.member).select_related("network"), pk=plan)
    return _plan(request, found, request.POST)
