"""The attestation of a hand-over, and its guarantee."""

from typing import Literal, Required, TypedDict

from maillon.common.contracts.parts import Document


class Recipient(TypedDict, total=False):
    """Who receives. An organisation gets no paragraph about personal data."""

    name: Required[str]
    kind: Literal["person", "organisation"]


class HandingParty(TypedDict, total=False):
    """Who hands over: the organisation, and the person there."""

    name: Required[str]
    person: str | None


class HandedDevice(TypedDict, total=False):
    """One device handed over. It is called « reconditionné » only when tested and without data."""

    name: Required[str]
    """In plain words: « Ordinateur portable »."""
    erasure: Required[Literal["erased", "no_medium"]]
    label: str | None
    model: str | None
    serial: str | None
    system: str | None
    supported_until: str | None
    """ISO month, « 2029-04 »."""
    known_defects: str | None
    tested: bool


class Sale(TypedDict, total=False):
    """What was paid."""

    price_cents: Required[int]
    ceiling_cents: int | None
    """The legal ceiling, when the regime has one."""
    payment: str | None
    """« par carte »."""
    receipt_number: str | None


class Loan(TypedDict, total=False):
    """When it comes back."""

    return_on: Required[str]
    deposit_cents: int | None


class Session(TypedDict, total=False):
    """An appointment to learn."""

    at: Required[str]
    subject: str | None
    place: str | None


class Contact(TypedDict, total=False):
    """Whom to call."""

    name: str | None
    phone: str | None


class Accompaniment(TypedDict, total=False):
    """The help that goes with the device: what was done, what is planned."""

    done: str | None
    sessions: list[Session]
    contact: Contact | None


class Guarantee(TypedDict, total=False):
    """Who repairs or replaces, until when."""

    until_on: Required[str]
    by: Required[str]
    months: int | None
    basis: Literal["legal", "commercial"]
    """« legal » (a sale) adds the sentence of the consumer code."""
    presumption_months: int | None


class AfterCare(TypedDict, total=False):
    """What to do if it fails: the device's public page, a telephone."""

    url: Required[str]
    qr: Required[list[str]]
    phone: str | None
    hours: str | None


class HandoverAttestation(Document, total=False):
    """`attestation.typ`: in large letters, kept by the person.

    Refuses: no device; a device whose erasure is not proven; a sale without price or above its ceiling;
    a loan without return date.
    """

    mode: Required[Literal["gift", "sale", "loan"]]
    recipient: Required[Recipient]
    handed_by: Required[HandingParty]
    devices: Required[list[HandedDevice]]
    accessories: list[str]
    sale: Sale | None
    loan: Loan | None
    accompaniment: Accompaniment | None
    accompaniment_waiver: str | None
    """Why there is none."""
    guarantee: Guarantee | None
    after_care: AfterCare | None
    follow_up_months: list[int]
    privacy_contact: str | None
    """Default: the issuer's e-mail."""
