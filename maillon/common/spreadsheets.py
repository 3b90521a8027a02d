"""Tables out: CSV as French spreadsheets open it, ODS with one sheet a table."""

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Cell = str | int | float | datetime.date | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True)
class Sheet:
    """One table: its name, the heads of its columns, its rows."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def inert(cell: Cell) -> Cell:
    """The same cell, which no spreadsheet takes for a formula: an apostrophe before a text that begins like one."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, semicolons, decimal commas, lines that end as RFC 4180 says."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([written(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def written(cell: Cell) -> Cell:
    """The cell as CSV holds it for a French spreadsheet: decimal commas, days as 31/01/2026, no formula."""
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    return str(cell).replace(".", ",") if isinstance(cell, float) else inert(cell)


def ods_file(sheets: Iterable[Sheet]) -> bytes:
    """An OpenDocument workbook. Numbers stay numbers."""
    import tablib

    book = tablib.Databook()
    for sheet in sheets:
        table = tablib.Dataset(title=sheet.name, headers=list(sheet.heads))
        for row in sheet.rows:
            table.append(["" if cell is None else inert(cell) for cell in row])
        book.add_sheet(table)
    return book.export("ods")
