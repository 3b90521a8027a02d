"""The whole suite, as `make test` runs it: on SQLite with the browser, then on PostgreSQL, the real time of each printed.

Arguments are given to pytest as they are. The last line counts both passes together.
"""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

from tests import postgres
from tests.browser import MISSING, chromium_path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" / "test"


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def provide_chromium() -> None:
    """Install Debian's Chromium where this is allowed; else say what to do."""
    if chromium_path() is not None:
        return
    if os.geteuid() == 0 and Path("/usr/bin/apt-get").exists():
        say("Chromium est absent : installation par apt-get…")
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
        subprocess.run([*apt, "update"], **quiet)
        subprocess.run([*apt, "install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"], **quiet)
    if chromium_path() is None:
        say(MISSING)


def suite(name: str, arguments: list[str], database_url: str = "") -> tuple[Counter, bool]:
    """Run pytest once; give what it counted, and whether it held."""
    report = VAR / f"{name}.xml"
    report.unlink(missing_ok=True)
    environment = {**os.environ, "MAILLON_DATABASE_URL": database_url}
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", f"--junitxml={report}", *arguments]
    say(f"\n== {name}")
    started = time.monotonic()
    status = subprocess.run(command, cwd=ROOT, env=environment).returncode
    say(f"== {name} : {time.monotonic() - started:.0f} s")
    counts = count(report) if report.exists() else Counter()
    return counts, status == 0 or (status == 5 and bool(arguments))


def count(report: Path) -> Counter:
    root = ElementTree.parse(report).getroot()
    counts: Counter = Counter()
    for tests in root.iter("testsuite"):
        failed = int(tests.get("failures", 0)) + int(tests.get("errors", 0))
        skipped = int(tests.get("skipped", 0))
        counts.update(failed=failed, skipped=skipped, passed=int(tests.get("tests", 0)) - failed - skipped)
    return counts


def main(arguments: list[str]) -> int:
    VAR.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    provide_chromium()
    counts, held = suite("SQLite", arguments)
    try:
        with postgres.server() as url:
            more, also = suite("PostgreSQL", ["-m", "not browser", *arguments], url)
    except postgres.NoPostgres as reason:
        say(str(reason))
        more, also = Counter(failed=1), False
    counts += more
    if os.environ.get("CI") and chromium_path() is None:
        held = False
    say(f"\nDurée : {time.monotonic() - started:.0f} s")
    say(f"total: {counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 0 if held and also and counts["passed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
