"""What became of what a donor gave."""

from typing import Literal, Required, TypedDict

from maillon.common.contracts.parts import Document, Party

Fate = Literal["reused", "parts", "recycled", "progress", "lost", "unexplained"]


class OutcomeShare(TypedDict):
    """What one fate holds: devices counted one by one, and the mass, bulk included, in grams."""

    fate: Fate
    units: int
    mass_g: int
    meaning: str


class OutcomeLine(TypedDict, total=False):
    """One device of the annex."""

    label: Required[str]
    category: Required[str]
    model: Required[str]
    serial: str | None
    mass_g: Required[int]
    fate: Required[Fate]
    word: Required[str]
    on: Required[str]
    certificate: str | None
    acquired_on: str | None
    holds_data: bool


class OutcomeLot(TypedDict):
    """One lot that the report speaks of."""

    reference: str
    received_on: str
    weighed_g: int


class SparedCarbon(TypedDict):
    """What reuse spares by one method, in grams of CO2 equivalent; bounds are None where no other value is published."""

    method: str
    meaning: str
    units: int
    central_g: int
    low_g: int | None
    high_g: int | None
    sources: list[str]


class ReuseEvidence(TypedDict, total=False):
    """The elements of the rate of reuse that a public body must show. None where the donor did not say."""

    source: Required[str]
    target_percent: Required[int]
    oldest_years: Required[int]
    stock: int | None
    old: int | None
    secret: int | None
    declared_on: str | None
    reused: Required[int]
    set_apart: int
    """Reused here, and too old to count."""
    undated: int
    """Counted, though nobody said when it was bought."""
    outside: int
    """Reused here, of a category that the text does not name."""
    other: int | None
    other_proof: str | None
    base: int | None
    percent: float | None
    missing: int


class OutcomeReport(Document, total=False):
    """`bilan.typ`: of a year, or of one lot. Refuses shares that do not weigh together what was weighed."""

    donor: Required[Party]
    until: Required[str]
    year: int | None
    lots: Required[list[OutcomeLot]]
    weighed_g: Required[int]
    to_label: int
    shares: Required[list[OutcomeShare]]
    lines: Required[list[OutcomeLine]]
    earlier: list[OutcomeLine]
    """Reused in the year, of lots received before it."""
    carbon: list[SparedCarbon]
    evidence: ReuseEvidence | None
