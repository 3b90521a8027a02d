"""`python -m tests.benchmarks [SIZE…]`: every measure, on a PostgreSQL that writes to its disk as in production."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from maillon.common.geography.communes import load
from tests import postgres
from tests.benchmarks import rounds
from tests.benchmarks.report import tell
from tests.benchmarks.server import environment, weigh

ROOT = Path(__file__).resolve().parents[2]
SIZES = ["5000", "50000"]
# As a small dedicated server would be set: nothing is traded for speed.
DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "512MB",
    "wal_level": "replica",
}


def main(sizes: list[str]) -> int:
    var = ROOT / "var" / "bench"
    var.mkdir(parents=True, exist_ok=True)
    status = 0
    with postgres.server(**DURABLE) as url:
        for size in sizes:
            given = environment(_database(url, f"bench_{size}"), var)
            if size == sizes[0]:
                collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
                subprocess.run(collect, cwd=ROOT, env=given, check=True)
            status |= subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.measure", size], cwd=ROOT, env=given
            ).returncode
        weigh(var / "visit.json", given)
    build_the_demonstration()
    read_communes()
    rounds.measure()
    return status


def build_the_demonstration() -> None:
    """What someone who types `make demo` for the first time waits for, once everything is installed."""
    with tempfile.TemporaryDirectory() as folder:
        given = {**os.environ, "MAILLON_DEMO": "1", "MAILLON_VAR": folder, "MAILLON_DATABASE_URL": ""}
        maillon = Path(sys.executable).with_name("maillon")
        started = time.perf_counter()
        subprocess.run([maillon, "demo", "build"], cwd=ROOT, env=given, check=True, stdout=subprocess.DEVNULL)
        tell("demo.build", time.perf_counter() - started, "s", 60)


def read_communes() -> None:
    """The first use of the communes in a process, the best of three: whoever asks for it waits that long."""
    took = []
    for _ in range(3):
        started = time.perf_counter()
        load.__wrapped__()
        took.append(time.perf_counter() - started)
    tell("communes.read", min(took) * 1000, "ms", 150)


def _database(url: str, name: str) -> str:
    with psycopg.connect(url.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return url.rpartition("/")[0] + f"/{name}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or SIZES))
