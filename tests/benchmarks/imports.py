"""A spreadsheet of ten thousand devices, from its bytes to its last line written."""

import time

from maillon.common import tables
from maillon.ground.imports import actions, jobs, queries
from maillon.matter.devices.jobs import DEVICES
from tests import factories

LINES = 10_000
GOAL_SECONDS = 20


def devices(scene) -> float:
    """Seconds to read, check and write them all, by the same acts as the pages and the worker. Raises if one is missing."""
    lot = factories.a_lot(scene.technician)
    heads = "Type;Marque;Modèle;N° de série;Poids;RAM;Remarques\n"
    rows = [
        f"PC portable;Lenovo;ThinkPad T480;TABLEUR{number:06d};1,{number % 90 + 10};8 Go;\n" for number in range(LINES)
    ]
    data = (heads + "".join(rows)).encode()
    by = scene.technician

    started = time.perf_counter()
    book = tables.read(data, "inventaire.csv")
    proposed = queries.guess(book, DEVICES, by.network_id)
    told = {"name": "inventaire.csv", "found": book, "proposed": proposed, "target": lot.pk}
    sheet = actions.send(DEVICES, data, by=by, **told)
    checked = queries.checked(sheet, DEVICES, by)
    laid = queries.layout(sheet, DEVICES)
    actions.accept(sheet.pk, DEVICES, total=len(laid.lines), heads=laid.heads, later=lambda key: None, by=by)
    written = jobs.run(sheet.pk, {DEVICES.slug: DEVICES})
    spent = time.perf_counter() - started
    if (len(checked.right), written) != (LINES, LINES):
        raise RuntimeError(f"{written} devices of {LINES} are written.")
    return spent
