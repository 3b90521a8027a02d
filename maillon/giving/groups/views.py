"""The groups of donors, and what the services of one gave."""

import uuid
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.common.tables import writing
from maillon.giving.groups import actions, policy, queries
from maillon.giving.groups.forms import JoinForm, LeaveForm, OpenForm
from maillon.giving.groups.models import GroupMember
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Organisation, Role

RUNS = (Role.COORDINATOR, Role.ADMINISTRATOR)
READS = (*RUNS, Role.DONOR, Role.MANAGER)


@for_roles(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest) -> HttpResponse:
    """The groups of the network, and a form to open one."""
    network = request.member.network
    form = OpenForm(request.POST if request.method == "POST" else None, network=network)
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: actions.join_group(by=request.member, **form.cleaned_data))
        if made:
            messages.success(request, f"{made.group} suit les dons de {made.organisation}.")
            return redirect("groups:group", made.group_id)
    return render(request, "groups/groups.html", {"groups": queries.groups_of(request.member), "form": form})


@for_roles(Role.DONOR, Role.MANAGER)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The group that the member's own organisation is."""
    own = request.member.organisation_id
    known = GroupMember.objects.filter(network=request.member.network_id, group=own).exists()
    return redirect("groups:group", own) if known else render(request, "groups/none.html")


def _group(request: HttpRequest, pk: uuid.UUID) -> Organisation:
    """The group of this key, when the member sees it."""
    seen = GroupMember.objects.visible_to(request.member).filter(group=pk)
    found = get_object_or_404(Organisation, pk__in=seen.values("group"))
    require(policy.may_follow(request.member, found))
    return found


def _year(request: HttpRequest) -> int | None:
    told = request.GET.get("annee", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) == 4 and told >= "2000" else None


@for_roles(*READS)
@require_safe
def group(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the services of a group gave, and what became of it."""
    return _shown(request, _group(request, pk))


def _shown(request: HttpRequest, found: Organisation, **forms: Any) -> HttpResponse:
    year, network = _year(request), request.member.network
    made = queries.outcome(network, found, year)
    composes = policy.may_compose(request.member, network)
    context = {
        "group": found,
        "outcome": made,
        "year": year,
        "page": Paginator(made.lots, 50).get_page(request.GET.get("page")),
        "waiting": made.waiting,
        "composes": composes,
        "join_form": JoinForm(network=network) if composes else None,
        "leave_form": LeaveForm(),
    }
    return render(request, "groups/group.html", {**context, **forms})


@for_roles(*READS)
@require_safe
def table(request: HttpRequest, pk: uuid.UUID, format: str) -> HttpResponse:
    """The same as a table: the services, and their lots."""
    if format not in writing.FORMATS:
        raise Http404(f"Le format « {format} » n’existe pas.")
    sheets = queries.sheets(queries.outcome(request.member.network, _group(request, pk), _year(request)))
    made = BytesIO()
    if format == "csv":
        made.write(b"".join(writing.csv_lines(sheets[1].heads, sheets[1].rows)))
    else:
        writing.write(made, format, sheets)
    named = {"Content-Disposition": f'attachment; filename="groupe.{format}"'}
    return HttpResponse(made.getvalue(), content_type=writing.FORMATS[format], headers=named)


@for_roles(*RUNS)
@require_POST
def join_group(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let the group follow one more service."""
    found, form = _group(request, pk), JoinForm(request.POST, network=request.member.network)
    if form.is_valid():
        made = attempt(form, lambda: actions.join_group(found, by=request.member, **form.cleaned_data))
        if made:
            messages.success(request, f"{found} suit maintenant les dons de {made.organisation}.")
            return redirect("groups:group", pk)
    return _shown(request, found, join_form=form)


@for_roles(*RUNS)
@require_POST
def leave_group(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Follow a service no longer."""
    known = get_object_or_404(GroupMember.objects.visible_to(request.member).select_related("group"), pk=pk)
    form = LeaveForm(request.POST)
    if form.is_valid() and attempt(form, lambda: actions.leave_group(pk, by=request.member, **form.cleaned_data)):
        messages.success(request, "C’est noté : ce qui est donné après ce jour n’est plus suivi.")
        return redirect("groups:group", known.group_id)
    return _shown(request, known.group, leave_form=form, leaving=known.pk)
