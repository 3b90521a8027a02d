import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillon.common.errors import Forbidden, Refused, require
from maillon.ground.organisations.access import members_only
from maillon.matter.scanning import actions, policy, queries
from maillon.matter.scanning.forms import ScanForm, sent
from maillon.matter.scanning.models import Scan


@members_only
@require_safe
def series(request: HttpRequest, card: str) -> HttpResponse:
    """The page of an armed card: scan one device after the other."""
    try:
        mode = queries.read(request.member, card)
    except Refused as refused:
        return render(request, "scanning/no_card.html", {"sentence": refused.sentence}, status=404)
    require(policy.may_scan(request.member, mode.holder))
    if mode.card != card:
        return redirect(mode.url)
    return _page(request, mode, ScanForm(initial={"card": mode.card}))


def _page(request: HttpRequest, mode: queries.Mode, form: ScanForm) -> HttpResponse:
    context = {
        "mode": mode,
        "form": form,
        "series": queries.series(request.member, mode.card, timezone.now()),
        "choices": queries.category_choices(mode),
    }
    return render(request, "scanning/series.html", context)


@members_only
@require_POST
def scan(request: HttpRequest) -> HttpResponse:
    """One scan, from the page, from its script, or sent again by a phone that had no network."""
    if request.content_type == "application/json":
        return _answered(request)
    form = ScanForm(sent(request))
    if not form.is_valid():
        mode = queries.read(request.member, form.data.get("card", ""))
        return _page(request, mode, form)
    if mode := queries.armed(request.member, form.cleaned_data["code"]):
        return redirect(mode.url)
    made = actions.scan(**form.cleaned_data, by=request.member)
    return redirect("scanning:series", made.card)


def _answered(request: HttpRequest) -> JsonResponse:
    """The same in JSON: always a result and a sentence, whatever was sent."""
    form = ScanForm(sent(request))
    if not form.is_valid():
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _refused(sentence, status=400)
    try:
        if mode := queries.armed(request.member, form.cleaned_data["code"]):
            return JsonResponse(
                {"result": "armed", "sentence": mode.title, "device": None, "undo": None, "go": mode.url}
            )
        return JsonResponse(queries.answer(actions.scan(**form.cleaned_data, by=request.member)))
    except Refused as refused:
        return _refused(refused.sentence)
    except Forbidden as forbidden:
        return _refused(str(forbidden), status=403)


def _refused(sentence: str, status: int = 200) -> JsonResponse:
    return JsonResponse({"result": "refused", "sentence": sentence, "device": None, "undo": None}, status=status)


@members_only
@require_POST
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back one scan of one's own series."""
    found = get_object_or_404(Scan.objects.visible_to(request.member), pk=pk)
    told, status = f"Annulé : {found.code}.", 200
    try:
        found = actions.undo(found.pk, by=request.member)
    except Refused as refused:
        told, status = refused.sentence, 409
    if request.accepts("text/html"):
        (messages.success if status == 200 else messages.warning)(request, told)
        return redirect("scanning:series", found.card)
    return JsonResponse({**queries.answer(found), "undone": status == 200, "sentence": told}, status=status)
