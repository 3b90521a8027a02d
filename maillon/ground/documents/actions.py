"""Issue a document, keep its sealed PDF, revoke it."""

import datetime
import hashlib
import uuid
from typing import Any

from django.db import transaction

from maillon.common.actors import Actor
from maillon.common.errors import Refused
from maillon.ground.documents.models import Counter, Document, Original, Revocation, digest
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Network, Organisation


@transaction.atomic
def next_number(issuer: Organisation, kind: str, year: int, *, by: Actor) -> int:
    """The next number of this issuer, kind and year; `by` is whoever the calling action allowed.

    The counter's row is locked to the end of the transaction: a number is given with what bears it or not at all.
    """
    Counter.objects.get_or_create(issuer=issuer, kind=kind, year=year)
    counter = Counter.objects.select_for_update().get(issuer=issuer, kind=kind, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


@transaction.atomic
def issue(
    kind: str,
    *,
    network: Network,
    issuer: Organisation,
    about: uuid.UUID,
    facts: dict[str, Any],
    on: datetime.date,
    by: Actor,
    recipient: Organisation | None = None,
    replaces: Document | None = None,
) -> Document:
    """Give the next number of this issuer and year, and freeze the facts."""
    document = Document.objects.create(
        network=network,
        issuer=issuer,
        recipient=recipient,
        kind=kind,
        year=on.year,
        number=next_number(issuer, kind, on.year, by=by),
        issued_on=on,
        about=about,
        facts=facts,
        digest=digest(facts),
        replaces=replaces,
    )
    journal.record(
        "documents.issue", document, by=by, reference=document.reference, digest=document.digest, about=str(about)
    )
    return document


@transaction.atomic
def keep(document_id: uuid.UUID, content: bytes, *, seal: str, by: Actor) -> Original:
    """Keep the sealed PDF of a document, once and for all: the first that was printed is the original.

    `seal` is the fingerprint of the certificate that sealed it. A second print changes nothing.
    """
    document = Document.objects.locked().get(pk=document_id)
    if known := Original.objects.filter(document=document).first():
        return known
    sha256 = hashlib.sha256(content).hexdigest()
    made = Original.objects.create(document=document, content=content, sha256=sha256, seal=seal)
    journal.record("documents.keep", document, by=by, reference=document.reference, sha256=sha256)
    return made


@transaction.atomic
def revoke(document_id: uuid.UUID, *, reason: str, by: Actor) -> Revocation:
    """Say that a document must no longer be relied on; `by` is whoever the calling action allowed.

    Its number, its facts and its PDF stay. Revoked twice, it keeps the first reason.
    """
    document = Document.objects.locked().get(pk=document_id)
    if known := Revocation.objects.filter(document=document).first():
        return known
    if not reason.strip():
        raise Refused("Dites pourquoi ce document ne doit plus servir de preuve.", field="reason")
    made = Revocation.objects.create(
        document=document, by=by if isinstance(by, Member) else None, reason=reason.strip()[:300]
    )
    journal.record("documents.revoke", document, by=by, reference=document.reference, reason=made.reason)
    return made
