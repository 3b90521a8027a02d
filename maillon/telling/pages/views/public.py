"""What a network publishes in its own words, as anyone reads it."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from maillon.ground.files.views import served
from maillon.ground.organisations.access import public
from maillon.telling.pages import policy, queries
from maillon.telling.pages.actions.texts import LOGO, PICTURE
from maillon.telling.pages.models import Text


@public
@require_safe
def text(request: HttpRequest, slug: str) -> HttpResponse:
    """A page, some news, a sheet: its published version."""
    found = get_object_or_404(queries.listed(request.network, *Text.LISTED), slug=slug)
    shown = found.published
    writes = request.member is not None and policy.may_publish(request.member, request.network)
    context = {"text": found, "version": shown, "drawn": queries.drawn(request.network, shown.body), "writes": writes}
    return render(request, "pages/text.html", context)


@public
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What happens in the network, the latest first."""
    page = Paginator(queries.listed(request.network, Text.Kind.NEWS), 10).get_page(request.GET.get("page"))
    return render(request, "pages/news.html", {"page": page})


@public
@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """The sheets for training and raising awareness, by title, to read or print."""
    found = queries.listed(request.network, Text.Kind.SHEET).order_by("published__title", "pk")
    return render(request, "pages/sheets.html", {"page": Paginator(found, 50).get_page(request.GET.get("page"))})


@public
@require_safe
def picture(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponseBase:
    """A picture of a text: for anyone once it is published, before that for those who write."""
    found = get_object_or_404(Text, network=request.network, pk=pk)
    if found.published_id is None and not (request.member and policy.may_publish(request.member, request.network)):
        raise Http404("Ce texte n’est pas publié.")
    return served(request, found, file, purpose=PICTURE, shared=found.published_id is not None)


@public
@require_safe
def logo(request: HttpRequest) -> HttpResponseBase:
    """The logo of the network."""
    if request.network.logo is None:
        raise Http404("Ce réseau n’a pas de logo.")
    return served(request, request.network, request.network.logo, purpose=LOGO, shared=True)
