"""The command `maillon`, run as a person runs it, on a demonstration in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

MAILLON = (sys.executable, "-c", "from config.cli import main; raise SystemExit(main())")
TODAY = "2026-06-15"

Maillon = Callable[..., subprocess.CompletedProcess]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """That of a demonstration in its own folder, whatever database the tests use."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAILLON_", "DJANGO_"))}
    ours = {"MAILLON_DEMO": "1", "MAILLON_VAR": str(folder), "MAILLON_SECRET_KEY": settings.SECRET_KEY}
    return {**kept, **ours, **more}
