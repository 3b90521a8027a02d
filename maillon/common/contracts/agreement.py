"""The agreement of gift, of one gift or over several years."""

from typing import Literal, Required, TypedDict

from maillon.common.contracts.parts import Document, SigningParty


class AgreementModel(TypedDict, total=False):
    """The version of the text. Until a counsel approved it, the first page says so."""

    version: str | None
    checked_on: str | None
    approved_by: str | None
    approved_on: str | None


class Span(TypedDict, total=False):
    """A run of words: one of these."""

    text: str
    law: list[str]
    """Keys of texts of law: their numbers in annex."""
    missing: str
    """What prints where a value is not known."""


class Block(TypedDict):
    """A paragraph, a numbered point, or the table of the goods."""

    kind: Literal["text", "item", "goods"]
    spans: list[Span]


class Article(TypedDict):
    """One article of the text."""

    title: str
    blocks: list[Block]


class Goods(TypedDict, total=False):
    """One line of the goods given."""

    kind: Required[str]
    count: Required[int]
    acquired: str | None
    """Year or years."""
    unit_value_cents: int | None
    """Declared by the donor, never proposed."""
    holds_data: bool


class PriceCeiling(TypedDict):
    """The highest price of a solidarity resale, all taxes included."""

    category: str
    price_cents: int


class LawReference(TypedDict, total=False):
    """A text of law as read on a day."""

    key: Required[str]
    text: Required[str]
    subject: Required[str]
    state: str | None


class DonationAgreement(Document, total=False):
    """`convention.typ`: the text is that of its model, its blanks filled; title and parties follow the regime.

    Refuses a public body's good whose unit value is above `unit_value_cap_cents`, and a cited text missing from
    `references`.
    """

    regime: Required[
        Literal["state", "authority", "company_receipt", "company", "person", "purchase", "waste", "loan", "frame"]
    ]
    articles: Required[list[Article]]
    donor: Required[SigningParty]
    beneficiary: Required[SigningParty]
    goods: Required[list[Goods]]
    model: AgreementModel | None
    unit_value_cap_cents: int | None
    price_ceilings: list[PriceCeiling]
    references: list[LawReference]
    """Default: `law.json`, beside the template, dated."""
