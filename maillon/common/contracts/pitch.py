"""The case that a network makes to donors."""

from typing import Any, Required, TypedDict

from maillon.common.contracts.parts import Document, Party


class PitchFigure(TypedDict):
    """A figure of the year; `unit` may be empty."""

    name: str
    value: float
    unit: str


class PitchPoint(TypedDict):
    """One thing to answer; `source` is the text it comes from, or empty."""

    text: str
    source: str


class PitchAnswer(TypedDict):
    """An objection, what is answered, and a figure in words: {value, words}."""

    objection: str
    points: list[dict[str, Any]]
    figure: dict[str, Any] | None


class PitchFrame(TypedDict):
    """The legal frame of one kind of donor."""

    donor: str
    points: list[PitchPoint]


class PitchReference(TypedDict):
    """A donor who agreed to be named, and its words."""

    name: str
    sentence: str | None
    author: str | None


class PitchOffer(TypedDict):
    """Where to offer equipment, and its QR code."""

    url: str
    qr: list[str]


class DonorPitch(Document, total=False):
    """`argumentaire.typ`. A public paper: it has no number, and names no person but those who agreed."""

    year: Required[int]
    introduction: Required[list[str]]
    figures: list[PitchFigure]
    carbon: list[dict[str, Any]]
    answers: Required[list[PitchAnswer]]
    frames: Required[list[PitchFrame]]
    references: list[PitchReference]
    offer: Required[PitchOffer]
    contact: Party
