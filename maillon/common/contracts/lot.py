"""The receipt of a lot."""

from typing import Literal, Required, TypedDict

from maillon.common.contracts.parts import Document, Party


class LotLine(TypedDict, total=False):
    """One category of a lot, or one category in one container."""

    category: Required[str]
    counted: Required[int]
    announced: int | None
    gross_g: int | None
    """Weighed with its container."""
    tare_g: int | None
    estimated: bool
    """Not weighed: the mass is the category's default."""
    container: str | None
    container_type: str | None
    seal: str | None
    holds_data: bool
    """May hold data."""


class LotAccessory(TypedDict, total=False):
    """Accessories counted in bulk."""

    name: Required[str]
    counted: int | None
    mass_g: int | None


class Discrepancy(TypedDict, total=False):
    """A gap between what was announced and what was found, in units or in grams."""

    subject: Required[str]
    units: int | None
    mass_g: int | None
    explanation: str | None
    agreed: bool
    """The donor agrees with the explanation."""


class LotReceipt(Document, total=False):
    """`bon.typ`: « Bon d’enlèvement » or « Bon de réception ». Net masses, gaps and totals are worked out there.

    Refuses a tare above its gross mass and a negative count.
    """

    kind: Required[Literal["pickup", "reception"]]
    donor: Required[Party]
    collector: Required[Party]
    lines: Required[list[LotLine]]
    lot: str | None
    regime: str | None
    """In words: « Don d’un service de l’État (CGPPP, art. L3212-2) »."""
    agreement: str | None
    place: str | None
    arrived_at: str | None
    left_at: str | None
    round: str | None
    vehicle: str | None
    driver: str | None
    scale: str | None
    weighed_g: int | None
    """The whole lot on the scale; printed against the sum of the lines."""
    accessories: list[LotAccessory]
    discrepancies: list[Discrepancy]
    seals: str | None
    """The numbers of the sealed containers, when they are not told line by line."""
    refusals: str | None
    """What was left on the spot, and why."""
