"""As `imports.actions`, for a spreadsheet that was written some time ago."""

import datetime
import hashlib
import uuid
from collections.abc import Mapping, Sequence

from maillon.demo.book.book import Book
from maillon.ground.imports.models import Import, ImportLine
from maillon.ground.organisations.models import Member

READING = datetime.timedelta(minutes=6)
WRITING = datetime.timedelta(seconds=4)


def bring_in(
    book: Book,
    *,
    kind: str,
    name: str,
    told: str,
    heads: Sequence[str],
    columns: Mapping[str, int],
    made: Mapping[int, uuid.UUID],
    wrong: Mapping[int, tuple[Sequence[str], str]],
    by: Member,
    at: datetime.datetime,
) -> Import:
    """An import that is done: which thing each line made, and the cells and trouble of those to correct."""
    accepted, finished = at + READING, at + READING + WRITING
    total = len(made) + len(wrong)
    sheet = book.enter(
        Import,
        at,
        network=by.network,
        author=by,
        kind=kind,
        name=name,
        told=told,
        digest=hashlib.sha256(f"{by.network.slug}/{name}".encode()).hexdigest(),
        heads=list(heads),
        columns=dict(columns),
        state=Import.State.DONE,
        lines=total,
        treated=total,
        position=max([*made, *wrong]),
        written=len(made),
        rejected=len(wrong),
        accepted_at=accepted,
        moved_at=finished,
        finished_at=finished,
    )
    for number, thing in made.items():
        book.row(ImportLine, sheet=sheet, number=number, thing=thing)
    for number, (cells, why) in wrong.items():
        book.row(ImportLine, sheet=sheet, number=number, cells=list(cells), why=why)
    book.record("imports.accept", sheet, by=by, at=accepted, kind=kind, lines=total)
    book.record("imports.finish", sheet, by=by, at=finished, kind=kind, written=len(made), known=0, rejected=len(wrong))
    return sheet
