"""The agreement of gift."""

from typing import Literal, Required, TypedDict

from maillon.common.contracts.parts import Document, SigningParty


class AgreementModel(TypedDict, total=False):
    """The version of the text. Until a counsel approved it, the first page says so."""

    version: str | None
    checked_on: str | None
    approved_by: str | None


class Goods(TypedDict, total=False):
    """One line of the goods given."""

    kind: Required[str]
    count: Required[int]
    acquired: str | None
    """Year or years."""
    unit_value_cents: int | None
    """Declared by the donor, never proposed."""
    holds_data: bool


class Valuation(TypedDict, total=False):
    """The donor's declaration of value, for a tax receipt."""

    declared_on: str | None
    document: str | None


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
    """`convention.typ`: the text follows the regime.

    Refuses a public body's good whose unit value is above `unit_value_cap_cents`, and a cited text missing from
    `references`.
    """

    regime: Required[Literal["state", "authority", "company_receipt", "company", "person"]]
    donor: Required[SigningParty]
    beneficiary: Required[SigningParty]
    goods: Required[list[Goods]]
    model: AgreementModel | None
    beneficiary_quality: str | None
    """Goes on « déclare être … »: « une association reconnue d’intérêt général dont l’objet … »."""
    quality_proof: str | None
    deliberation: str | None
    """The decision of a local authority to give."""
    valuation: Valuation | None
    tax_receipt: bool
    """A private person asks for a receipt."""
    unit_value_cap_cents: int | None
    price_ceilings: list[PriceCeiling]
    pickup_days: int | None
    place: str | None
    duration_months: int | None
    references: list[LawReference]
    """Default: `law.json`, beside the template, dated."""
