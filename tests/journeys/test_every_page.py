"""Every page of the access matrix, asked by someone who may: light, and written as HTML wants it."""

import gzip
import json
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.access import ANONYMOUS, OPEN, PAGE, VISITORS, World, addresses, build
from tests.browser import ROOT
from tests.ecoindex import GRADE_A, of_page

VALIDATOR = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
# Long forms, and lists of fifty lines: graded B or near it, and not allowed to grow.
LEAST = 65
# What a thumbnail of the site weighs at most, in kilobytes.
SMALL_PICTURE = 20.0
HEAVY = {
    "corrections:correct_lot", "desk:exports", "desk:home", "desk:letters", "devices:detail", "devices:list",
    "devices:panel_lot", "directory:correct", "directory:enter", "directory:suggest", "donations:detail",
    "donations:guidance", "donations:offer", "donations:receive", "donations:resume", "donors:receipts",
    "erasure:methods", "governance:access", "governance:recertify", "governance:rules", "impact:report",
    "imports:columns", "lots:accessories", "lots:list", "lots:receive", "needs:ask", "organisations:detail",
    "organisations:list", "receptions:panel_lot", "refurbishing:conclude", "refurbishing:new_rule",
    "refurbishing:panel", "refurbishing:rule", "refurbishing:systems", "rounds:stop", "scanning:cards",
    "transfers:detail", "lots:detail", "needs:detail", "rounds:fleet",
}  # fmt: skip
RULES = {
    "root": True,
    "extends": ["html-validate:standard"],
}


def permitted() -> dict[str, str]:
    """The first visitor to whom the matrix opens each address."""
    found = {}
    for line in PAGE.read_text().splitlines():
        if line.startswith("| `"):
            name, *answers = (cell.strip() for cell in line.strip("| ").split("|"))
            visitor = next((who for who, answer in zip(VISITORS, answers, strict=True) if answer == OPEN), None)
            if visitor:
                found[name.strip("`")] = visitor
    return found


def pages(world: World, folder: Path) -> list[str]:
    """The addresses that answer a page, each asked once by someone who may, and kept in the folder."""
    visitors, clients, found = permitted(), {}, []
    for name, pattern in addresses():
        visitor = visitors.get(name)
        if visitor is None:
            continue
        if visitor not in clients:
            clients[visitor] = Client(raise_request_exception=False)
            if visitor != ANONYMOUS:
                clients[visitor].force_login(world.members[visitor].user)
        given = world.arguments(name)
        path = reverse(name, kwargs={key: given[key] for key in pattern.pattern.converters})
        if re.search(r"\.(pdf|zip|csv|json)$", path):
            continue
        answer = clients[visitor].get(path)
        if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
            found.append(name)
            (folder / f"{name.replace(':', '.')}.html").write_bytes(answer.content)
    return found


@cache
def kilobytes(address: str) -> float:
    """What a file of the site weighs once compressed, as it travels."""
    if not address.startswith("/static/"):
        return SMALL_PICTURE
    path = finders.find(address.removeprefix("/static/").partition("?")[0])
    return len(gzip.compress(Path(path).read_bytes())) / 1024 if isinstance(path, str) else 0.0


@pytest.mark.django_db
def test_every_page_is_light_and_written_as_html_wants_it(tmp_path):
    found = pages(build(), tmp_path)

    faults = validated(tmp_path)
    for name in found:
        grade = of_page((tmp_path / f"{name.replace(':', '.')}.html").read_text(), kilobytes)
        if grade <= (LEAST if name in HEAVY else GRADE_A):
            faults.append(f"{name} : EcoIndex {grade:.0f}")

    assert len(found) > 200
    assert not faults, f"{len(faults)} fautes\n" + "\n".join(faults)


def validated(folder: Path) -> list[str]:
    """What a strict validator of HTML says of the pages, all at once."""
    node = shutil.which("node", path=f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}")
    if node is None or not VALIDATOR.is_file():
        pytest.fail("html-validate n’est pas installé : lancez « make test », qui l’installe.")
    (folder / ".htmlvalidate.json").write_text(json.dumps(RULES))
    # Into a file: through a pipe, it stops before its end.
    subprocess.run([node, str(VALIDATOR), "--formatter", "json=told.json", "."], cwd=folder, check=False)
    return [
        f"{Path(page['filePath']).stem} : {one['message']} [{one['ruleId']}, ligne {one['line']}]"
        for page in json.loads((folder / "told.json").read_text())
        for one in page["messages"]
    ]
