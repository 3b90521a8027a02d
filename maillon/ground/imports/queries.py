"""What is read of an import: its file laid out, its lines understood, what is wrong with them."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files.storage import default_storage

from maillon.common import tables
from maillon.common.errors import Refused
from maillon.common.tables import Kind, Layout, Line
from maillon.common.tables.layout import folded
from maillon.ground.files import queries as files
from maillon.ground.imports.models import Import, ImportLine, LearntColumn
from maillon.ground.organisations.models import Member

LINE_HEAD, WHY_HEAD = "Ligne", "À corriger"
"""The two columns of a file of lines to correct: they come back with it, and are read."""


def book(sheet: Import) -> tables.Book:
    """Its file, read again. Raises Refused when it is no longer kept."""
    kept = files.of(sheet).first()
    if kept is None:
        raise Refused("Ce fichier n’est plus gardé : il a été importé ou abandonné. Envoyez-le de nouveau.")
    try:
        with default_storage.open(kept.path) as content:
            return tables.read(content.read(), sheet.name)
    except (OSError, tables.Unreadable) as error:
        raise Refused("Ce fichier ne se relit plus. Abandonnez-le, puis envoyez-le de nouveau.") from error


def learnt(network: uuid.UUID, kind: Kind) -> dict[str, str]:
    """The field of each head of column that the network has matched by hand."""
    return dict(LearntColumn.objects.filter(network=network, kind=kind.slug).values_list("head", "field"))


@dataclass(frozen=True)
class Guess:
    """What is proposed of a file just sent: its sheet, the line of its heads, the column of each field."""

    sheet: str
    head_line: int
    columns: dict[str, int]


def guess(found: tables.Book, kind: Kind, network: uuid.UUID) -> Guess:
    """The sheet that names the most fields, with its columns."""
    fields, known = kind.fields(), learnt(network, kind)
    best = Guess(found.grids[0].name, found.grids[0].rows[0][0], {})
    for grid in found.grids:
        layout = tables.lay_out(grid, fields)
        columns = tables.propose(layout.columns, fields, known)
        if len(columns) > len(best.columns) or grid is found.grids[0]:
            best = Guess(grid.name, layout.head_line, columns)
    return best


def layout(sheet: Import, kind: Kind, found: tables.Book | None = None) -> Layout:
    """Its table, where the person said it is."""
    return tables.lay_out((found or book(sheet)).grid(sheet.sheet), kind.fields(), sheet.head_line)


def lines(sheet: Import, kind: Kind, laid: Layout | None = None) -> list[Line]:
    """Each line with its values, and what is wrong with them by themselves: what the records say comes with `check`.

    The key of a line comes from the first file of the series and from its number there: sent twice, it is one thing.
    """
    laid = laid or layout(sheet, kind)
    fields = [(field, sheet.columns.get(field.name)) for field in kind.fields()]
    heads = {column.index: column.head for column in laid.columns}
    numbers = next((index for index, head in heads.items() if head == LINE_HEAD), None) if sheet.corrects_id else None
    made = []
    for number, cells in laid.lines:
        origin = _origin(cells, numbers) or number
        line = Line(number, uuid.uuid5(sheet.root.pk, str(origin)), cells)
        for field, index in fields:
            cell = cells[index] if index is not None and index < len(cells) else ""
            if not cell:
                if field.required:
                    line.refuse(f"{field.label} : rien n’est écrit.")
                continue
            try:
                line.values[field.name] = field.read(cell, heads.get(index, ""))
            except ValueError as error:
                line.refuse(f"{field.label} : {error}")
        made.append(line)
    _refuse_twins(made, kind)
    return made


def _origin(cells: Sequence[str], numbers: int | None) -> int | None:
    """The number that a line to correct had in the first file."""
    said = cells[numbers] if numbers is not None and numbers < len(cells) else ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 8 else None


def _refuse_twins(made: Sequence[Line], kind: Kind) -> None:
    labels = {field.name: field.label for field in kind.fields()}
    for name in kind.unique:
        first: dict[str, int] = {}
        for line in made:
            value = str(line.values.get(name) or "").casefold()
            if not value:
                continue
            if value in first:
                line.refuse(f"{labels[name]} : « {line.values[name]} » est déjà à la ligne {first[value]}.")
            else:
                first[value] = line.number
    seen: dict[uuid.UUID, int] = {}
    for line in made:
        if line.id in seen:
            line.refuse(
                f"Cette ligne porte le même numéro que la ligne {seen[line.id]} : corrigez la colonne « {LINE_HEAD} »."
            )
        seen.setdefault(line.id, line.number)


@dataclass(frozen=True)
class Checked:
    """A file as it would be written: what is right, what is there already, what is wrong."""

    right: list[Line]
    known: list[Line]
    wrong: list[Line]
    missing: list[str]
    """Fields that must have a column and have none."""

    @property
    def total(self) -> int:
        return len(self.right) + len(self.known) + len(self.wrong)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """The faults that come back the most: (sentence, how many lines)."""
        return Counter(fault for line in self.wrong for fault in line.faults).most_common(5)


def checked(sheet: Import, kind: Kind, by: Member, laid: Layout | None = None) -> Checked:
    """Read and check every line, and write nothing."""
    missing = [field.label for field in kind.fields() if field.required and field.name not in sheet.columns]
    if missing:
        return Checked([], [], [], missing)
    made = lines(sheet, kind, laid)
    there = known(made, kind)
    fresh = [line for line in made if line.id not in there]
    kind.check([line for line in fresh if not line.faults], by=by, target=sheet.target)
    return Checked(
        [line for line in fresh if not line.faults],
        [line for line in made if line.id in there],
        [line for line in fresh if line.faults],
        [],
    )


def known(made: Iterable[Line], kind: Kind) -> set[uuid.UUID]:
    """The lines whose thing exists: an earlier file of the series wrote them, or this one before it was interrupted."""
    return kind.known([line.id for line in made])


def to_correct(sheet: Import, kind: Kind, by: Member) -> tuple[list[str], list[list[str]]]:
    """The heads and the rows of the file of lines to correct: the line, why, then the cells as they were sent."""
    if sheet.state == Import.State.DRAFT:
        laid = layout(sheet, kind)
        heads = laid.heads
        rows = [(line.number, " ".join(line.faults), line.cells) for line in checked(sheet, kind, by, laid).wrong]
    else:
        heads = sheet.heads
        rows = list(ImportLine.objects.filter(sheet=sheet, thing=None).values_list("number", "why", "cells"))
    kept = [index for index, head in enumerate(heads) if head not in (LINE_HEAD, WHY_HEAD)]
    numbers = heads.index(LINE_HEAD) if sheet.corrects_id and LINE_HEAD in heads else None
    return (
        [LINE_HEAD, WHY_HEAD, *(heads[index] for index in kept)],
        [
            [str(_origin(cells, numbers) or number), why, *(cells[at] if at < len(cells) else "" for at in kept)]
            for number, why, cells in rows
        ],
    )


def heads_to_learn(sheet: Import, laid: Layout) -> dict[str, str]:
    """The head of each chosen column, folded, with its field."""
    chosen = {index: name for name, index in sheet.columns.items()}
    return {folded(column.head)[:120]: chosen[column.index] for column in laid.columns if column.index in chosen}


def shown(kind: Kind, right: Sequence[Line]) -> tuple[list[str], list[list[str]]]:
    """The heads and the rows of a preview: the fields that these lines hold, as they were understood."""
    filled = [field for field in kind.fields() if any(field.name in line.values for line in right)]
    return (
        ["Ligne", *(field.label for field in filled)],
        [
            [str(line.number), *(kind.told(field.name, line.values.get(field.name)) for field in filled)]
            for line in right
        ],
    )
