"""Where the table is in a sheet: the row of its heads, its columns, its lines; and which column holds which field."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from maillon.common import text
from maillon.common.tables.kinds import Field
from maillon.common.tables.reading import Grid

HEAD_WITHIN = 40
SAMPLES = 3
TOTAL = re.compile(r"(sous )?tota(l|ux)( general| generaux)?\b")
WORDS = re.compile(r"[^a-z0-9]+")
UNITS = re.compile(r"\(.*?\)|\[.*?\]")


@dataclass(frozen=True)
class Column:
    """One column: its place in the rows (0: the first), its head, some of its values."""

    index: int
    head: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """A sheet understood as a table."""

    head_line: int
    columns: list[Column]
    lines: list[tuple[int, list[str]]]

    @property
    def heads(self) -> list[str]:
        """The head of each place, empty where there is no column."""
        named = {column.index: column.head for column in self.columns}
        return [named.get(index, "") for index in range(max(named, default=-1) + 1)]

    def column(self, index: int) -> Column | None:
        return next((column for column in self.columns if column.index == index), None)


def folded(head: str) -> str:
    """« N° de série (machine) » → « n de serie »: for comparing heads."""
    return WORDS.sub(" ", text.fold(UNITS.sub(" ", head.replace("_", " ")).replace("°", " "))).strip()


def lay_out(grid: Grid, fields: Sequence[Field], head_line: int | None = None) -> Layout:
    """The table of a sheet. The row of heads is the one of this line, else the one that names the most known fields.

    What stands above it (titles, merged groups) is left out, as are totals and heads repeated from page to page.
    """
    place = _place(grid, fields, head_line)
    line, heads = grid.rows[place] if place is not None else (0, [])
    rows = grid.rows[place + 1 :] if place is not None else grid.rows
    lines = [(number, cells) for number, cells in rows if not _is_total(cells) and cells != heads]
    width = max((len(cells) for _, cells in [(line, heads), *lines]), default=0)
    return Layout(line, list(_columns(heads, lines, width)), lines)


def _place(grid: Grid, fields: Sequence[Field], head_line: int | None) -> int | None:
    if head_line is not None:
        return next((place for place, (number, _) in enumerate(grid.rows) if number == head_line), None)
    known = {name for field in fields for name in field.names}
    best, best_score = None, (0.0, 0.0)
    for place, (_, cells) in enumerate(grid.rows[:HEAD_WITHIN]):
        filled = [cell for cell in cells if cell]
        named = len({folded(cell) for cell in filled} & known)
        wordy = sum(any(sign.isalpha() for sign in cell) for cell in filled)
        score = (
            float(named),
            wordy / max(len(grid.rows[place][1]), 1) if len(filled) > 1 or len(grid.rows) < 3 else 0.0,
        )
        if score > best_score:
            best, best_score = place, score
    return best if best is not None or not grid.rows else 0


def _is_total(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and bool(TOTAL.match(folded(filled[0]))) and len(filled) <= max(len(cells) / 2, 2)


def _columns(heads: Sequence[str], lines: Sequence[tuple[int, list[str]]], width: int) -> Iterable[Column]:
    seen: dict[str, int] = {}
    samples: list[list[str]] = [[] for _ in range(width)]
    for _, cells in lines[:200]:
        for index, cell in enumerate(cells):
            if cell and len(samples[index]) < SAMPLES and cell not in samples[index]:
                samples[index].append(cell)
    filled = {index for _, cells in lines for index, cell in enumerate(cells) if cell}
    for index in range(width):
        head = " ".join((heads[index] if index < len(heads) else "").split())
        if not head and index not in filled:
            continue
        head = head or f"Colonne {letters(index)}"
        seen[head] = seen.get(head, 0) + 1
        yield Column(index, head if seen[head] == 1 else f"{head} ({seen[head]})", tuple(samples[index]))


def letters(index: int) -> str:
    """« A », « B »… « AA »: the name a spreadsheet gives to a column."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def propose(
    columns: Sequence[Column], fields: Sequence[Field], learnt: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Which column (by its index) each field is likely to be in: as learnt, by its exact names, then by a part of them."""
    chosen: dict[str, int] = {}
    free = {column.index: folded(column.head) for column in columns}
    names = {field.name for field in fields}
    for index, head in list(free.items()):
        taught = (learnt or {}).get(head)
        if taught in names and taught not in chosen:
            chosen[taught] = index
            del free[index]
    for matches in (_exactly, _partly):
        for field in fields:
            if field.name in chosen:
                continue
            for name in field.names:
                place = next((index for index, head in free.items() if matches(head, name)), None)
                if place is not None:
                    chosen[field.name] = place
                    del free[place]
                    break
    return chosen


def _exactly(head: str, name: str) -> bool:
    return head == name


def _partly(head: str, name: str) -> bool:
    return len(name) > 3 and f" {name} " in f" {head} "
