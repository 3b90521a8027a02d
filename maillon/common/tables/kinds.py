"""What an app says of the things it can take in from a spreadsheet."""

import datetime
import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from maillon.common import moments, text
from maillon.common.tables import values

Reader = Callable[[str, str], Any]
WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Field:
    """One thing to know of each line: its name in the code, on screen, and how people head its column.

    `read(cell, head)` gives the value of a cell that is not empty, or raises ValueError with a sentence.
    """

    name: str
    label: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    read: Reader = values.words
    help: str = ""
    example: str = ""

    @property
    def names(self) -> list[str]:
        """Its label and synonyms, folded as heads are compared."""
        return list(
            dict.fromkeys(
                WORDS.sub(" ", text.fold(name.replace("°", " "))).strip() for name in (self.label, *self.synonyms)
            )
        )


@dataclass
class Line:
    """One line of a file, understood: the key of the thing it makes, its values by field, what is wrong with it."""

    number: int
    id: uuid.UUID
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def refuse(self, sentence: str) -> None:
        self.faults.append(sentence)


class Kind:
    """What an app can take in. A line is read, checked and written; nothing is written before a person accepts."""

    slug: ClassVar[str]
    noun: ClassVar[str]
    plural: ClassVar[str]
    title: ClassVar[str]
    lead: ClassVar[str] = ""
    target_label: ClassVar[str] = ""
    """What the lines go into (« Dans quel lot »); empty when it is the network."""
    unique: ClassVar[tuple[str, ...]] = ()
    """Fields that no two lines of a file may share."""
    undoable: ClassVar[str] = ""
    """Why an import of this kind cannot be undone; empty when it can."""

    def fields(self) -> Sequence[Field]:
        raise NotImplementedError

    def told(self, name: str, value: Any) -> str:
        """The value of a field as the preview shows it."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "oui" if value else "non"
        if isinstance(value, datetime.date):
            return moments.day(value)
        if isinstance(value, (list, tuple)):
            return ", ".join(str(one) for one in value)
        return str(value)

    def may(self, member: Any) -> bool:
        """Whether this member may import at all."""
        raise NotImplementedError

    def targets(self, member: Any) -> list[tuple[str, str]]:
        """What the member may choose to put the lines into: (key, name)."""
        return []

    def address(self, member: Any, target: uuid.UUID | None) -> str:
        """The page where the things are seen once they are in; empty when there is none."""
        raise NotImplementedError

    def check(self, lines: Sequence[Line], *, by: Any, target: uuid.UUID | None) -> None:
        """Refuse the lines that cannot be written; may turn their values into records."""

    def known(self, ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
        """Which of these things exist already."""
        raise NotImplementedError

    def write(self, lines: Sequence[Line], *, by: Any, target: uuid.UUID | None) -> Mapping[int, uuid.UUID]:
        """Write the lines by the app's own acts: which thing each line number made. A line may still be refused."""
        raise NotImplementedError

    def undo(self, ids: Sequence[uuid.UUID], *, by: Any) -> int:
        """Take back what an import made. Raises Refused when something has happened to one of them since."""
        raise NotImplementedError
