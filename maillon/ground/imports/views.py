"""Bringing a spreadsheet in, in four steps: the file, its columns, what is wrong, what was done."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillon.common import tables
from maillon.common.errors import Refused, require
from maillon.common.forms import attempt
from maillon.common.spreadsheets import Sheet, csv_file
from maillon.common.tables import Kind
from maillon.common.tables.writing import xlsx_file
from maillon.ground.imports import actions, policy, queries
from maillon.ground.imports.forms import ColumnsForm, FileForm, PlaceForm
from maillon.ground.imports.models import Import
from maillon.ground.organisations.access import members_only

PAGE = 50
PREVIEW = 10
STEPS = ("Le fichier", "Les colonnes", "La vérification", "C’est fait")
Kinds = Mapping[str, Kind]


def _kind(request: HttpRequest, kinds: Kinds, slug: str) -> Kind:
    if slug not in kinds:
        raise Http404
    require(policy.may_send(request.member, kinds[slug]))
    return kinds[slug]


def _seen(request: HttpRequest, kind: Kind, pk: uuid.UUID) -> Import:
    seen = Import.objects.visible_to(request.member).select_related("author", "author__organisation", "corrects")
    return get_object_or_404(seen, kind=kind.slug, pk=pk)


def _steps(now: int) -> list[dict[str, str]]:
    states = ["done"] * now + ["now"] + [""] * len(STEPS)
    return [{"label": label, "state": state} for label, state in zip(STEPS, states, strict=False)]


def _show(request: HttpRequest, template: str, step: int, kind: Kind, **more: Any) -> HttpResponse:
    status = 422 if any(getattr(form, "errors", None) for form in more.values() if hasattr(form, "is_bound")) else 200
    return render(request, f"imports/{template}.html", {"kind": kind, "steps": _steps(step), **more}, status=status)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, kinds: Kinds, kind: str, **_: Any) -> HttpResponse:
    """The file, what it may hold, and what was imported before; `?corrige=` sends the corrected lines of an import."""
    asked = _kind(request, kinds, kind)
    former = _former(request, asked)
    first = {"target": request.GET.get("cible", "")}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*sent, kind=asked, member=request.member, corrects=former, initial=first)
    if form.is_bound and form.is_valid() and (sheet := _keep(request, asked, form, former)):
        return redirect("imports:columns" if sheet.state == Import.State.DRAFT else "imports:follow", kind, sheet.pk)
    past = (
        Import.objects.visible_to(request.member)
        .filter(kind=kind)
        .select_related("author__user", "author__organisation")
    )
    page = Paginator(past, PAGE).get_page(request.GET.get("page"))
    return _show(request, "send", 0, asked, form=form, page=page, former=former)


def _former(request: HttpRequest, kind: Kind) -> Import | None:
    """The import whose lines come back corrected."""
    try:
        return _seen(request, kind, uuid.UUID(request.GET.get("corrige", "")))
    except ValueError:
        return None


def _keep(request: HttpRequest, kind: Kind, form: FileForm, former: Import | None) -> Import | None:
    """The import of the file that was sent: told when it is one that was sent before."""
    kept = form.cleaned_data
    target = uuid.UUID(kept["target"]) if kept.get("target") else None
    proposed = queries.guess(form.book, kind, request.member.network_id)
    told = {"name": kept["file"].name, "found": form.book, "proposed": proposed, "id": kept["id"]}
    sheet = attempt(
        form,
        lambda: actions.send(kind, form.data_sent, target=target, corrects=former, by=request.member, **told),
    )
    if sheet and sheet.pk != kept["id"]:
        messages.info(request, "Ce fichier a déjà été envoyé : le voici où il en est.")
    return sheet


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, kinds: Kinds, kind: str, pk: uuid.UUID, **_: Any) -> HttpResponse:
    """Where the table is, and which column holds what."""
    asked = _kind(request, kinds, kind)
    sheet = _seen(request, asked, pk)
    if sheet.state != Import.State.DRAFT:
        return redirect("imports:follow", kind, pk)
    book = queries.book(sheet)
    place, laid, proposed = _laid(request, asked, sheet, book)
    form = ColumnsForm(request.POST or None, kind=asked, laid=laid, initial=proposed)
    if form.is_bound and form.is_valid():
        told = {"sheet_name": place.name, "laid": laid, "columns": form.columns, "by": request.member}
        if attempt(form, lambda: actions.match(pk, asked, **told)):
            return redirect("imports:check", kind, pk)
    where = PlaceForm(initial={"feuille": place.name, "titres": laid.head_line}, book=book)
    preview = [[number, *(_cell(cells, column) for column in laid.columns[:12])] for number, cells in laid.lines[:5]]
    return _show(request, "columns", 1, asked, sheet=sheet, form=form, where=where, laid=laid, preview=preview)


def _cell(cells: list[str], column: tables.Column) -> str:
    return cells[column.index] if column.index < len(cells) else ""


def _laid(
    request: HttpRequest, kind: Kind, sheet: Import, book: tables.Book
) -> tuple[tables.Grid, tables.Layout, dict]:
    """The sheet, its table, and the columns proposed: those kept, unless another place is asked for."""
    chosen = request.GET
    name = chosen.get("feuille", sheet.sheet)
    line = int(chosen["titres"]) if chosen.get("titres", "").isascii() and chosen.get("titres", "").isdigit() else None
    grid = book.grid(name)
    kept = grid.name == book.grid(sheet.sheet).name and line in (None, sheet.head_line)
    laid = tables.lay_out(grid, kind.fields(), sheet.head_line if kept else line)
    if kept:
        return grid, laid, sheet.columns
    return grid, laid, tables.propose(laid.columns, kind.fields(), queries.learnt(sheet.network_id, kind))


@members_only
@require_safe
def check(request: HttpRequest, kinds: Kinds, kind: str, pk: uuid.UUID, **_: Any) -> HttpResponse:
    """What would be written, and what is wrong with the other lines. Nothing is written yet."""
    asked = _kind(request, kinds, kind)
    sheet = _seen(request, asked, pk)
    if sheet.state != Import.State.DRAFT:
        return redirect("imports:follow", kind, pk)
    checked = queries.checked(sheet, asked, request.member)
    if checked.missing:
        messages.warning(request, f"Choisissez d’abord la colonne : {', '.join(checked.missing).lower()}.")
        return redirect("imports:columns", kind, pk)
    page = Paginator(checked.wrong, PAGE).get_page(request.GET.get("page"))
    heads, preview = queries.shown(asked, checked.right[:PREVIEW])
    more = {"checked": checked, "page": page, "heads": heads, "preview": preview}
    return _show(request, "check", 2, asked, sheet=sheet, **more)


@members_only
@require_POST
def accept(request: HttpRequest, kinds: Kinds, kind: str, pk: uuid.UUID, later: actions.Later) -> HttpResponse:
    """Have it written."""
    asked = _kind(request, kinds, kind)
    sheet = _seen(request, asked, pk)
    if sheet.state in (Import.State.DRAFT, Import.State.STOPPED):
        laid = queries.layout(sheet, asked)
        told = {"total": len(laid.lines), "heads": laid.heads, "later": later}
        actions.accept(pk, asked, by=request.member, **told)
    return redirect("imports:follow", kind, pk)


@members_only
@require_safe
def follow(request: HttpRequest, kinds: Kinds, kind: str, pk: uuid.UUID, **_: Any) -> HttpResponse:
    """How far it is, then what it did."""
    asked = _kind(request, kinds, kind)
    sheet = _seen(request, asked, pk)
    if sheet.state == Import.State.DRAFT:
        return redirect("imports:check", kind, pk)
    wrong = Paginator(sheet.results.filter(thing=None), PAGE).get_page(request.GET.get("page"))
    more = {"sheet": sheet, "page": wrong, "address": asked.address(request.member, sheet.target)}
    more["may_lead"] = policy.may_lead(request.member, sheet, asked)
    answer = _show(request, "follow", 3, asked, **more)
    if sheet.state == Import.State.RUNNING:
        answer["Refresh"] = "2"
    return answer


@members_only
@require_safe
def faults(request: HttpRequest, kinds: Kinds, kind: str, pk: uuid.UUID, format: str, **_: Any) -> HttpResponse:
    """The lines in error, each with why, to correct and send again."""
    asked = _kind(request, kinds, kind)
    heads, rows = queries.to_correct(_seen(request, asked, pk), asked, request.member)
    if format == "csv":
        content, mime = csv_file(heads, rows), "text/csv; charset=utf-8"
    else:
        content = xlsx_file([Sheet("À corriger", heads, rows)])
        mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    named = {"Content-Disposition": f'attachment; filename="a-corriger-{kind}.{format}"'}
    return HttpResponse(content, content_type=mime, headers=named)


@members_only
@require_safe
def model(request: HttpRequest, kinds: Kinds, kind: str, **_: Any) -> HttpResponse:
    """An empty table with the right heads, and one line of example."""
    fields = _kind(request, kinds, kind).fields()
    content = xlsx_file([Sheet("Modèle", [field.label for field in fields], [[field.example for field in fields]])])
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    named = {"Content-Disposition": f'attachment; filename="modele-{kind}.xlsx"'}
    return HttpResponse(content, content_type=mime, headers=named)


@members_only
@require_POST
def abandon(request: HttpRequest, kinds: Kinds, kind: str, pk: uuid.UUID, **_: Any) -> HttpResponse:
    """Give the file up."""
    asked = _kind(request, kinds, kind)
    sheet = _seen(request, asked, pk)
    actions.abandon(sheet.pk, asked, by=request.member)
    messages.success(request, f"{sheet.name} : abandonné, rien n’a été écrit.")
    return redirect("imports:send", kind)


@members_only
@require_POST
def undo(request: HttpRequest, kinds: Kinds, kind: str, pk: uuid.UUID, **_: Any) -> HttpResponse:
    """Take back all that the import wrote."""
    asked = _kind(request, kinds, kind)
    sheet = _seen(request, asked, pk)
    try:
        actions.undo(sheet.pk, asked, by=request.member)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, f"{sheet.name} : tout ce qu’il avait écrit est retiré.")
    return redirect("imports:follow", kind, pk)
