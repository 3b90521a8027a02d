"""The text of each kind of agreement: what is in force, how it changed, who validated it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillon.common import deeds
from maillon.common.forms import attempt
from maillon.giving.agreements import actions, queries
from maillon.giving.agreements.forms import ApproveForm, TextForm
from maillon.giving.agreements.models import KINDS, AgreementText
from maillon.giving.agreements.tasks import preview_pdf
from maillon.ground.organisations.access import for_roles
from maillon.ground.organisations.models import Network, Role

READS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@for_roles(*READS)
@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """The text in force of each kind of agreement."""
    return render(request, "agreements/texts.html", {"told": queries.every(request.member.network)})


def _known(kind: str) -> str:
    if kind not in dict(KINDS):
        raise Http404("Ce texte n’existe pas.")
    return kind


@for_roles(*READS)
@require_safe
def text(request: HttpRequest, kind: str) -> HttpResponse:
    """One text: what it says, who validated it, its versions."""
    return render(request, "agreements/text.html", _of(request, _known(kind)))


def _of(request: HttpRequest, kind: str, form: ApproveForm | None = None) -> dict[str, Any]:
    network = request.member.network
    now = queries.in_force(network, kind)
    return {
        "text": now,
        "articles": _shown(now),
        "approval": queries.approval(network, now),
        "approve_form": form or ApproveForm(),
        "versions": _told(network, kind),
        "departs": now.body != queries.published(kind).body,
        "may_write": request.member.coordinates,
    }


def _shown(text: AgreementText) -> list[Any]:
    """The articles, each blank showing its name."""
    names = {name: f"{{{name}}}" for name in queries.blanks(text.kind)}
    return queries.articles(text, names)


def _told(network: Network, kind: str) -> list[dict[str, Any]]:
    return [
        {"text": one, "approval": next((said for said in one.approvals.all() if said.network_id == network.pk), None)}
        for one in queries.history(network, kind)
    ]


@for_roles(*READS)
@require_safe
def version(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One version as it was, and what it changed in the one before."""
    network = request.member.network
    known = queries.history(network, get_object_or_404(AgreementText, pk=pk).kind)
    one = get_object_or_404(known, pk=pk)
    earlier = [text for text in known if text.created_at < one.created_at]
    context = {
        "text": one,
        "articles": _shown(one),
        "approval": queries.approval(network, one),
        "changes": queries.changes(earlier[0].body, one.body) if earlier else [],
        "before": earlier[0] if earlier else None,
    }
    return render(request, "agreements/version.html", context)


@for_roles(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def write_text(request: HttpRequest, kind: str) -> HttpResponse:
    """Write another version; asked to, show it printed and publish nothing."""
    network, now = request.member.network, queries.in_force(request.member.network, _known(kind))
    form = TextForm(request.POST if request.method == "POST" else None, initial={"body": now.body})
    if "preview" in request.POST:
        return _preview(request, form, kind)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        made = attempt(form, lambda: actions.write_text(network, kind, by=request.member, **given))
        if made:
            messages.success(
                request, f"La version {made.version} est en vigueur : les prochaines conventions la suivent."
            )
            return redirect("agreements:text", kind)
    return render(request, "agreements/write_text.html", _writing(form, now))


def _writing(form: TextForm, now: AgreementText) -> dict[str, Any]:
    return {"form": form, "text": now, "blanks": queries.blanks(now.kind).values(), "laws": deeds.laws().items()}


def _preview(request: HttpRequest, form: TextForm, kind: str) -> HttpResponse:
    """The text printed on invented parties, or what is wrong in it."""
    network, body = request.member.network, request.POST.get("body", "")
    if found := queries.faults(kind, body):
        form.is_valid()
        form.errors.pop("reason", None)
        form.add_error("body", found)
        return render(request, "agreements/write_text.html", _writing(form, queries.in_force(network, kind)))
    headers = {"Content-Disposition": 'inline; filename="apercu.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(preview_pdf(network, kind, body), content_type="application/pdf", headers=headers)


@for_roles(Role.COORDINATOR)
@require_POST
def restore_text(request: HttpRequest, kind: str) -> HttpResponse:
    """Come back to the published model."""
    made = actions.restore_text(request.member.network, _known(kind), by=request.member)
    messages.success(request, f"Le modèle publié est repris : c’est la version {made.version}.")
    return redirect("agreements:text", kind)


@for_roles(Role.COORDINATOR)
@require_POST
def approve_text(request: HttpRequest, kind: str) -> HttpResponse:
    """Say who declared the text valid."""
    network, form = request.member.network, ApproveForm(request.POST)
    _known(kind)
    if form.is_valid():
        said = form.cleaned_data
        if attempt(form, lambda: actions.approve_text(network, kind, by=request.member, **said)):
            messages.success(request, "C’est noté : les prochaines conventions disent qui a validé leur texte.")
            return redirect("agreements:text", kind)
    return render(request, "agreements/text.html", _of(request, kind, form))
