"""The waybill of a transfer between members."""

from typing import Required, TypedDict

from maillon.common.contracts.parts import Document, Party


class TransferredDevice(TypedDict, total=False):
    """One device of a waybill."""

    label: Required[str]
    name: Required[str]
    mass_g: Required[int]
    serial: str | None
    state: str | None
    regime: str | None
    public: bool
    """Given by a public body: the receiver must be entitled to hold it."""
    holds_data: bool
    """Its media are not erased: it travels sealed, inside the network."""


class TransferredBulk(TypedDict):
    """Accessories or parts of one category, in bulk."""

    name: str
    units: int
    mass_g: int


class TransferNote(Document, total=False):
    """`transfert.typ`: « Bon de transfert ». Totals are worked out there.

    Refuses media that are not erased without the number of a sealed container.
    """

    sender: Required[Party]
    receiver: Required[Party]
    devices: Required[list[TransferredDevice]]
    bulk: Required[list[TransferredBulk]]
    agreement: str | None
    seals: str | None
