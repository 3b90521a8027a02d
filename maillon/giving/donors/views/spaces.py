"""The donor's space, by its account or by its link: what became of each gift, and the documents."""

import uuid
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillon.common.forms import attempt
from maillon.common.tables import writing
from maillon.giving.donors import actions, policy, queries
from maillon.giving.donors.forms import DatesForm, ReformForm
from maillon.giving.donors.models import Reform
from maillon.giving.donors.tasks import PRINTED
from maillon.giving.donors.views.door import of_donor
from maillon.giving.receptions import views as receptions
from maillon.ground.documents.models import Document
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Role
from maillon.matter.lots.models import Donor, Lot


@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """Those who gave, the last one first."""
    sought = request.GET.get("q", "").strip()
    donors = queries.of_network(request.member)
    page = Paginator(donors.filter(name__icontains=sought) if sought else donors, 50).get_page(request.GET.get("page"))
    return render(request, "donors/list.html", {"page": page, "q": sought})


@for_roles(Role.DONOR)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The space of the member's own organisation."""
    donor = queries.own(request.member)
    return redirect("donors:space", donor.pk) if donor else render(request, "donors/none.html")


@of_donor
@require_safe
def space(request: HttpRequest, key: str) -> HttpResponse:
    """Everything a donor gave: where each lot stands, the reports, the documents."""
    donor = request.donor
    lots = donor.lots.filter(merged_into=None).order_by("-received_on", "-number")
    page = Paginator(lots, 20).get_page(request.GET.get("page"))
    context = {
        "key": key, "donor": donor, "page": page, "lots": queries.progress(page), "years": queries.years(donor),
        "planned": donor.renewals.expected().count(), "given": queries.given(donor),
        "quotation": donor.quotations.published().first(),
        "papers": queries.papers(donor)[: queries.RECENT],
        "may_invite": request.member and policy.may_invite(request.member, donor) and donor.email,
        "public_body": donor.kind in queries.PUBLIC,
    }  # fmt: skip
    return render(request, "donors/space.html", context)


def given(request: HttpRequest, pk: uuid.UUID) -> Lot:
    """The lot of this key, when the donor of the page gave it."""
    return get_object_or_404(Lot.objects.select_related("donor", "holder"), pk=pk, donor=request.donor)


@of_donor
@require_safe
def lot(request: HttpRequest, key: str, pk: uuid.UUID) -> HttpResponse:
    """What became of one lot, device by device."""
    found = given(request, pk)
    outcome = queries.of_lot(found)
    page = Paginator(outcome.lines, 50).get_page(request.GET.get("page"))
    context = {
        "key": key, "donor": request.donor, "lot": found, "page": page,
        "outcome": outcome, "carbon": queries.carbon(outcome),
        "receipted": queries.form_of(found), "valuation": found.valuations.order_by("-created_at").first(),
        "may_declare": policy.may_declare(request.actor, request.donor),
        "papers": queries.papers(request.donor, [found])[:queries.RECENT], **queries.reception(found),
    }  # fmt: skip
    return render(request, "donors/lot.html", context)


@of_donor
def year(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """What became in a year of what was given in it, and the evidence that the reuse decree asks for."""
    form = ReformForm(request.POST or None, initial=_said(request.donor, year))
    if request.method == "POST" and form.is_valid():
        said = attempt(
            form, lambda: actions.declare_stock(request.donor.pk, year, by=request.actor, **form.cleaned_data)
        )
        if said:
            messages.success(request, "C’est noté : le taux est calculé.")
            return redirect("donors:year", key, year)
    return _year(request, key, year, form=form)


def _said(donor: Donor, year: int) -> dict[str, Any]:
    names = ("units", "old_units", "secret_units", "other_units", "other_proof")
    return Reform.objects.filter(donor=donor, year=year).order_by("-created_at").values(*names).first() or {}


def _year(request: HttpRequest, key: str, year: int, **forms: Any) -> HttpResponse:
    donor = request.donor
    known = queries.years(donor)
    if year not in known:
        raise Http404("Rien n’a été donné cette année-là.")
    outcome = queries.of_year(donor, year)
    evidence = queries.evidence(outcome, year)
    may_declare = policy.may_declare(request.actor, donor) and evidence is not None
    context = {
        "key": key, "donor": donor, "year": year, "years": known, "outcome": outcome,
        "evidence": evidence, "carbon": queries.carbon(outcome), "may_declare": may_declare,
        "page": Paginator([*outcome.lines, *outcome.earlier], 50).get_page(request.GET.get("page")),
        "dates_form": DatesForm(lots=donor.lots.all()) if may_declare else None, **forms,
    }  # fmt: skip
    return render(request, "donors/year.html", context)


@of_donor
@require_POST
def date_devices(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """Say when the devices were bought."""
    form = DatesForm(request.POST, request.FILES, lots=request.donor.lots.all())
    if form.is_valid():
        dates = form.cleaned_data["dates"]
        count = attempt(form, lambda: actions.date_devices(request.donor.pk, dates, by=request.actor))
        if count is not None:
            messages.success(
                request, f"{count} date{'s' if count > 1 else ''} d’acquisition notée{'s' if count > 1 else ''}."
            )
            return redirect("donors:year", key, year)
    return _year(request, key, year, form=ReformForm(initial=_said(request.donor, year)), dates_form=form)


@of_donor
@require_POST
def establish_lot(request: HttpRequest, key: str, pk: uuid.UUID) -> HttpResponse:
    """The report of a lot, numbered and archived."""
    made = actions.establish_report(request.donor.pk, lot_id=given(request, pk).pk, by=request.actor)
    return redirect("donors:document", key, made.pk)


@of_donor
@require_POST
def establish_year(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """The report of a year, numbered and archived."""
    made = actions.establish_report(request.donor.pk, year=year, by=request.actor)
    return redirect("donors:document", key, made.pk)


@of_donor
@require_safe
def documents(request: HttpRequest, key: str) -> HttpResponse:
    """Every document that is the donor's to read."""
    page = Paginator(queries.papers(request.donor), 50).get_page(request.GET.get("page"))
    return render(request, "donors/documents.html", {"key": key, "donor": request.donor, "page": page})


@of_donor
@require_safe
def document(request: HttpRequest, key: str, pk: uuid.UUID) -> HttpResponse:
    """One of them, as it is filed."""
    papers = Document.objects.filter(pk__in=queries.papers(request.donor).values("pk"))
    found = get_object_or_404(papers.select_related("network", "issuer", "recipient"), pk=pk)
    headers = {"Content-Disposition": f'inline; filename="{found.reference}.pdf"'}
    return HttpResponse(PRINTED[found.kind](found), content_type="application/pdf", headers=headers)


@of_donor
@require_safe
def lot_table(request: HttpRequest, key: str, pk: uuid.UUID, format: str) -> HttpResponse:
    """The devices of a lot, as a table."""
    found = given(request, pk)
    return _table(queries.of_lot(found), f"bilan-lot-{found.reference}", format)


@of_donor
@require_safe
def reception_table(request: HttpRequest, key: str, pk: uuid.UUID, format: str) -> HttpResponse:
    """The donor's list against what came, as a table."""
    found = given(request, pk)
    if format not in writing.FORMATS:
        raise Http404(f"Le format « {format} » n’existe pas : choisissez {', '.join(writing.FORMATS)}.")
    return receptions.table(queries.compared(found), format)


@of_donor
@require_safe
def year_table(request: HttpRequest, key: str, year: int, format: str) -> HttpResponse:
    """The devices of a year, as a table."""
    return _table(queries.of_year(request.donor, year), f"bilan-{year}", format)


def _table(outcome: queries.Outcome, name: str, format: str) -> HttpResponse:
    if format not in writing.FORMATS:
        raise Http404(f"Le format « {format} » n’existe pas : choisissez {', '.join(writing.FORMATS)}.")
    sheets = queries.sheets(outcome)
    if format == "csv":
        lines = [*outcome.lines, *outcome.earlier]
        content = b"".join(writing.csv_lines(sheets[0].heads, queries.rows(lines)))
    else:
        made = BytesIO()
        writing.write(made, format, sheets)
        content = made.getvalue()
    named = {"Content-Disposition": f'attachment; filename="{name}.{format}"'}
    return HttpResponse(content, content_type=writing.FORMATS[format], headers=named)


@for_roles(Role.COORDINATOR)
@require_POST
def send_link(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the donor the link to its space."""
    donor = get_object_or_404(Donor, pk=pk, network=request.member.network_id)
    address = actions.send_link(donor.pk, by=request.member)
    messages.success(request, f"Le lien est parti à {address}.")
    return redirect("donors:space", donor.pk)
