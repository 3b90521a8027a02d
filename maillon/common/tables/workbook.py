"""Opens a workbook in a process of its own: `python -m maillon.common.tables.workbook` reads it, and writes JSON.

A small file may unfold into gigabytes (compressed zeros, one cell in the last row of the last column, a row repeated a
million times). Memory and processor time are therefore bounded here, and the site only reads what comes out.
"""

import datetime
import io
import json
import resource
import sys
import zipfile
from typing import Any

MOST_LINES = 50_000
MOST_COLUMNS = 500
MOST_CELLS = 3_000_000
MOST_UNFOLDED = 200_000_000
"""Bytes of all the parts of a workbook, once uncompressed."""
MEMORY, SECONDS = 1_500_000_000, 60
DAMAGED = (
    "Ce classeur est abîmé ou incomplet. Ouvrez-le, enregistrez-le de nouveau en .xlsx ou en .ods, et renvoyez-le."
)
UNFOLDS = (
    "Ce classeur contient beaucoup plus que ce qu’il paraît (plus de 200 Mo une fois ouvert). Copiez ses lignes utiles "
    "dans un classeur neuf."
)
NO_WORKBOOK = "C’est une archive, pas un tableau. Envoyez un fichier CSV, XLSX ou ODS."
LOCKED = "Ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe."


class Declined(Exception):
    """Said to the person."""


def main() -> None:
    """Read a workbook from the standard input; write its sheets, or why not, as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: dict[str, Any] = sheets(sys.stdin.buffer.read())
    except Declined as declined:
        answer = {"refused": str(declined)}
    except Exception:
        answer = {"refused": DAMAGED}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def sheets(data: bytes) -> dict[str, Any]:
    """The visible sheets with the rows that hold something, cells as text. Raises Declined."""
    told = _unfold(data)
    from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise Declined(LOCKED) from error
    found = []
    cells = lines = 0
    for known in book.sheets_metadata:
        if known.visible != SheetVisibleEnum.Visible or not str(known.typ).endswith("WorkSheet"):
            continue
        sheet = book.get_sheet_by_name(known.name)
        rows = []
        first = sheet.start[0] if sheet.start else 0
        for number, row in enumerate(sheet.to_python(skip_empty_area=True), first + 1):
            texts = [_text(cell) for cell in row]
            while texts and not texts[-1]:
                texts.pop()
            if not texts:
                continue
            cells, lines = cells + len(texts), lines + 1
            check_size(lines, len(texts), cells)
            rows.append((number, texts))
        found.append({"name": known.name, "rows": rows})
    return {"sheets": found, "told": told}


def check_size(lines: int, columns: int, cells: int) -> None:
    if lines > MOST_LINES:
        raise Declined(
            "Ce tableau a plus de 50 000 lignes. Coupez-le en plusieurs fichiers, et envoyez-les l’un après l’autre."
        )
    if columns > MOST_COLUMNS:
        raise Declined("Ce tableau a plus de 500 colonnes. Gardez celles qui décrivent ce que vous importez.")
    if cells > MOST_CELLS:
        raise Declined("Ce tableau a plus de 3 millions de cases. Coupez-le, ou enlevez les colonnes inutiles.")


def _unfold(data: bytes) -> str:
    """Which format it is, once each part has been unfolded and checked, none kept."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise Declined(LOCKED)
            names = {part.filename for part in parts}
            told = _format(archive, names)
            if len(parts) > 5000 or sum(part.file_size for part in parts) > MOST_UNFOLDED:
                raise Declined(UNFOLDS)
            for part in parts:
                # The sizes that an archive declares may lie: reading to the end checks them, and the sum of control.
                with archive.open(part) as content:
                    while content.read(1 << 20):
                        pass
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise Declined(DAMAGED) from error
    return told


def _format(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.xml" in names:
        return "classeur Excel"
    if "content.xml" in names and "mimetype" in names:
        kind = archive.getinfo("mimetype")
        if kind.file_size < 200 and b"opendocument.spreadsheet" in archive.read("mimetype"):
            return "classeur OpenDocument"
    raise Declined(NO_WORKBOOK)


def _text(cell: object) -> str:
    """The cell as one would type it: dates as 2026-01-31, whole numbers without a point."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        return repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell).strip()


if __name__ == "__main__":
    main()
