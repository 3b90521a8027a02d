"""Certify a device or a lot; revoke a certificate."""

import uuid

from django.db import transaction
from django.utils import timezone

from maillon.common import moments
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document, Revocation
from maillon.ground.documents.tasks import verification_url
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations.models import Member
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import State
from maillon.matter.erasure import policy, queries, tasks
from maillon.matter.lots.models import Lot


@transaction.atomic
def certify(device_id: uuid.UUID, *, by: Member) -> Document:
    """Issue the certificate proving that nothing readable is left on the media that this device holds or came with.

    A certificate is final; what happens to the device later gets a new one that replaces it. Refused while a medium waits:
    to be erased, to be read by a second person, or, taken out, to be destroyed.
    """
    device = devices.lock(device_id, by=by)
    require(policy.may_certify(by, device))
    if device.cleared_at is None or device.state == State.TO_ERASE:
        raise Refused("Un effacement qui n’est pas complet ne peut pas être certifié : il reste un support à effacer.")
    if missing := queries.not_certifiable(device):
        raise Refused(missing)
    former = queries.latest(device.pk, Document.Kind.ERASURE)
    facts = queries.certificate_facts(device)
    if former and former.facts == facts and not former.revoked:
        return former
    document = documents.issue(
        Document.Kind.ERASURE,
        network=device.network,
        issuer=device.holder,
        recipient=device.lot.donor.organisation,
        about=device.pk,
        facts=facts,
        on=timezone.localdate(),
        by=by,
        replaces=former,
    )
    journal.record("erasure.certify", device, by=by, label=device.label, certificate=document.reference)
    tasks.seal_certificate.enqueue(str(document.pk))
    return document


@transaction.atomic
def certify_lot(lot_id: uuid.UUID, *, by: Member) -> Document:
    """Issue one certificate for all the devices of a lot that hold data, once none of them waits.

    What left for recycling with a disk that could not be erased, or was lost, is said on it as not proven.
    """
    related = ("network", "holder", "donor", "donor__organisation")
    lot = Lot.objects.select_related(*related).locked().get(pk=lot_id)
    require(policy.may_certify_lot(by, lot))
    if why := queries.lot_waits(lot):
        raise Refused(why)
    former = queries.latest(lot.pk, Document.Kind.ERASURE_LOT)
    facts = queries.lot_facts(lot)
    if former and former.facts == facts and not former.revoked:
        return former
    document = documents.issue(
        Document.Kind.ERASURE_LOT,
        network=lot.network,
        issuer=lot.holder,
        recipient=lot.donor.organisation,
        about=lot.pk,
        facts=facts,
        on=timezone.localdate(),
        by=by,
        replaces=former,
    )
    journal.record("erasure.certify_lot", lot, by=by, lot=lot.reference, certificate=document.reference)
    tasks.seal_certificate.enqueue(str(document.pk))
    return document


@transaction.atomic
def revoke(document_id: uuid.UUID, *, reason: str, by: Member) -> Revocation:
    """Say that a certificate must no longer be relied on; whoever received it is told. Refused without a reason."""
    document = Document.objects.select_related("network", "issuer", "recipient").locked().get(pk=document_id)
    require(policy.may_revoke(by, document))
    if document.kind not in (Document.Kind.ERASURE, Document.Kind.ERASURE_LOT):
        raise Refused("Ce document n’est pas un certificat d’effacement.")
    if not reason.strip():
        raise Refused("Dites pourquoi ce certificat ne doit plus servir de preuve.", field="reason")
    return fall(document, reason=reason, by=by)


MAIL = """Bonjour,

Le certificat {reference}, établi le {day} par {issuer}, est révoqué : il ne prouve plus l’effacement de ce que vous avez confié.

Pourquoi : {reason}

Sa page de vérification le dit désormais : {url}
Dès que l’effacement sera de nouveau prouvé, un nouveau certificat le remplacera. Pour toute question, répondez à {issuer}.
"""


@transaction.atomic
def fall(document: Document, *, reason: str, by: Actor) -> Revocation:
    """Revoke a certificate and tell its recipient; the calling action allowed `by`. Done twice, it is told once."""
    if document.revoked:
        return document.revocation
    made = documents.revoke(document.pk, reason=reason, by=by)
    subject = queries.subject_of(document)
    if subject is not None:
        journal.record("erasure.revoke", subject, by=by, certificate=document.reference, reason=made.reason)
    if to := queries.address_of(document):
        body = MAIL.format(
            reference=document.reference,
            day=moments.day(document.issued_on),
            issuer=document.issuer.name,
            reason=made.reason,
            url=verification_url(document),
        )
        messages.write(to, f"Certificat {document.reference} révoqué", body, by=by, network=document.network_id)
    return made
