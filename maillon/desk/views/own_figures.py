import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillon.common.errors import require
from maillon.desk.queries import own_figures as queries
from maillon.ground.organisations.access import members_only
from maillon.ground.organisations.models import Affiliation
from maillon.telling.impact.queries import page
from maillon.telling.impact.queries.scope import scope_of


@members_only
@require_safe
def own_figures(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What one organisation of the network did in a year, beside the year before."""
    known = Affiliation.objects.visible_to(request.member).select_related("organisation", "network")
    affiliation = get_object_or_404(known, organisation=pk)
    organisation, network = affiliation.organisation, affiliation.network
    require(queries.may_read(request.member, organisation))
    try:
        scope = scope_of(network, int(request.GET.get("annee") or timezone.localdate().year))
    except ValueError as error:
        raise Http404(str(error)) from error
    figures, held = queries.own_figures(organisation, scope), queries.held_today(organisation, scope)
    context = {"organisation": organisation, "scope": scope, "figures": figures, "held": held}
    return render(request, "desk/own_figures.html", {**context, "years": page.years(network)})
