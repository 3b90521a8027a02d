"""The figures of a year, the records behind each, the report as a file."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillon.ground.organisations.access import for_roles, public
from maillon.ground.organisations.models import Network
from maillon.telling.impact import policy, tasks
from maillon.telling.impact import queries as impact
from maillon.telling.impact.forms import ScopeForm
from maillon.telling.impact.queries import lists, page
from maillon.telling.impact.queries.privacy import discreet


def _scope(request: HttpRequest, network: Network, default: int | None = None) -> impact.Scope:
    """What the address asks for; an unknown year or territory is not found."""
    asked = request.GET.get("annee") or default or timezone.localdate().year
    try:
        return impact.scope_of(network, int(asked), request.GET.get("territoire") or None)
    except ValueError as error:
        raise Http404(str(error)) from error


@for_roles(*policy.READERS)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The year: each figure opens the records it counts."""
    scope = _scope(request, request.member.network)
    context = {
        "year": page.year(scope, exact=policy.may_see_all(request.member), linked=True),
        "scope_form": ScopeForm(scope, page.years(scope.network)),
        "formats": tasks.FORMATS,
        "sees_all": policy.may_see_all(request.member),
    }
    return render(request, "impact/report.html", context)


@public
@require_safe
def public_page(request: HttpRequest) -> HttpResponse:
    """The same figures for anyone, with their definitions: the last full year unless asked otherwise."""
    known = page.years(request.network)
    scope = _scope(request, request.network, default=known[min(1, len(known) - 1)])
    context = {"year": page.year(scope, exact=False, linked=False), "scope_form": ScopeForm(scope, known)}
    return render(request, "impact/public.html", context)


@for_roles(*policy.READERS)
@require_safe
def records(request: HttpRequest, key: str) -> HttpResponse:
    """The records of one figure, those that the reader may see."""
    scope = _scope(request, request.member.network)
    try:
        listing = lists.listing(key, scope, request.member, request.GET.dict())
    except ValidationError as error:
        raise Http404("Ce donateur n’existe pas.") from error
    if listing is None:
        raise Http404(f"Le chiffre « {key} » n’existe pas.")
    shown = Paginator(listing.visible, 50).get_page(request.GET.get("page"))
    rows = listing.kind.table(list(shown), request.member)
    context = {"listing": listing, "page": shown, "rows": rows, "scope": scope}
    return render(request, "impact/records.html", context)


@for_roles(*policy.READERS)
@require_safe
def download(request: HttpRequest, format: str) -> HttpResponse:
    """The report as a file."""
    if format not in tasks.FORMATS:
        raise Http404(f"Le format « {format} » n’existe pas : choisissez {', '.join(tasks.FORMATS)}.")
    made = impact.report(_scope(request, request.member.network))
    if not policy.may_see_all(request.member):
        made = discreet(made)
    name = tasks.file_name(made, format)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(tasks.export(made, format), content_type=tasks.TYPES[format], headers=headers)
