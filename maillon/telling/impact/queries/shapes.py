"""What a list of records is made of: its rows, its columns, who sees them."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet

from maillon.common import moments
from maillon.ground.organisations.models import Member, Role


class Row(NamedTuple):
    """One record: where it leads (nowhere when empty), and its cells, the first being its name."""

    url: str
    cells: list[str]


@dataclass(frozen=True)
class Kind:
    """How one kind of records is listed."""

    noun: str
    columns: tuple[dict[str, Any], ...]
    rows: Callable[[Sequence[Any]], list[Row]]
    ready: Callable[[QuerySet], QuerySet]
    visible: Callable[[QuerySet, Member], QuerySet]
    filters: tuple[tuple[str, str], ...] = ()
    """What an address may narrow it by: the name in the address, the field."""
    opened_by: tuple[str, ...] = tuple(Role.values)
    """The roles for whom a record has a page of its own."""

    def table(self, page: Sequence[Any], member: Member) -> list[tuple[str, list[tuple[dict[str, Any], str]]]]:
        """Each row: where it leads this reader, if anywhere, and its cells beside the heads of their columns."""
        opens = member.has(*self.opened_by)
        return [(row.url if opens else "", list(zip(self.columns, row.cells, strict=True))) for row in self.rows(page)]


def everyone(rows: QuerySet, member: Member) -> QuerySet:
    return rows


def columns(*labels: str, numbers: Sequence[str] = ()) -> tuple[dict[str, Any], ...]:
    return tuple({"label": label, "number": label in numbers} for label in labels)


def day(on: datetime.date | None) -> str:
    return moments.day(on) if on else ""
