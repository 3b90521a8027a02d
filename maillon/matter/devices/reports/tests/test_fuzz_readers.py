"""Each reader, fed for a while with what atheris makes up by following the code: never anything but a report or a sentence.

`FUZZ_SECONDS` is the time spent on each reader.
"""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from maillon.matter.devices.reports import READERS

HERE = Path(__file__).parent
SECONDS = os.environ.get("FUZZ_SECONDS", "10")
START_UP = 120

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("atheris") is None,
        reason="atheris is not made for this Python or this machine (it needs Linux on x86-64): the readers are not fuzzed",
    ),
]


@pytest.mark.parametrize("name", [reader.KIND for reader in READERS])
def test_a_reader_gives_a_report_or_a_sentence_whatever_is_made_up(name, tmp_path):
    for sample in (HERE / "samples").iterdir():
        (tmp_path / sample.name).write_bytes(sample.read_bytes())

    # Read as a script, with the root of the project first on the path, so that atheris instruments the readers.
    run = subprocess.run(
        [sys.executable, str(HERE / "fuzz.py"), name, SECONDS, str(tmp_path)],
        cwd=tmp_path.parent,
        env={**os.environ, "PYTHONPATH": str(HERE.parents[4])},
        capture_output=True,
        text=True,
        timeout=float(SECONDS) + START_UP,
    )

    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    tried = re.search(r"number_of_executed_units:\s*(\d+)", run.stderr)
    assert tried
    assert int(tried[1]) > len(READERS), run.stderr[-1000:]
