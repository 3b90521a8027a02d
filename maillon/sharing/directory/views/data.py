"""The directory that goes out as open data, and what comes in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillon.ground.organisations.access import for_roles, public
from maillon.ground.organisations.models import Network
from maillon.sharing.directory import actions
from maillon.sharing.directory.forms import BringForm
from maillon.sharing.directory.models import Mapping, Place
from maillon.sharing.directory.models.places import RUNS
from maillon.sharing.directory.queries import standards

SHOWN = 200


def _published(network: Network):
    return Place.objects.published().filter(network=network).order_by("name", "pk")


@public
@require_safe
def standard_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All the places, in the national standard, as CSV."""
    name = f"{timezone.localdate().isoformat()}_{request.network.slug}_lieux-de-mediation-numerique.csv"
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    lines = standards.csv_lines(_published(request.network).iterator(2000))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=named)


@public
@require_safe
def standard_json(request: HttpRequest) -> JsonResponse:
    """All the places, in the national standard, as JSON."""
    return JsonResponse(standards.records(_published(request.network).iterator(2000)), safe=False)


@public
@require_safe
def data_inclusion(request: HttpRequest) -> JsonResponse:
    """All the places and their services, in data.inclusion."""
    return JsonResponse(standards.data_inclusion(_published(request.network).iterator(2000), request.network.slug))


@for_roles(*RUNS)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Bring places in, or see what a file would change."""
    member = request.member
    form = BringForm(*((request.POST, request.FILES) if request.method == "POST" else ()), member=member)
    done = None
    if form.is_bound and form.is_valid():
        if form.rules_sent:
            actions.save_mapping(member.network, source=form.cleaned_data["source"], rules=form.rules_sent, by=member)
        dry = form.cleaned_data["act"] == "dry"
        done = actions.bring(member.network, form.entries, by=member, dry=dry)
        messages.success(request, "Rien n’est écrit : voici ce qui changerait." if dry else "L’import est fait.")
    context = {"form": form, "done": done, "shown": SHOWN, "mappings": Mapping.objects.visible_to(member)}
    return render(request, "directory/bring.html", context)
