"""The tax receipt of a gift in kind."""

from typing import Literal, Required, TypedDict

from maillon.common.contracts.parts import Document


class ReceiptGoods(TypedDict):
    """One category of what was given: « 12 ordinateurs portables »."""

    name: str
    units: int


class ReceiptBody(TypedDict, total=False):
    """What the receipt states. `value_cents` is the donor's own word; negative when this cancels a receipt."""

    form: Required[Literal["16216", "11580"]]
    article: Required[str]
    lot: Required[str]
    given_on: Required[str]
    donor: Required[str]
    donor_address: Required[str]
    donor_legal_form: str | None
    donor_siren: str | None
    issuer_address: Required[str]
    issuer_quality: Required[str]
    issuer_proof: Required[str]
    issuer_object: str | None
    value_cents: Required[int]
    words: Required[str]
    """The value in letters."""
    basis: Required[str]
    """How the donor worked the value out."""
    declared_on: Required[str]
    goods: Required[list[ReceiptGoods]]
    cancels: str | None
    """The number of the receipt that this one cancels."""
    reason: str | None


class TaxReceipt(Document, total=False):
    """`recu.typ`. Refuses a receipt without value, or that does not say how the donor worked it out."""

    receipt: Required[ReceiptBody]
