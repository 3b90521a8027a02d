"""Build the demonstration networks from individual records."""

import datetime
import gc
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from maillon.common.moments import day
from maillon.demo.book.chain import Chain
from maillon.demo.networks import NETWORKS, gifts
from maillon.demo.networks.accounts import PASSWORD
from maillon.demo.networks.scene import EARLIEST_TODAY, raise_curtain
from maillon.ground.organisations.models import Network, Role


def build(today: datetime.date | None = None, *, force: bool = False) -> int:
    """Migrate the database and fill it; returns the exit status. Refused when it already holds records."""
    today = today or timezone.localdate()
    if today < EARLIEST_TODAY:
        return _refuse(f"La démonstration raconte 2025 : choisissez un jour à partir du {day(EARLIEST_TODAY)}.")
    started = time.perf_counter()
    if force and connection.vendor == "sqlite":
        _start_afresh()
    with _timed("base de données"), _uncollected():
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    if Network.objects.exists():
        return _refuse(
            "La base contient déjà des fiches : rien n’a été touché. Avec SQLite, « --force » recommence dans un fichier "
            "neuf ; avec PostgreSQL, donnez une base vide."
        )
    with _uncollected():
        rows = _write(today)
    _say(f"{rows} lignes écrites en {time.perf_counter() - started:.1f} s ; les files sont vues du {day(today)}.")
    _say(f"Mot de passe de tous les comptes : {PASSWORD}")
    return 0


@transaction.atomic
def _write(today: datetime.date) -> int:
    """Every record of the three networks; returns how many rows that makes."""
    chain, books = Chain(), []
    for made in NETWORKS:
        with _timed(f"réseau {made.SLUG}, actes"):
            scene = raise_curtain(made.SLUG, made.OPENED, made.LANDLINE, made.SERIES, today, chain)
            made.build(scene)
            scene.play()
        with _timed(f"réseau {made.SLUG}, fiches"):
            scene.book.save()
        with _timed(f"réseau {made.SLUG}, donateurs"):
            books += [scene.book, gifts.tell(scene, scene.accounts[Role.DONOR])]
    books[-1].close()
    return sum(sum(book.written.values()) for book in books)


def _start_afresh() -> None:
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{settings.DATABASES['default']['NAME']}{suffix}").unlink(missing_ok=True)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for garbage once, at the end: the models that each migration draws anew and the millions of objects that wait
    to be written would be walked through again and again, for a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


@contextmanager
def _timed(part: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    _say(f"  {part:<32} {time.perf_counter() - started:6.1f} s")


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
