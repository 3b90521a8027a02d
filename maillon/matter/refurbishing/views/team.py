"""The queue of the workshop, its benches, its wall; hours and skills, for the person and her supervisor."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillon.common import spreadsheets
from maillon.common.errors import Refused, require
from maillon.common.forms import attempt
from maillon.ground.organisations.access import for_roles, members_only
from maillon.ground.organisations.models import WORKSHOP, Member, Role
from maillon.matter.devices.models import Device
from maillon.matter.refurbishing import actions, policy, queries
from maillon.matter.refurbishing.forms import BenchForm, GiveForm, HoursForm, QueueForm
from maillon.matter.refurbishing.models import Bench, Hours, Skill

PAGE = 30
BEGINNERS = (Role.EMPLOYEE, Role.VOLUNTEER)
GIVERS = (Role.TECHNICIAN, Role.SUPERVISOR)
SEEN = (*WORKSHOP, Role.MANAGER, Role.COORDINATOR)


@for_roles(*WORKSHOP, Role.MANAGER)
@require_safe
def workshop(request: HttpRequest) -> HttpResponse:
    """What the workshop has to do: mine, what is free, what waits for a check."""
    member = request.member
    form = QueueForm(request.GET, benches=queries.benches(member))
    asked = form.asked
    found = queries.queue(member, mine=asked["voir"] or "", bench=asked["poste"])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "works": queries.works(list(page)), "form": form, "asked": asked}
    gives, supervises = member.has(*GIVERS), member.has(Role.SUPERVISOR)
    context |= {"beginner": member.has(*BEGINNERS) and not gives, "gives": gives, "supervises": supervises}
    return render(request, "refurbishing/workshop.html", context)


@for_roles(*SEEN)
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The totals of the team, in letters that are read from the other end of the room; it refreshes by itself."""
    return render(request, "refurbishing/wall.html", {"wall": queries.wall(request.member)})


def _device(request: HttpRequest, pk: uuid.UUID) -> Device:
    return get_object_or_404(Device.objects.visible_to(request.member).select_related("holder"), pk=pk)


def _back(request: HttpRequest, told: str, act) -> HttpResponse:
    """Do an act that asks for nothing, say what came of it, and show the queue again."""
    try:
        act()
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, told)
    return redirect("refurbishing:workshop")


@members_only
@require_POST
def take(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a device in hand."""
    device = _device(request, pk)
    return _back(request, f"{device.label} : il est à vous.", lambda: actions.take(device.pk, by=request.member))


@members_only
@require_POST
def give_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Leave a device to others."""
    device = _device(request, pk)
    return _back(request, f"{device.label} : rendu.", lambda: actions.give_back(device.pk, by=request.member))


@members_only
def give(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a device in someone's hands, or at a bench."""
    device, member = _device(request, pk), request.member
    require(policy.may_give(member, device))
    data = request.POST if request.method == "POST" else None
    form = GiveForm(data, team=queries.team(member), benches=queries.benches(member))
    if form.is_valid() and attempt(form, lambda: actions.give(device.pk, by=member, **form.cleaned_data)):
        messages.success(request, f"{device.label} : confié.")
        return redirect("refurbishing:workshop")
    return render(request, "refurbishing/give.html", {"device": device, "form": form})


@for_roles(*WORKSHOP, Role.MANAGER)
@require_safe
def benches(request: HttpRequest) -> HttpResponse:
    """The work places, and how many devices wait at each."""
    return _benches(request, BenchForm())


def _benches(request: HttpRequest, form: BenchForm) -> HttpResponse:
    member = request.member
    may = policy.may_run_workshop(member, member.organisation)
    return render(
        request, "refurbishing/benches.html", {"benches": queries.benches(member), "form": form, "may_run": may}
    )


@for_roles(*WORKSHOP, Role.MANAGER)
@require_POST
def open_bench(request: HttpRequest) -> HttpResponse:
    """Open a work place."""
    form = BenchForm(request.POST)
    made = form.is_valid() and attempt(form, lambda: actions.open_bench(by=request.member, **form.cleaned_data))
    if not made:
        return _benches(request, form)
    messages.success(request, f"{made.name} : ouvert.")
    return redirect("refurbishing:benches")


@for_roles(*WORKSHOP, Role.MANAGER)
@require_POST
def close_bench(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a work place."""
    bench = get_object_or_404(Bench.objects.visible_to(request.member), pk=pk)
    actions.close_bench(bench.pk, by=request.member)
    messages.success(request, f"{bench.name} : fermé. Ce qui y attendait est libre.")
    return redirect("refurbishing:benches")


@for_roles(*WORKSHOP)
def hours(request: HttpRequest) -> HttpResponse:
    """My hours, and the line to declare some more."""
    member = request.member
    form = HoursForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: actions.declare_hours(by=member, **form.declared)):
        messages.success(request, "Heures notées. Merci.")
        return redirect("refurbishing:hours")
    page = Paginator(Hours.objects.filter(member=member), PAGE).get_page(request.GET.get("page"))
    return render(request, "refurbishing/hours.html", {"form": form, "page": page, "person": queries.person(member)})


@for_roles(*WORKSHOP)
@require_safe
def export_hours(request: HttpRequest) -> HttpResponse:
    """The hours as a spreadsheet: one's own, and for a supervisor those of her workshop."""
    content = spreadsheets.csv_file(queries.HOURS_HEADS, queries.hours_rows(request.member))
    told = {"Content-Disposition": 'attachment; filename="heures.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=told)


def _own(request: HttpRequest, pk: uuid.UUID) -> Hours:
    kept = get_object_or_404(Hours.objects.visible_to(request.member).select_related("member"), pk=pk)
    require(
        policy.may_change_hours(request.member, kept), "Ces heures sont à une autre personne : elle seule les change."
    )
    return kept


@for_roles(*WORKSHOP)
def change_hours(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mend what I declared."""
    kept = _own(request, pk)
    opened = {"on": kept.on, "hours": kept.minutes / 60, "what": kept.what}
    form = HoursForm(request.POST if request.method == "POST" else None, initial=opened)
    mend = actions.declare_hours
    if form.is_valid() and attempt(form, lambda: mend(by=kept.member, hours_id=kept.pk, **form.declared)):
        messages.success(request, "Heures corrigées.")
        return redirect("refurbishing:hours")
    return render(request, "refurbishing/change_hours.html", {"form": form, "kept": kept})


@for_roles(*WORKSHOP)
@require_POST
def remove_hours(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back what I declared by mistake."""
    actions.remove_hours(_own(request, pk).pk, by=request.member)
    messages.success(request, "Heures retirées.")
    return redirect("refurbishing:hours")


@for_roles(*WORKSHOP)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """For the supervisor, the people of her workshop; for anyone else, her own page."""
    if not request.member.has(Role.SUPERVISOR):
        return redirect("refurbishing:person", request.member.pk)
    return render(request, "refurbishing/people.html", {"people": queries.people(request.member)})


def _person(request: HttpRequest, pk: uuid.UUID) -> Member:
    """Herself, or someone she supervises: anybody else does not exist."""
    seen = Member.objects.visible_to(request.member).select_related("user", "organisation", "network")
    found = get_object_or_404(seen, pk=pk)
    allowed = [pk] if policy.may_see_person(request.member, found) else []
    return get_object_or_404(seen.filter(pk__in=allowed))


@members_only
@require_safe
def person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The hours and the skills of one person; it prints as the list that she takes away."""
    found = _person(request, pk)
    may = policy.may_validate_skill(request.member, found)
    context = {"person": queries.person(found), "may_validate": may, "own": found.pk == request.member.pk}
    context["days"] = Hours.objects.filter(member=found)[:PAGE]
    return render(request, "refurbishing/person.html", context)


@members_only
@require_POST
def skill(request: HttpRequest, pk: uuid.UUID, skill: str) -> HttpResponse:
    """Claim a skill (the person), validate it or take it back (her supervisor)."""
    found, known = _person(request, pk), get_object_or_404(Skill, pk=skill)
    member, wanted = request.member, request.POST.get("act", "")
    try:
        if wanted == "withdraw":
            actions.withdraw_skill(known, found.pk, by=member)
        elif found.pk == member.pk:
            actions.claim_skill(known, by=member)
        else:
            actions.validate_skill(known, found.pk, by=member, note=request.POST.get("note", ""))
    except Refused as refused:
        messages.warning(request, refused.sentence)
    return redirect("refurbishing:person", pk)
