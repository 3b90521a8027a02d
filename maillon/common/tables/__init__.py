"""Tables that people keep in spreadsheets: files read into rows, rows understood as things, rows written into files.

Nothing here knows the business nor the database: an app says what its columns mean in a `Kind`.
"""

from maillon.common.tables.kinds import Field, Kind, Line
from maillon.common.tables.layout import Column, Layout, lay_out, propose
from maillon.common.tables.reading import MOST_BYTES, MOST_COLUMNS, MOST_LINES, Book, Grid, Unreadable, read

__all__ = [
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_LINES",
    "Book",
    "Column",
    "Field",
    "Grid",
    "Kind",
    "Layout",
    "Line",
    "Unreadable",
    "lay_out",
    "propose",
    "read",
]
