"""A file in, its sheets out: CSV of any delimiter and encoding, XLSX, ODS. Anything else is refused in a sentence."""

import json
import subprocess  # nosec B404
import sys
from dataclasses import dataclass, field

from maillon.common import numbers
from maillon.common.tables import delimited
from maillon.common.tables.workbook import MOST_COLUMNS, MOST_LINES, SECONDS

MOST_BYTES = 20_000_000
HALTED = (
    "Ce classeur prend trop de place une fois ouvert. Copiez ses lignes utiles dans un classeur neuf, ou enregistrez-le "
    "en CSV."
)
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN = {
    b"%PDF": "un PDF",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"{\\rtf": "un texte mis en forme",
    b"<!DOCTYPE": "une page web",
    b"<html": "une page web",
    b"\x1f\x8b": "une archive",
    b"7z\xbc\xaf": "une archive",
    b"Rar!": "une archive",
}


class Unreadable(ValueError):
    """The file is no table that can be read; the message is a sentence for the person."""


@dataclass(frozen=True)
class Grid:
    """One sheet: its rows that hold something, each with its line number in the file, cells as text."""

    name: str
    rows: list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Book:
    """What a file holds; `told` says how it was read: « CSV, point-virgule, Windows-1252 ».

    `content` is the file as it may be kept and read again: the same bytes, or the same text in UTF-8.
    """

    grids: list[Grid] = field(default_factory=list)
    told: str = ""
    content: bytes = b""

    def grid(self, name: str) -> Grid:
        """The sheet of this name, else the first one."""
        return next((grid for grid in self.grids if grid.name == name), self.grids[0])


def read(data: bytes, name: str = "") -> Book:
    """The sheets of this file that hold something. Raises Unreadable for what is no table, too large or damaged."""
    if not data:
        raise Unreadable(
            "Ce fichier est vide. Vérifiez que vous avez enregistré le tableau, puis envoyez-le de nouveau."
        )
    if len(data) > MOST_BYTES:
        size = numbers.storage(len(data))
        raise Unreadable(f"Ce fichier pèse {size} : 20 Mo au plus. Coupez-le en plusieurs, ou enlevez ses images.")
    if data.startswith(OLE):
        raise Unreadable(
            "C’est un ancien classeur Excel (.xls), ou un classeur protégé par un mot de passe. Enregistrez-le en .xlsx, "
            "sans mot de passe."
        )
    for start, what in FOREIGN.items():
        if data[:64].lstrip().lower().startswith(start.lower()):
            raise Unreadable(f"C’est {what}, pas un tableau. Envoyez un fichier CSV, XLSX ou ODS.")
    book = _workbook(data) if data.startswith(ZIP) else _delimited(data)
    grids = [grid for grid in book.grids if grid.rows]
    if not grids:
        raise Unreadable("Ce tableau n’a aucune ligne remplie.")
    return Book(grids, book.told, book.content)


def _delimited(data: bytes) -> Book:
    try:
        rows, told, text = delimited.read(data)
    except delimited.NoTable as error:
        raise Unreadable(str(error)) from error
    return Book([Grid("", rows)], told, text.encode())


def _workbook(data: bytes) -> Book:
    """Opened by a process apart, whose memory and time are bounded: a hostile file harms nothing but itself."""
    child = (sys.executable, "-m", "maillon.common.tables.workbook")
    try:
        done = subprocess.run(child, input=data, capture_output=True, timeout=SECONDS, check=False)  # nosec B603
    except subprocess.TimeoutExpired as error:
        raise Unreadable(HALTED) from error
    if done.returncode:
        raise Unreadable(HALTED)
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    grids = [Grid(sheet["name"], [(number, cells) for number, cells in sheet["rows"]]) for sheet in answer["sheets"]]
    return Book(grids, answer["told"], data)


__all__ = ["MOST_BYTES", "MOST_COLUMNS", "MOST_LINES", "Book", "Grid", "Unreadable", "read"]
