"""Asking: one page, two minutes, kept while one writes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from maillon.common.forms import attempt
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Role
from maillon.sharing.needs.forms import AssociationRequest, PersonRequest, Request
from maillon.sharing.needs.models import Need
from maillon.sharing.people import actions as people
from maillon.sharing.people.queries import draft_of

ASKS = (Role.PRESCRIBER, Role.MEDIATOR, Role.DISTRIBUTOR, Role.MANAGER)


@for_roles(*ASKS)
@never_cache
@sensitive_post_parameters()
def ask(request: HttpRequest) -> HttpResponse:
    """The whole request on one page, for a person or for an association."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        known = Need.objects.visible_to(request.member).filter(pk=form.cleaned_data["id"]).exists()
        if need := attempt(form, lambda: form.send(by=request.member)):
            people.drop_draft(by=request.member)
            messages.success(request, ALREADY if known else f"Demande {need.reference} envoyée. Voici où elle en est.")
            return redirect("needs:detail", need.pk)
    return render(request, form.template, {"form": form, "wait": form.wait(), "draft": form.draft})


ALREADY = "Cette demande est déjà envoyée : la voici. Pour quelqu’un d’autre, commencez une nouvelle demande."


def _form(request: HttpRequest) -> Request:
    """The form as posted; else as kept; else empty."""
    kind = AssociationRequest if request.GET.get("pour") == "association" else PersonRequest
    if request.method == "POST":
        return kind(request.POST, member=request.member)
    draft = draft_of(request.member) if kind is PersonRequest else None
    if draft and Need.objects.visible_to(request.member).filter(pk=draft.content["id"][0]).exists():
        draft = None
    return kind(member=request.member, draft=draft)


@for_roles(*ASKS)
@require_POST
@sensitive_post_parameters()
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what is typed so far; what was sent meanwhile is not a draft any more."""
    form = PersonRequest(request.POST, member=request.member)
    form.is_valid()
    known = form.cleaned_data.get("id")
    if known and not Need.objects.visible_to(request.member).filter(pk=known).exists():
        people.keep_draft(form.content(), by=request.member)
    return HttpResponse(status=204)


@for_roles(*ASKS)
@require_POST
def forget_draft(request: HttpRequest) -> HttpResponse:
    """Start again from an empty page."""
    people.drop_draft(by=request.member)
    return redirect("needs:ask")


@for_roles(*ASKS)
@require_safe
def estimate(request: HttpRequest) -> HttpResponse:
    """« Quand ? », for the equipment and the usage of the address, which says nothing else."""
    kind = AssociationRequest if request.GET.get("pour") == "association" else PersonRequest
    return render(request, "needs/_wait.html", {"wait": kind(request.GET, member=request.member).wait()})


@for_roles(*ASKS)
@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """What to read to the person, or to give her on paper."""
    return render(request, "needs/notice.html")
