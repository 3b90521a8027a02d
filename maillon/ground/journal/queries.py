"""Read the chain back, without trusting it."""

import datetime
import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from maillon.ground.journal.models import Entry, Seal

GENESIS = bytes(32)
CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_UTC = datetime.UTC


def digest(previous: bytes, entry: Entry) -> bytes:
    """SHA-256 of the previous hash and of every field of the entry, in canonical JSON (UTF-8, sorted keys)."""
    body = [
        str(entry.pk),
        str(entry.network) if entry.network else None,
        entry.at.astimezone(_UTC).isoformat(timespec="microseconds"),
        entry.verb,
        entry.kind,
        str(entry.subject),
        entry.actor_kind,
        str(entry.actor) if entry.actor else None,
        str(entry.organisation) if entry.organisation else None,
        entry.data,
    ]
    return hashlib.sha256(previous + CANONICAL.encode(body).encode()).digest()


def unsealed() -> QuerySet[Entry]:
    """Entries that no seal holds, found by comparing the two tables: the sealer's own list is not trusted here."""
    return Entry.objects.filter(~Exists(Seal.objects.filter(entry=OuterRef("pk"))))


@dataclass(frozen=True)
class Alteration:
    """A place where the chain and the entries disagree."""

    network: uuid.UUID | None
    check: str
    object: uuid.UUID
    message: str


def chains() -> list[uuid.UUID | None]:
    """The networks that have a chain; None is the platform's own."""
    return list(Seal.objects.order_by().values_list("network", flat=True).distinct())


def alterations(network: uuid.UUID | None) -> Iterator[Alteration]:
    """Walk one chain from its first seal, and say every seal whose entry was changed, removed or moved."""
    previous, expected = GENESIS, 1
    seals = Seal.objects.filter(network=network).order_by("sequence").iterator(chunk_size=2000)
    batch: list[Seal] = []

    def check(batch: list[Seal]) -> Iterator[Alteration]:
        nonlocal previous, expected
        entries = Entry.objects.in_bulk([seal.entry for seal in batch])
        for seal in batch:
            if seal.sequence != expected:
                yield Alteration(
                    network, "seal.sequence", seal.entry, f"Il manque un scellé avant le n° {seal.sequence}."
                )
            entry = entries.get(seal.entry)
            if entry is None:
                yield Alteration(
                    network, "seal.entry", seal.entry, f"L’écriture du scellé n° {seal.sequence} a disparu."
                )
            elif digest(previous, entry) != bytes(seal.hash):
                yield Alteration(
                    network, "seal.hash", seal.entry, f"L’écriture du scellé n° {seal.sequence} a été modifiée."
                )
            previous, expected = bytes(seal.hash), seal.sequence + 1

    for seal in seals:
        batch.append(seal)
        if len(batch) == 900:
            yield from check(batch)
            batch = []
    yield from check(batch)
