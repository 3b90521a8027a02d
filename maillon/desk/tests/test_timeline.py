"""What the pages tell of a device, a lot, an offer or a transfer: every act that the code records has its words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from maillon.matter.lots.queries.timeline import SILENT, TOLD

ROOT = Path(__file__).resolve().parents[2]
# What an act calls the thing that it writes of, when the page of that thing tells its life.
TOLD_OF = {"device", "lot", "offer", "transfer"}


def recorded() -> Iterator[tuple[str, Path]]:
    """Each verb that an action records of such a thing, and where."""
    for path in sorted(ROOT.glob("*/*/actions/*.py")) + sorted(ROOT.glob("*/*/actions.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"record", "entry"}
            ):
                match node.args:
                    case [ast.Constant(value=str(verb)), ast.Name(id=subject), *_] if subject in TOLD_OF:
                        yield verb, path


def test_the_acts_are_found():
    assert {"devices.take_in", "lots.receive", "donations.submit", "transfers.send"} <= {verb for verb, _ in recorded()}


@pytest.mark.parametrize(("verb", "path"), sorted(set(recorded())))
def test_an_act_told_on_a_page_has_french_words(verb: str, path: Path):
    assert verb in TOLD or verb in SILENT, f"Say in lots/queries/timeline.py what {verb} ({path.name}) is to a reader."
