"""The PDF of an issued document, made from its frozen facts by the app that knows what it says."""

import uuid
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from maillon.giving.donors import tasks as donors
from maillon.ground.documents.models import Document
from maillon.ground.organisations.access import members_only
from maillon.matter.transfers import tasks as transfers
from maillon.sharing.handovers import tasks as handovers

PRINTED: dict[str, Callable[[Document], bytes]] = {
    **donors.PRINTED,
    Document.Kind.TRANSFER: transfers.waybill_pdf,
    Document.Kind.HANDOVER: handovers.attestation_pdf,
}


@members_only
@require_safe
def document(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The document as it is filed, for those who issued or received it, and the coordinator."""
    documents = Document.objects.visible_to(request.member).select_related("network", "issuer", "recipient")
    found = get_object_or_404(documents, pk=pk)
    if found.kind not in PRINTED:
        raise Http404("Ce document n’a pas de forme imprimée.")
    name = f"{found.reference}.pdf"
    return HttpResponse(
        PRINTED[found.kind](found),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
