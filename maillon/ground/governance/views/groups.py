"""The working groups: their list, their pages, their meetings and decisions; and the calendar of each person."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillon.common import links
from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.ground.files.views import served
from maillon.ground.governance import actions, policy
from maillon.ground.governance.forms import GroupAct, SpeakForm
from maillon.ground.governance.models import Decision, Group, Meeting, Seat
from maillon.ground.governance.queries import groups as queries
from maillon.ground.organisations.access import for_roles, members_only, public
from maillon.ground.organisations.models import Member, Role


@members_only
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """The groups of the network, the reader's own first, and the address of her calendar."""
    member = request.member
    context = {
        "rows": queries.listed(member),
        "closed": Group.objects.visible_to(member).exclude(closed_on=None),
        "may_open": policy.may_open_group(member, member.network),
        "calendar": queries.calendar_url(member),
    }
    return render(request, "governance/groups.html", context)


def _group(request: HttpRequest, pk: uuid.UUID) -> Group:
    return get_object_or_404(Group.objects.visible_to(request.member).select_related("network"), pk=pk)


@members_only
@require_safe
def group(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One group: who is in it, when it meets, what it decides, its documents."""
    return render(request, "governance/group.html", {"page": queries.page(_group(request, pk), request.member)})


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def open_group(request: HttpRequest, form: type[GroupAct]) -> HttpResponse:
    """Open a group."""
    asked = form(_posted(request), member=request.member, group=None)
    if asked.is_bound and asked.is_valid() and (made := attempt(asked, asked.do)):
        messages.success(request, asked.told(made))
        return redirect("governance:group", made.pk)
    return render(request, "governance/group_act.html", {"form": asked, "back": "governance:groups"})


THINGS = {"seat": Seat, "meeting": Meeting, "decision": Decision}
BACK = {"meeting": "governance:meeting", "decision": "governance:decision"}


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def group_act(request: HttpRequest, pk: uuid.UUID, form: type[GroupAct], of: str = "") -> HttpResponse:
    """One act on a group, or on one of its seats, meetings or decisions."""
    thing = get_object_or_404(THINGS[of], pk=pk, group__network=request.member.network_id) if of else None
    held = _group(request, thing.group_id if thing else pk)
    asked = form(_posted(request), request.FILES or None, member=request.member, group=held, thing=thing)
    require(asked.allowed())
    back = (BACK[of], pk) if of in BACK else ("governance:group", held.pk)
    if asked.is_bound and asked.is_valid() and (done := attempt(asked, asked.do)):
        messages.success(request, asked.told(done))
        return redirect(*back)
    context = {"form": asked, "group": held, "back": back[0], "back_pk": back[1]}
    return render(request, "governance/group_act.html", context)


@members_only
@require_POST
def join_group(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take part in a group of the network."""
    actions.take_seat(_group(request, pk).pk, by=request.member)
    messages.success(request, "Vous êtes dans le groupe : ses réunions arrivent dans votre page « À faire ».")
    return redirect("governance:group", pk)


@members_only
@require_safe
def meeting(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One meeting: its agenda, then what was said and decided."""
    held = get_object_or_404(Meeting.objects.visible_to(request.member).select_related("group__network"), pk=pk)
    runs = policy.may_run_group(request.member, held.group)
    context = {"meeting": held, "may_run": runs, "decisions": held.decisions.all()}
    return render(request, "governance/meeting.html", context)


@members_only
@require_safe
def decision(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One decision: what is put, who said what, to those who may read it, and the outcome."""
    rows = Decision.objects.visible_to(request.member).select_related("group__network", "meeting", "author__user")
    held = get_object_or_404(rows, pk=pk)
    speaks = held.is_open and policy.may_speak(request.member, held.group)
    context = {
        "decision": held,
        "tally": queries.tally(held),
        "may_read": policy.may_read_group(request.member, held.group),
        "may_run": policy.may_run_group(request.member, held.group),
        "form": SpeakForm(member=request.member, group=held.group, thing=held) if speaks else None,
    }
    return render(request, "governance/decision.html", context)


@members_only
@require_POST
def settle(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Conclude from the voices heard."""
    held = get_object_or_404(Decision.objects.visible_to(request.member), pk=pk)
    done = actions.settle(held.pk, by=request.member)
    messages.success(request, f"{done.get_state_display()} : le groupe est prévenu.")
    return redirect("governance:decision", pk)


@members_only
@require_POST
def withdraw_decision(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the proposition back."""
    held = get_object_or_404(Decision.objects.visible_to(request.member), pk=pk)
    actions.withdraw_decision(held.pk, by=request.member)
    messages.success(request, "La proposition est retirée.")
    return redirect("governance:decision", pk)


@members_only
@require_safe
def group_document(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponseBase:
    """A document of the group, to those who may read it."""
    held = _group(request, pk)
    require(policy.may_read_group(request.member, held))
    return served(request, held, file)


@members_only
@require_POST
def remove_document(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Destroy a document of the group."""
    actions.remove_document(_group(request, pk).pk, file, by=request.member)
    messages.success(request, "Le document est retiré.")
    return redirect("governance:group", pk)


@members_only
@require_safe
def meeting_ics(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One meeting, for a calendar."""
    held = get_object_or_404(Meeting.objects.visible_to(request.member).select_related("group__network"), pk=pk)
    return _ics(queries.ics([held], str(held)), "reunion.ics")


@public
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The meetings of one person's groups, to whatever program holds the address that was made for her."""
    bearer = links.unseal(policy.CALENDAR, token, days=queries.CALENDAR_DAYS)
    member = Member.objects.active().filter(pk=bearer.actor_id).select_related("network").first() if bearer else None
    if member is None:
        raise Http404("Cette adresse d’agenda n’est plus bonne.")
    return _ics(queries.ics(queries.meetings_of(member), f"Réunions, {member.network.short_name}"), "reunions.ics")


def _ics(content: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-cache"
    return answer
