"""Serve the demonstration: pages, background work and the clock, in one command."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from types import FrameType

from django.conf import settings
from django.db import connection

from maillon.demo.networks.accounts import PASSWORD, TWO_HATS, address
from maillon.ground.organisations.models import Network, Role

WORKERS = 2
A_MINUTE = 60.0
PATIENCE = 10.0  # seconds given to each process to end by itself
MAILLON = (sys.executable, "-c", "from config.cli import main; raise SystemExit(main())")


def serve() -> int:
    """Run until a signal says stop; returns the exit status. The port comes from PORT, 8000 without it."""
    known = Network._meta.db_table in connection.introspection.table_names()
    networks = list(Network.objects.order_by("name").values_list("slug", "name")) if known else []
    if not networks:
        sys.stderr.write("La base est vide : lancez d’abord « maillon demo build ».\n")
        return 1
    port = os.environ.get("PORT", "8000")
    environment = {**os.environ, "MAILLON_DEMO": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    over = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, frame: _stop(over, number, frame))
    server = (
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port),
        *("--workers", str(WORKERS), "--blocking-threads", "4", "--backpressure", "64", "--log-level", "warning"),
        "config.wsgi:application",
    )
    running = [_start(server, environment), _start((*MAILLON, "manage", "db_worker"), environment)]
    _say(_welcome(port, networks))
    try:
        return _watch(running, environment, over)
    finally:
        _end(running)


def _stop(over: threading.Event, number: int, frame: FrameType | None) -> None:
    over.set()


def _start(words: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """In a group of its own: what is typed at the keyboard comes to us alone, and we end it in order."""
    return subprocess.Popen(
        words, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )


def _watch(running: Sequence[subprocess.Popen[bytes]], environment: dict[str, str], over: threading.Event) -> int:
    """Wind the clock every minute until told to stop, or until something that should run has ended."""
    while not over.is_set():
        ended = [process for process in running if process.poll() is not None]
        if ended:
            sys.stderr.write("La démonstration s’arrête : un de ses programmes a pris fin.\n")
            return 1
        tick = _start((*MAILLON, "tick"), environment)
        over.wait(A_MINUTE)
        _end([tick])
    return 0


def _end(running: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask each to end, wait, and end by force those that do not."""
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _welcome(port: str, networks: Sequence[tuple[str, str]]) -> str:
    lines = [
        f"Démonstration de Maillon : http://127.0.0.1:{port}/demo",
        f"Mot de passe de tous les comptes : {PASSWORD}",
    ]
    lines += [
        f"  {name} : un rôle @{slug}.example, par exemple {address(Role.COORDINATOR, slug)}" for slug, name in networks
    ]
    lines.append("Rôles : " + ", ".join([*Role.values, TWO_HATS]))
    lines.append("Ctrl+C pour arrêter.")
    return "\n".join(lines)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
