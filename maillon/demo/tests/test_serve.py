"""`maillon demo serve`: pages, background work and clock start together and end together."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from django.conf import settings

from maillon.demo.networks.accounts import PASSWORD
from maillon.demo.tests.command import MAILLON, environment

pytestmark = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
    reason="La démonstration est servie depuis son propre fichier SQLite, quelle que soit la base des tests.",
)

PATIENCE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/sante", timeout=5).status == 200
    except (URLError, ConnectionError, TimeoutError):
        return False


@pytest.fixture
def served(demonstration: Path) -> Iterator[tuple[subprocess.Popen, int]]:
    port = free_port()
    process = subprocess.Popen(
        [*MAILLON, "demo", "serve"],
        cwd=settings.BASE_DIR,
        env=environment(demonstration, PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield process, port
    if process.poll() is None:
        process.kill()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_then_stops_with_all_it_started(served, stop):
    process, port = served
    until = time.monotonic() + PATIENCE
    while not answers(port):
        assert time.monotonic() < until, "La démonstration ne répond pas."
        assert process.poll() is None
        time.sleep(0.2)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()

    process.send_signal(stop)
    told, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/demo" in told
    assert PASSWORD in told
    assert "animateur@ogo.example" in told
    assert len(children) >= 2
    assert not any(alive(int(child)) for child in children)
    assert not answers(port)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_was_not_built_is_not_served(maillon, tmp_path):
    answer = maillon(tmp_path, "demo", "serve")

    assert answer.returncode == 1
    assert "maillon demo build" in answer.stderr
