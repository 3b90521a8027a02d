"""The documents that said otherwise, issued again under a new number."""

from django.db import transaction
from django.utils import timezone

from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device
from maillon.matter.erasure.queries import certificate_facts
from maillon.matter.lots.models import Lot
from maillon.matter.lots.queries import reception_facts


@transaction.atomic
def reissue(lot: Lot, *, by: Member) -> list[Document]:
    """Issue anew the receipt of the lot and the certificates of its devices, where they would now say something else.

    What was issued stays, marked as replaced. The calling action allowed `by`.
    """
    made = []
    receipt = Document.objects.filter(about=lot.pk, kind=Document.Kind.RECEPTION, replaced_by=None).first()
    if receipt:
        made += _again(receipt, reception_facts(lot), lot, by=by)
    devices = {device.pk: device for device in Device.objects.filter(lot=lot, cleared_at__isnull=False)}
    certificates = Document.objects.filter(about__in=devices, kind=Document.Kind.ERASURE, replaced_by=None)
    certificates = certificates.filter(revocation=None)
    for certificate in certificates.select_related("issuer"):
        # What it states of the erasure was true and stays so: only who it is for may have to change.
        if certificate.recipient_id != lot.donor.organisation_id:
            made += _again(certificate, certificate_facts(devices[certificate.about]), lot, by=by)
    return made


def _again(former: Document, facts: dict, lot: Lot, *, by: Member) -> list[Document]:
    if facts == former.facts and former.recipient_id == lot.donor.organisation_id:
        return []
    document = documents.issue(
        former.kind,
        network=former.network,
        issuer=former.issuer,
        recipient=lot.donor.organisation,
        about=former.about,
        facts=facts,
        on=timezone.localdate(),
        by=by,
        replaces=former,
    )
    return [document]
