"""Issue a document."""

import datetime
import uuid
from typing import Any

from django.db import transaction

from maillon.common.actors import Actor
from maillon.ground.documents.models import Counter, Document, digest
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Network, Organisation


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
