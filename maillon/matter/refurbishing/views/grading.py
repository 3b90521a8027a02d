"""The rules of the network: versions of the grading table, scores of processors, systems, the second check."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import WORKSHOP, Role
from maillon.matter.devices.models import Device
from maillon.matter.refurbishing import actions, policy, queries
from maillon.matter.refurbishing.forms import RuleForm, ScoreForm, SecondCheckForm, SystemForm
from maillon.matter.refurbishing.models import CpuScore, GradingRule, System

READERS = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.MANAGER, *WORKSHOP)
PAGE = 50


@for_roles(*READERS)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The versions of the grading table, the one in force first told, and what the network asks of its workshops."""
    member = request.member
    context = {
        "rules": GradingRule.objects.visible_to(member),
        "current": queries.rule_of(member.network_id, timezone.localdate()),
        "may_rule": policy.may_rule(member, member.network),
        "second_check": queries.second_check(member.network_id),
        "form": SecondCheckForm(initial={"wanted": queries.second_check(member.network_id)}),
    }
    return render(request, "refurbishing/rules.html", context)


@for_roles(*READERS)
@require_safe
def rule(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One version, as it is: it never changes."""
    found = get_object_or_404(GradingRule.objects.visible_to(request.member), pk=pk)
    may = policy.may_rule(request.member, request.member.network)
    form = RuleForm(thresholds=found.thresholds)
    return render(request, "refurbishing/rule.html", {"rule": found, "form": form, "may_rule": may})


@for_roles(*READERS)
def new_rule(request: HttpRequest) -> HttpResponse:
    """Write a new version from an existing one; see what it would change before publishing it."""
    member = request.member
    require(policy.may_rule(member, member.network))
    source = _source(request)
    form = RuleForm(request.POST or None, thresholds=source.thresholds, initial={"starts_on": timezone.localdate()})
    valid, told = form.is_valid(), form.cleaned_data if form.is_bound else {}
    if valid and "publish" in request.POST:
        kept = {name: told[name] for name in ("id", "starts_on", "source")}
        made = attempt(form, lambda: actions.publish_rule(form.thresholds, by=member, **kept))
        if made:
            messages.success(request, f"Version {made.version} : publiée.")
            return redirect("refurbishing:rules")
    preview = queries.preview(member.network, form.thresholds, timezone.localdate()) if valid else None
    return render(request, "refurbishing/new_rule.html", {"form": form, "source": source, "preview": preview})


def _source(request: HttpRequest) -> GradingRule:
    """The version that the new one starts from: the one asked for, else the one in force."""
    seen = GradingRule.objects.visible_to(request.member)
    known = {str(one.pk): one for one in seen}
    current = queries.rule_of(request.member.network_id, timezone.localdate())
    found = known.get(request.GET.get("depuis", ""), current)
    if found is None:
        raise Http404("Aucune table de notation n’est en vigueur.")
    return found


@for_roles(*READERS)
@require_POST
def second_check(request: HttpRequest) -> HttpResponse:
    """Ask, or no longer ask, for a second person."""
    form = SecondCheckForm(request.POST)
    form.is_valid()
    made = actions.ask_second_check(form.cleaned_data["wanted"], by=request.member)
    messages.success(request, "Un second contrôle est demandé." if made.second_check else "Plus de second contrôle.")
    return redirect("refurbishing:rules")


@for_roles(*READERS)
def scores(request: HttpRequest) -> HttpResponse:
    """The network's own table of processors."""
    member = request.member
    form = ScoreForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: actions.note_score(**form.cleaned_data, by=member)):
        messages.success(request, "Indice noté.")
        return redirect("refurbishing:scores")
    asked = request.GET.get("q", "")[:60]
    found = CpuScore.objects.visible_to(member).filter(name__icontains=asked).select_related("noted_by__organisation")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    may = policy.may_note_score(member, member.network)
    return render(request, "refurbishing/scores.html", {"form": form, "page": page, "q": asked, "may_note": may})


@for_roles(*READERS)
@require_safe
def systems(request: HttpRequest) -> HttpResponse:
    """The catalogue of systems, and the devices whose system is no longer maintained."""
    member = request.member
    over = queries.outdated(Device.objects.visible_to(member))
    context = {
        "systems": queries.systems_of(member),
        "page": Paginator(over, PAGE).get_page(request.GET.get("page")),
        "may_rule": policy.may_rule(member, member.network),
    }
    return render(request, "refurbishing/systems.html", context)


@for_roles(*READERS)
def system(request: HttpRequest) -> HttpResponse:
    """Write a system into the network's catalogue, or correct one (`?nom=`)."""
    member = request.member
    require(policy.may_rule(member, member.network))
    name = request.GET.get("nom", "")
    known = next((one for one in queries.systems_of(member) if one.name == name), System(name=name))
    opened = {field: getattr(known, field) for field in ("name", "until", "source", "free", "offered")}
    form = SystemForm(request.POST or None, initial=opened)
    if form.is_valid() and attempt(form, lambda: actions.correct_system(**form.cleaned_data, by=member)):
        messages.success(request, f"{form.cleaned_data['name']} : noté au catalogue.")
        return redirect("refurbishing:systems")
    return render(request, "refurbishing/system.html", {"form": form, "known": known})
