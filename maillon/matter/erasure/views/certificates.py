"""Certificates: issue, find, download together, revoke."""

import uuid
import zipfile
from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillon.common.errors import Refused, require
from maillon.common.forms import attempt
from maillon.ground.documents.models import Document
from maillon.ground.documents.queries import machine
from maillon.ground.organisations.access import members_only
from maillon.matter.erasure import actions, policy, queries, tasks
from maillon.matter.erasure.forms import FilterForm, RevokeForm
from maillon.matter.erasure.views.media import seen
from maillon.matter.lots.models import Lot

PAGE = 50
ISSUED = "Certificat {} établi. N’importe qui peut le vérifier par son QR."


@members_only
@require_POST
def certify(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Issue the certificate of a device whose media are all clear."""
    device = seen(request, pk)
    try:
        document = actions.certify(device.pk, by=request.member)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, ISSUED.format(document.reference))
    return redirect("erasure:panel", pk)


@members_only
@require_POST
def certify_lot(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Issue one certificate for a whole lot."""
    lot = get_object_or_404(Lot.objects.visible_to(request.member), pk=pk)
    try:
        document = actions.certify_lot(lot.pk, by=request.member)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, ISSUED.format(document.reference))
    return redirect("erasure:panel_lot", pk)


@members_only
@require_safe
def panel_lot(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The certificates of a lot: its own, those of its devices, and what keeps the lot from being certified."""
    lot = get_object_or_404(Lot.objects.visible_to(request.member).select_related("holder", "donor"), pk=pk)
    return render(request, "erasure/lot.html", queries.lot_page(lot, request.member))


@members_only
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """The certificates that this member may read."""
    form = FilterForm(request.GET or None)
    wanted = form.wanted
    found = queries.certificates(request.member, **wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    answers = [(one, machine(one.facts), policy.may_revoke(request.member, one)) for one in page]
    context = {"page": page, "answers": answers, "form": form, "filtered": any(wanted.values())}
    return render(request, "erasure/list.html", context)


@members_only
@require_safe
def lot_zip(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The standing certificates of a lot and of its devices, in one file."""
    lot = get_object_or_404(Lot.objects.visible_to(request.member), pk=pk)
    documents = queries.of_lot(lot, request.member)
    if not documents:
        raise Http404("Ce lot n’a pas encore de certificat.")
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for document in documents:
            archive.writestr(f"{document.reference}.pdf", tasks.sealed_pdf(document))
    name = f'attachment; filename="certificats-lot-{lot.reference}.zip"'
    return HttpResponse(packed.getvalue(), content_type="application/zip", headers={"Content-Disposition": name})


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that a certificate must no longer be relied on."""
    certificates = queries.certificates(request.member).select_related("network")
    document: Document = get_object_or_404(certificates, pk=pk)
    require(policy.may_revoke(request.member, document))
    form = RevokeForm(request.POST if request.method == "POST" else None)
    asked = form.is_bound and form.is_valid()
    if asked and attempt(form, lambda: actions.revoke(document.pk, by=request.member, **form.cleaned_data)):
        messages.success(request, f"Certificat {document.reference} révoqué : sa page de vérification le dit.")
        return redirect("erasure:list")
    address = queries.address_of(document)
    return render(request, "erasure/revoke.html", {"document": document, "form": form, "address": address})
