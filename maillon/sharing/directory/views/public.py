"""The directory as anyone reads it."""

from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillon.ground.organisations.access import public
from maillon.sharing.directory import policy, queries
from maillon.sharing.directory.forms import OrientForm, SearchForm
from maillon.sharing.directory.models import Place

NEAREST = 4


def _tiles_allowed(view):
    """Street backgrounds come from elsewhere: this page alone may show them, once the person asks."""
    hosts = sorted({"{0.scheme}://{0.netloc}".format(urlsplit(tiles["url"])) for tiles in settings.TILES})
    return csp_update({"img-src": hosts})(view) if hosts else view


@public
@require_safe
@_tiles_allowed
def search(request: HttpRequest) -> HttpResponse:
    """Find a place: a list, and a map without tiles."""
    form = SearchForm(request.GET)
    wanted = form.wanted
    found = queries.found(request.network, wanted, timezone.now(), request.GET.get("page"))
    asked = request.GET.copy()
    for name in ("zone", "page"):
        asked.pop(name, None)
    drawn = queries.drawing(found.clusters, request.path, asked.urlencode(), wanted.near)
    context = {"form": form, "found": found, "page": found.page, "map": drawn, "wanted": wanted, "asked": asked}
    context["tiles"] = settings.TILES
    return render(request, "directory/search.html", context)


@public
@require_safe
def map_data(request: HttpRequest) -> JsonResponse:
    """What the map with a street background shows in its frame, for the same search."""
    return JsonResponse(queries.on_tiles(request.network, SearchForm(request.GET).wanted, timezone.now()))


@public
@require_safe
def place(request: HttpRequest, pk) -> HttpResponse:
    """The page of one place; that of a place merged into another leads to the other."""
    found = get_object_or_404(Place.objects.select_related("organisation"), network=request.network, pk=pk)
    if found.merged_into_id:
        return redirect("directory:place", request.network.slug, found.merged_into_id)
    context = {
        "place": found,
        "facts": queries.facts(found),
        "sources": queries.sources(found),
        "rules": [rule.strip() for rule in found.opening_hours.split(";") if rule.strip()],
        "may_correct": request.member is not None and policy.may_correct(request.member, found),
    }
    return render(request, "directory/place.html", context)


@public
@require_safe
def orient(request: HttpRequest) -> HttpResponse:
    """« My person needs…, lives in… »: the nearest places for each need, on one sheet."""
    form = OrientForm(request.GET or None)
    sheet = []
    if form.is_bound and form.is_valid():
        now = timezone.now()
        sheet = [(need, queries.found(request.network, wanted, now).rows[:NEAREST]) for need, wanted in form.wanted]
    return render(request, "directory/orient.html", {"form": form, "sheet": sheet})
