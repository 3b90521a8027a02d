"""Fill one database with so many devices, then ask each scenario its pages: `python -m tests.benchmarks.measure 5000`."""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.benchmarks.report import tell

WARM_UP, ROUNDS = 5, 40
# One network is enough to time an import, which depends on its lines.
IMPORTED_INTO = 5000


def main(devices: int) -> None:
    django.setup()
    from tests.benchmarks import imports, places, scenarios

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    scene = scenarios.fill(devices)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    tell(f"fill.{devices}", time.perf_counter() - started, "s")
    # A server does not hold every device in memory: what the filling left is not walked through again at each request.
    gc.collect()
    gc.freeze()
    for scenario in scenarios.SCENARIOS:
        client = Client(SERVER_NAME="127.0.0.1")
        if scene.user is not None:
            client.force_login(scene.user)
        measure(scenario, scenario.prepare(scene, client), devices)
    if devices <= IMPORTED_INTO:
        tell(f"import.devices.{imports.LINES}", imports.devices(scene), "s", imports.GOAL_SECONDS)
        places.measure()
    leave_a_visit(scene)


def leave_a_visit(scene) -> None:
    """Write, for the server that is weighed next, the session and the pages of someone at work."""
    client = Client()
    client.force_login(scene.user)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    pages = [reverse("desk:home"), reverse("devices:list"), reverse("devices:detail", args=[scene.devices[0].pk])]
    (settings.VAR_DIR / "visit.json").write_text(json.dumps({"cookie": cookie, "pages": pages}))


def measure(scenario, ask: Callable[[int], object], devices: int) -> None:
    """Ask `ask(n)` for n = 0, 1, 2…: medians of wall and CPU time, then queries, bytes sent and bytes stored."""
    for number in range(WARM_UP):
        ask(number)
    before = stored()
    wall, cpu = [], []
    for number in range(WARM_UP, WARM_UP + ROUNDS):
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        answer = ask(number)
        cpu.append((time.process_time() - cpu_start) * 1000)
        wall.append((time.perf_counter() - wall_start) * 1000)
    added = stored() - before
    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        answer = ask(WARM_UP + ROUNDS)

    name = f"{scenario.name}.{devices}"
    tell(f"{name}.wall", statistics.median(wall), "ms", scenario.milliseconds)
    tell(f"{name}.cpu", statistics.median(cpu), "ms")
    tell(f"{name}.queries", len(queries), "queries", scenario.queries)
    if hasattr(answer, "content"):
        tell(f"{name}.sent", len(answer.content), "bytes")
    if scenario.stored_bytes:
        tell(f"{name}.stored", added / ROUNDS, "bytes", scenario.stored_bytes)


def stored() -> int:
    """Bytes of rows and indexes in the database, without what PostgreSQL keeps for itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(pg_total_relation_size(relid)) FROM pg_stat_user_tables")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main(int(sys.argv[1]))
