"""What anybody proposes, and what may be twice in the directory: decided by those who keep it."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillon.common.actors import PUBLIC
from maillon.common.forms import attempt
from maillon.ground.organisations.access import for_roles, public
from maillon.sharing.directory import actions, queries
from maillon.sharing.directory.forms import JudgeForm, SuggestForm
from maillon.sharing.directory.models import Place, Suggestion
from maillon.sharing.directory.models.places import RUNS
from maillon.sharing.directory.views.keeping import READS


@public
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Propose what should change in the page of a place, without an account."""
    place = get_object_or_404(Place.objects.published().select_related("network"), network=request.network, pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = SuggestForm(sent, place=place, guarded=request.member is None)
    if form.is_bound and form.is_valid():
        by = request.member or PUBLIC
        if attempt(form, lambda: actions.suggest(pk, by=by, **form.suggested)):
            messages.success(request, "Merci : votre proposition sera examinée par ceux qui tiennent l’annuaire.")
            return redirect("directory:place", request.network.slug, pk)
    return render(request, "directory/suggest.html", {"form": form, "place": place})


@for_roles(*READS)
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What was proposed, the oldest that waits first; what was decided under « Décidées »."""
    seen = Suggestion.objects.visible_to(request.member).select_related("place", "decided_by__user")
    decided = request.GET.get("etat") == "decidees"
    waiting = seen.waiting()
    shown = seen.exclude(state=Suggestion.State.WAITING).order_by("-decided_at") if decided else waiting
    page = Paginator(shown, 30).get_page(request.GET.get("page"))
    context = {"page": page, "decided": decided, "waiting": waiting.count()}
    return render(request, "directory/suggestions.html", context)


@for_roles(*READS)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One proposal: what the page says, what it would say; take it, or some of it, or put it aside with a reason."""
    seen = Suggestion.objects.visible_to(request.member).select_related("place__network", "decided_by__user")
    suggestion = get_object_or_404(seen, pk=pk)
    found = queries.changes(suggestion)
    form = JudgeForm(request.POST if request.method == "POST" else None, found=found, closed=suggestion.closed)
    if form.is_bound and form.is_valid() and attempt(form, lambda: _decided(request, suggestion, form)):
        return redirect("directory:suggestions")
    context = {"suggestion": suggestion, "found": found, "form": form, "place": suggestion.place}
    return render(request, "directory/judge.html", context)


def _decided(request: HttpRequest, suggestion: Suggestion, form: JudgeForm) -> Suggestion:
    told = {"by": request.member, "answer": form.cleaned_data["answer"]}
    if "decline" in request.POST:
        decided = actions.decline(suggestion.pk, **told)
        messages.success(request, f"La proposition sur « {suggestion.place} » est écartée : sa page ne change pas.")
    else:
        decided = actions.take(suggestion.pk, only=form.chosen, **told)
        messages.success(request, f"« {suggestion.place} » est à jour.")
    return decided


@for_roles(*RUNS)
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """The pairs of pages that may be one place."""
    pairs = queries.duplicates(request.member.network)
    merged = Place.objects.filter(network=request.member.network_id).exclude(merged_into=None)
    context = {
        "page": Paginator(pairs, 20).get_page(request.GET.get("page")),
        "merged": merged.select_related("merged_into").order_by("name")[:50],
    }
    return render(request, "directory/duplicates.html", context)


def _two(request: HttpRequest, pk: uuid.UUID, other: uuid.UUID) -> tuple[Place, Place]:
    places = Place.objects.visible_to(request.member)
    return get_object_or_404(places, pk=pk), get_object_or_404(places, pk=other)


@for_roles(*RUNS)
@require_POST
def merge(request: HttpRequest, pk: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """They are one place: the first page is kept."""
    kept, gone = _two(request, pk, other)
    actions.merge(kept.pk, gone.pk, by=request.member)
    messages.success(request, f"« {gone} » est réuni à « {kept} » : l’ancienne adresse y mène.")
    return redirect("directory:duplicates")


@for_roles(*RUNS)
@require_POST
def tell_apart(request: HttpRequest, pk: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """They are two places: do not ask again."""
    one, two = _two(request, pk, other)
    actions.tell_apart(one.pk, two.pk, by=request.member)
    messages.success(request, "C’est noté : ce sont deux lieux.")
    return redirect("directory:duplicates")


@for_roles(*RUNS)
@require_POST
def split(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The page that was merged stands on its own again."""
    place = get_object_or_404(Place, network=request.member.network_id, pk=pk)
    actions.split(place.pk, by=request.member)
    messages.success(request, f"« {place} » a de nouveau sa page.")
    return redirect("directory:place", request.member.network.slug, pk)
