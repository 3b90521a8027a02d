"""The real server: how long until it answers, and how much memory a worker holds after some pages."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.benchmarks.report import tell

START_SECONDS, WORKER_MEGABYTES = 2.0, 150.0
PAGES_BEFORE_WEIGHING = 100


def weigh(visit: Path, environment: dict[str, str]) -> None:
    """Start granian with one worker, time its first answer, make the `visit`, then read the worker's memory."""
    told = json.loads(visit.read_text())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    granian = Path(sys.executable).with_name("granian")
    command = [granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    started = time.perf_counter()
    server = subprocess.Popen([*command, "config.wsgi:application"], env=environment, stdout=subprocess.DEVNULL)
    try:
        _until_answer(server, f"http://127.0.0.1:{port}/sante")
        tell("server.start", time.perf_counter() - started, "s", START_SECONDS)
        for number in range(PAGES_BEFORE_WEIGHING):
            page = told["pages"][number % len(told["pages"])]
            _visit(f"http://127.0.0.1:{port}{page}", told["cookie"])
        tell("server.worker_memory", max(_children_megabytes(server.pid)), "MB", WORKER_MEGABYTES)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def _visit(url: str, cookie: str = "") -> None:
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie}), timeout=20) as answer:
        answer.read()


def _until_answer(server: subprocess.Popen, url: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            _visit(url)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.01)
        else:
            return
    raise RuntimeError("The server did not start.")


def _children_megabytes(parent: int) -> list[float]:
    """Resident memory of each child process, as Linux counts it."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if int(status["PPid"]) == parent and "VmRSS" in status:
            found.append(int(status["VmRSS"].split()[0]) / 1024)
    return found


def environment(database_url: str, var: Path) -> dict[str, str]:
    """What the measured processes are given: the settings of a real installation."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "MAILLON_SECRET_KEY": "bench",
        "MAILLON_DATABASE_URL": database_url,
        "MAILLON_VAR": str(var),
    }
