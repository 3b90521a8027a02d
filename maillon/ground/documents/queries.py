"""Read what was issued, tell it to whoever checks it, and check the numbers and the facts."""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min

from maillon.common import moments, numbers
from maillon.ground.documents.models import Counter, Document, Original, digest


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
    kept = Original.objects.select_related("document")
    for original in kept.only("content", "sha256", *ROW).iterator(chunk_size=50):
        if hashlib.sha256(original.content).hexdigest() != original.sha256:
            yield (
                original.document,
                f"L’original du document {original.document.reference} n’est plus celui qui est sorti.",
            )
    for document in Document.objects.only("pk", "facts", "digest", "network", "kind", "year", "number").iterator():
        if digest(document.facts) != document.digest:
            yield document, f"Le contenu du document {document.reference} ne correspond plus à son empreinte."


ROW = ("document__network", "document__kind", "document__year", "document__number")


def by_code(code: str) -> Document | None:
    """The document that anyone holding its code may check."""
    related = ("network", "issuer", "replaced_by", "replaces", "revocation", "original")
    typed = "".join(sign for sign in code.lower() if sign.isalnum())
    return Document.objects.select_related(*related).defer("original__content").filter(code=typed).first()


def original_of(document: Document) -> Original | None:
    """The sealed PDF of a document that `by_code` read, if it was ever printed."""
    return getattr(document, "original", None)


def intact(document: Document) -> bool:
    """Whether its facts are still those of its digest."""
    return digest(document.facts) == document.digest


def page(document: Document, sha256: str | None = None) -> dict[str, Any]:
    """What the public page shows; `sha256` is the digest of the file that the visitor sent, to compare."""
    original = original_of(document)
    return {
        "document": document,
        "told": told(document),
        "intact": intact(document),
        "original": original,
        "compared": sha256,
        "same": bool(sha256 and original and original.sha256 == sha256),
    }


@dataclass(frozen=True)
class ToldMedium:
    """One storage medium of a certificate, in words."""

    name: str
    serial: str
    size: str
    done: str
    tool: str
    result: str
    look: str
    device: str = ""
    attested: bool = False


@dataclass(frozen=True)
class Told:
    """What a document says that anyone may read: facts by name, and for a certificate its media."""

    facts: list[tuple[str, str]]
    media: list[ToldMedium]


KINDS = {"hdd": "Disque dur", "ssd": "SSD", "nvme": "SSD NVMe", "emmc": "Mémoire eMMC"}
RESULTS = {
    "verified": ("Effacé et relu", "ok"),
    "erased": ("Effacé", "ok"),
    "destroyed": ("Détruit", "end"),
    "absent": ("Absence attestée", "end"),
    "failed": ("Échec", "stop"),
    "to_erase": ("Non prouvé", "stop"),
}
LEVELS = {"clear": "Clear", "purge": "Purge", "destroy": "Destruct"}
# What rests on someone's word, and not on the tool's own log.
ATTESTED = ("matched", "manual")


def told(document: Document) -> Told:
    """The public part of a document: for a certificate the device and its media; for the others, nothing of a person."""
    facts = document.facts
    if document.kind == Document.Kind.ERASURE_LOT:
        return _lot(facts)
    if document.kind == Document.Kind.TRANSFER:
        return Told([("De", facts.get("sender", "")), ("À", facts.get("receiver", ""))], [])
    if document.kind != Document.Kind.ERASURE:
        return Told([("Lot", facts.get("lot", "")), ("Offre", facts.get("offer", ""))], [])
    cleared_on = facts.get("cleared_on")
    told_facts = [
        ("Étiquette", facts.get("label", "")),
        ("Appareil", ", ".join(part for part in (facts.get("category"), machine(facts)) if part)),
        ("Effacé le", moments.day(date.fromisoformat(cleared_on)) if cleared_on else ""),
        ("Sans disque", facts.get("no_medium", "")),
    ]
    return Told(told_facts, [_medium(medium) for medium in facts.get("media", [])])


def machine(facts: dict[str, Any]) -> str:
    """« Lenovo ThinkPad T480 »."""
    maker, model = facts.get("manufacturer", ""), facts.get("model", "")
    return model if model.lower().startswith(maker.lower()) else f"{maker} {model}".strip()


def _lot(facts: dict[str, Any]) -> Told:
    """Each medium of each device of the lot; a device without any stands by itself."""
    media = []
    for device in facts.get("devices", []):
        which = f"{device['label']}, {machine(device) or device.get('category', '')}".rstrip(", ")
        media += [_medium(medium, which) for medium in device["media"]]
        if device.get("no_medium"):
            media.append(ToldMedium("Aucun support", "", "", device["no_medium"], "", "Absence attestée", "end", which))
    received_on = facts.get("received_on")
    told_facts = [
        ("Lot", facts.get("lot", "")),
        ("Reçu le", moments.day(date.fromisoformat(received_on)) if received_on else ""),
        ("Appareils", numbers.number(len(facts.get("devices", [])))),
        ("Supports", numbers.number(sum(len(device["media"]) for device in facts.get("devices", [])))),
    ]
    return Told(told_facts, media)


def _medium(facts: dict[str, Any], device: str = "") -> ToldMedium:
    result, look = RESULTS.get(facts.get("state", ""), RESULTS["to_erase"])
    size = facts.get("size_bytes")
    return ToldMedium(
        name=f"{KINDS.get(facts.get('kind', ''), 'Support de stockage')} {facts.get('model', '')}".strip(),
        serial=facts.get("serial", ""),
        size=numbers.storage(size) if size else "",
        done=", ".join(part for part in (LEVELS.get(facts.get("level", ""), ""), facts.get("method", "")) if part),
        tool=facts.get("tool", ""),
        result=result,
        look=look,
        device=device,
        attested=facts.get("origin") in ATTESTED,
    )
