import tempfile
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillon.common.errors import require
from maillon.common.spreadsheets import Sheet
from maillon.common.tables import writing
from maillon.desk.queries import tables
from maillon.desk.queries.tables import TABLES, Table
from maillon.giving.agreements import queries as agreements
from maillon.giving.agreements.models import Frame
from maillon.giving.donations import queries as donations
from maillon.giving.donations.models import Offer
from maillon.ground.organisations import queries as organisations
from maillon.ground.organisations.access import members_only
from maillon.ground.organisations.forms import FilterForm as OrganisationsFilter
from maillon.ground.organisations.models import Member
from maillon.matter.devices import queries as devices
from maillon.matter.devices.forms import FilterForm as DevicesFilter
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Movement
from maillon.matter.lots import queries as lots
from maillon.matter.lots.forms import FilterForm as LotsFilter
from maillon.matter.lots.models import Donor, Lot
from maillon.sharing.accompaniment import queries as accompaniment
from maillon.sharing.accompaniment.forms import Filters as SessionsFilter
from maillon.sharing.handovers import queries as handovers
from maillon.sharing.handovers.forms import Filters as HandOversFilter
from maillon.sharing.needs.forms import Filters as NeedsFilter

IN_MEMORY = 5_000_000
"""Bytes beyond which a workbook that is being written goes to the disk."""


def _devices(request: HttpRequest) -> Iterable[Any]:
    form = DevicesFilter(request.GET, choices=devices.choices(request.member))
    seen = devices.filtered(Device.objects.visible_to(request.member), form.asked, request.member.network.prefix)
    if form.asked.get("etat"):
        seen = seen.filter(state=form.asked["etat"])
    return seen.select_related("category", "holder", "lot", "site").order_by(form.order, "pk")


def _lots(request: HttpRequest) -> Iterable[Any]:
    form = LotsFilter(request.GET, holders=lots.holders(request.member))
    return lots.with_progress(lots.filtered(Lot.objects.visible_to(request.member), form.asked))


def _donors(request: HttpRequest) -> Iterable[Any]:
    seen = Donor.objects.visible_to(request.member).select_related("organisation").order_by("name", "pk")
    return seen.annotate(lots_count=Count("lots"), given_g=Sum("lots__weighed_g"))


def _offers(request: HttpRequest) -> Iterable[Any]:
    state = request.GET.get("etat", "")
    seen = donations.in_order(Offer.objects.visible_to(request.member)).prefetch_related("lines__category")
    return seen.filter(state=state) if state in Offer.State.values else seen


def _frames(request: HttpRequest) -> Iterable[Any]:
    return agreements.in_order(Frame.objects.visible_to(request.member))


def _needs(request: HttpRequest) -> Iterable[Any]:
    # Never the person, even where the list names her: a file is passed on.
    return (
        NeedsFilter(request.GET, member=request.member)
        .needs()
        .select_related(None)
        .select_related("prescriber", "association", "network")
    )


def _handovers(request: HttpRequest) -> Iterable[Any]:
    form = HandOversFilter(request.GET)
    seen = handovers.agenda(request.member, **(form.cleaned_data if form.is_valid() else {}))
    seen = seen.select_related(None).select_related("need", "distributor", "network")
    return tables.paid(seen)


def _sessions(request: HttpRequest) -> Iterable[Any]:
    form = SessionsFilter(request.GET)
    return accompaniment.listed(request.member, timezone.now(), **(form.cleaned_data if form.is_valid() else {}))


def _organisations(request: HttpRequest) -> Iterable[Any]:
    return organisations.present_in(request.member, OrganisationsFilter(request.GET or None).wanted)


def _members(request: HttpRequest) -> Iterable[Any]:
    seen = Member.objects.visible_to(request.member).select_related("user", "organisation")
    return seen.order_by("organisation__name", "user__last_name", "pk")


def _movements(request: HttpRequest) -> Iterable[Any]:
    year = request.GET.get("annee", "")
    seen = tables.named(Movement.objects.visible_to(request.member)).order_by("on", "pk")
    return seen.filter(on__year=int(year)) if year.isascii() and year.isdigit() and len(year) == 4 else seen


ROWS: dict[str, Callable[[HttpRequest], Iterable[Any]]] = {
    "appareils": _devices,
    "lots": _lots,
    "donateurs": _donors,
    "offres": _offers,
    "conventions": _frames,
    "demandes": _needs,
    "remises": _handovers,
    "seances": _sessions,
    "organisations": _organisations,
    "membres": _members,
    "mouvements": _movements,
}


def _open_to(member: Member) -> list[Table]:
    return [table for table in TABLES.values() if not table.roles or member.has(*table.roles)]


@members_only
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """Every table that this member may take out, with what its columns say."""
    this_year = timezone.localdate().year
    context = {
        "tables": _open_to(request.member),
        "formats": list(writing.FORMATS),
        "years": range(this_year, this_year - 5, -1),
    }
    return render(request, "desk/exports.html", context)


@members_only
@require_safe
def export(request: HttpRequest, key: str, format: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """One table, with the filters of its list and the rights of whoever asks."""
    if key not in TABLES or format not in writing.FORMATS:
        raise Http404
    table = TABLES[key]
    require(table in _open_to(request.member))
    rows = table.written(ROWS[key](request))
    name, mime = f"{key}-{timezone.localdate().isoformat()}.{format}", writing.FORMATS[format]
    if format == "csv":
        named = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(writing.csv_lines(table.heads, rows), content_type=mime, headers=named)
    made = _temporary()
    writing.write(made, format, [Sheet(table.title, table.heads, rows), table.notice])
    made.seek(0)
    return FileResponse(made, as_attachment=True, filename=name, content_type=mime)


def _temporary() -> Any:
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)
