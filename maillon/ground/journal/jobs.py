"""Clock work of the journal: sealing."""

from itertools import groupby

from django.db import connection, transaction

from maillon.ground.journal.models import Entry, Pending, Seal
from maillon.ground.journal.queries import GENESIS, digest


def seal(batch: int = 5000) -> int:
    """Chain every entry that has no seal yet, network by network; returns how many were sealed.

    One sealer at a time: a PostgreSQL advisory lock, SQLite's single writer.
    """
    total = 0
    while done := _seal_some(batch):
        total += done
    return total


@transaction.atomic
def _seal_some(batch: int) -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7241906)")
    pending = list(Pending.objects.order_by("entry").values_list("entry", flat=True)[:batch])
    waiting = Entry.objects.in_bulk(pending).values()
    seals = []
    for network, entries in groupby(sorted(waiting, key=_place), key=_network):
        last = Seal.objects.filter(network=network or None).order_by("-sequence").first()
        previous, sequence = (bytes(last.hash), last.sequence) if last else (GENESIS, 0)
        for entry in entries:
            previous, sequence = digest(previous, entry), sequence + 1
            seals.append(Seal(network=entry.network, sequence=sequence, entry=entry.pk, hash=previous))
    Seal.objects.bulk_create(seals, batch_size=1000)
    Pending.objects.filter(entry__in=pending).delete()
    return len(pending)


def _place(entry: Entry) -> tuple[str, object, object]:
    return _network(entry), entry.at, entry.pk


def _network(entry: Entry) -> str:
    return str(entry.network or "")
