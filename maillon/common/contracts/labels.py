"""The labels stuck on devices, shelves and crates."""

from typing import Required, TypedDict

from maillon.common.contracts.parts import Network


class SheetFormat(TypedDict):
    """A sheet of labels, or a single label when it holds one: see `maillon.common.sheets`."""

    name: str
    page_width_mm: float
    page_height_mm: float
    columns: int
    rows: int
    width_mm: float
    """Of one label."""
    height_mm: float
    left_mm: float
    """From the edge of the page to the first label."""
    top_mm: float
    pitch_x_mm: float
    """From the left of a label to the left of the next."""
    pitch_y_mm: float


class Label(TypedDict, total=False):
    """One label."""

    code: Required[str]
    """As people read it, groups parted by hyphens: « OGO-7F3-K2P-E »."""
    qr: Required[list[str]]
    caption: str | None
    """One short line: what the thing is, a shelf."""


class Labels(TypedDict, total=False):
    """`etiquettes.typ`. Refuses an empty list, a `skip` past the sheet, a QR too small to be read."""

    network: Required[Network]
    issued_on: Required[str]
    format: Required[SheetFormat]
    labels: Required[list[Label]]
    number: str | None
    """Name of the series, printed in the margin."""
    skip: int
    """Places already used on the first sheet."""
    invitation: str | None
    """« Une question, une panne ? Scannez ce code. » Left out on small labels."""
    cut_marks: bool
    demonstration: bool


class Card(TypedDict):
    """One mode card: what it arms."""

    title: str
    sentence: str
    qr: list[str]


class Cards(TypedDict, total=False):
    """`cartes.typ`. Refuses an empty list."""

    network: Required[Network]
    issued_on: Required[str]
    cards: Required[list[Card]]
    demonstration: bool
