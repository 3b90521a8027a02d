"""What several documents are made of: network, parties, verification, signatures."""

from typing import Required, TypedDict


class Network(TypedDict, total=False):
    """The network (filière) whose name heads the document."""

    name: Required[str]
    tagline: str | None
    """One line under the name."""


class Party(TypedDict, total=False):
    """An organisation or a person who takes part in a deed."""

    name: Required[str]
    nature: str | None
    """« Service de l’État », « Association loi 1901 »…"""
    address: str | None
    siret: str | None
    """14 digits; the template spaces them."""
    rna: str | None
    contact: str | None
    """Name and function of the person to talk to."""
    phone: str | None
    email: str | None


class SigningParty(Party, total=False):
    """A party bound by an agreement, and who signs for it."""

    representative: str | None
    """Name and function."""
    authority: str | None
    """What gives the right to sign: « délibération du 14 juin 2024 »."""


class Verification(TypedDict):
    """Where anyone checks the document: public address, short code, QR code of the address."""

    url: str
    code: str
    qr: list[str]


class Signature(TypedDict, total=False):
    """One box to sign, empty or already signed on a screen."""

    role: Required[str]
    """« Remis par, pour le donateur »."""
    name: str | None
    capacity: str | None
    place: str | None
    signed_on: str | None
    strokes: list[list[tuple[float, float]]] | None
    """What a finger drew: strokes of points between 0 and 1, width then height."""
    mention: str | None
    """What stands in the box when nothing was drawn; default « Signature »."""


class Document(TypedDict, total=False):
    """What every document carries."""

    network: Required[Network]
    issuer: Required[Party]
    issued_on: Required[str]
    number: str | None
    demonstration: bool
    """Every page says that the records are fictional."""
    attach_data: bool
    """Attach the data as JSON to the PDF. Never for a document that names a helped person."""
    verification: Verification | None
    signatures: list[Signature]
