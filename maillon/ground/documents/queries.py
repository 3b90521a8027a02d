"""Check the numbers and the facts of what was issued."""

import uuid
from collections.abc import Iterator

from django.db.models import Count, Max, Min

from maillon.ground.documents.models import Counter, Document, digest


def about(*things: uuid.UUID) -> list[Document]:
    """The documents that speak of these things, newest first, replaced ones included."""
    return list(Document.objects.filter(about__in=things).select_related("issuer").order_by("-created_at"))


def faults() -> Iterator[tuple[Document | Counter, str]]:
    """Every series that has a gap, and every document whose facts do not match their digest."""
    series = {
        (row["issuer"], row["kind"], row["year"]): row
        for row in Document.objects.order_by()
        .values("issuer", "kind", "year")
        .annotate(first=Min("number"), last=Max("number"), count=Count("pk"))
    }
    for counter in Counter.objects.filter(kind__in=Document.Kind.values):
        row = series.get((counter.issuer_id, counter.kind, counter.year), {"first": 1, "last": 0, "count": 0})
        if counter.last != row["last"] or counter.last != row["count"] or (row["count"] and row["first"] != 1):
            yield counter, f"La série {counter.kind} {counter.year} a un trou ({row['count']} sur {counter.last})."
    for document in Document.objects.only("pk", "facts", "digest", "network", "kind", "year", "number").iterator():
        if digest(document.facts) != document.digest:
            yield document, f"Le contenu du document {document.reference} ne correspond plus à son empreinte."
