import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import require
from maillon.common.forms import attempt
from maillon.common.spreadsheets import Sheet
from maillon.common.tables import writing
from maillon.ground.organisations.access import members_only
from maillon.matter.ledger.models import Location
from maillon.matter.scanning import actions, policy, queries
from maillon.matter.scanning.forms import CloseForm
from maillon.matter.scanning.models import Stocktake

PAGE = 50


def _seen(request: HttpRequest, pk: uuid.UUID) -> Stocktake:
    related = ("location__site__organisation", "location__parent", "opened_by__user")
    return get_object_or_404(Stocktake.objects.visible_to(request.member).select_related(*related), pk=pk)


@members_only
@require_safe
def stocktakes(request: HttpRequest) -> HttpResponse:
    """The inventories, the last first."""
    require(policy.may_scan(request.member, request.member.organisation))
    related = ("location__site", "location__parent", "opened_by__user")
    found = Stocktake.objects.visible_to(request.member).select_related(*related)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "scanning/stocktakes.html", {"page": page})


@members_only
@require_POST
def take_stock(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Begin the inventory of a location, or go on with it."""
    location = get_object_or_404(Location.objects.visible_to(request.member), pk=pk)
    made = actions.open_stocktake(location.pk, by=request.member)
    return redirect("scanning:series", made.card)


@members_only
@require_safe
def stocktake(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What an inventory found; while it runs, what to decide of each difference."""
    made = _seen(request, pk)
    found = None if made.closed_at else queries.tally(made)
    return _page(request, made, found, CloseForm(gaps=found.gaps) if found else None)


def _page(request: HttpRequest, made: Stocktake, found: queries.Tally | None, form: CloseForm | None) -> HttpResponse:
    context = {
        "stocktake": made,
        "tally": found,
        "form": form,
        "differences": made.differences.select_related("device") if made.closed_at else (),
        "may_close": policy.may_take_stock(request.member, made.location.site.organisation),
    }
    return render(request, "scanning/stocktake.html", context)


@members_only
@require_POST
def close_stocktake(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End it, with what each difference came to."""
    made = _seen(request, pk)
    require(policy.may_take_stock(request.member, made.location.site.organisation))
    found = queries.tally(made)
    form = CloseForm(request.POST, gaps=found.gaps)
    if made.closed_at is None and form.is_valid():
        asked = {"decisions": form.decisions, "reason": form.cleaned_data["reason"], "by": request.member}
        made = attempt(form, lambda: actions.close_stocktake(pk, **asked)) or made
    if made.closed_at:
        messages.success(request, "Inventaire clos : ce qui est noté est ce qui a été vu.")
        return redirect("scanning:stocktake", pk)
    return _page(request, made, found, form)


@members_only
@require_safe
def export_stocktake(request: HttpRequest, pk: uuid.UUID, format: str) -> HttpResponse:
    """The differences as a spreadsheet."""
    made = _seen(request, pk)
    if format not in writing.FORMATS:
        raise Http404
    content = writing.whole(format, Sheet("Écarts", queries.HEADS, queries.exported(made)))
    kind = writing.FORMATS[format]
    name = f"inventaire-{made.location.code}-{made.created_at:%Y-%m-%d}.{format}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
