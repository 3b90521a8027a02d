"""The whole demonstration, built once by the real command."""

import fcntl
import os
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from maillon.demo.tests.command import MAILLON, TODAY, Maillon, environment


@pytest.fixture(scope="session")
def maillon() -> Maillon:
    """Run `maillon …` on the demonstration of a folder."""

    def run(folder: Path, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [*MAILLON, *words], cwd=settings.BASE_DIR, env=environment(folder), capture_output=True, text=True
        )

    return run


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory, maillon: Maillon) -> Path:
    """Its folder, built once for all the workers that ask for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "told").exists():
            folder.mkdir(exist_ok=True)
            answer = maillon(folder, "demo", "build", "--today", TODAY)
            assert answer.returncode == 0, answer.stderr
            (folder / "told").write_text(answer.stdout)
    return folder
