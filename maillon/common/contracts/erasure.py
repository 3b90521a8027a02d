"""The erasure certificate."""

from typing import Literal, Required, TypedDict

from maillon.common.contracts.parts import Document, Party


class ErasedDevice(TypedDict, total=False):
    """The device whose media were erased."""

    label: str | None
    category: str | None
    manufacturer: str | None
    model: str | None
    serial: str | None
    asset_tag: str | None
    """The donor's own inventory number."""
    destination: str | None


class SecondCheck(TypedDict, total=False):
    """The check of an erasure by a second person."""

    by: Required[str]
    checked_on: str | None
    finding: str | None


class ToolLog(TypedDict):
    """The file that the erasing tool wrote."""

    name: str
    sha256: str


class Medium(TypedDict, total=False):
    """One storage medium, and what was done to it."""

    technology: Required[Literal["hdd", "ssd", "nvme", "hybrid", "flash", "other"]]
    outcome: Required[Literal["verified", "erased", "destroyed", "absent", "failed", "aborted", "unknown"]]
    level: Literal["Clear", "Purge", "Destruct"] | None
    family: Literal["overwrite", "device_command", "crypto_erase", "destruction"] | None
    manufacturer: str | None
    model: str | None
    serial: str | None
    slot: str | None
    interface: str | None
    capacity_bytes: int | None
    technique: str | None
    """In words. For an absent medium: the words of the attestation."""
    tool: str | None
    tool_version: str | None
    started_at: str | None
    ended_at: str | None
    verification: str | None
    """How it was verified; for a destruction, the recycler's document."""
    hidden_areas: str | None
    place: str | None
    """Where it is now, when it is no longer in the device."""
    attested: str | None
    """What rests on a person's word and not on the tool's log, with her words."""
    errors: int | None
    operator: str | None
    second_check: SecondCheck | None
    log: ToolLog | None
    limit: str | None
    """What the method leaves out, said in full."""


class ErasureCertificate(Document, total=False):
    """`certificat.typ`: a certificate when every medium is proven erased, destroyed or absent, else a « Constat ».

    Refuses: an overwrite called Purge (on any medium); Destruct on what is not destroyed, and the reverse;
    an erased medium without level; a verified one without the way it was verified.
    """

    donor: Required[Party]
    device: Required[ErasedDevice]
    media: Required[list[Medium]]
    mandate: str | None
    """The deed by which the previous holder asked for the erasure."""
    lot: str | None
    received_on: str | None
    recheck_percent: float | None
    """Share of the workshop's erasures that a second person checks."""
    standards: list[str]


class CertifiedDevice(ErasedDevice, total=False):
    """One device of a lot, with its media."""

    certificate: str | None
    """The number of the device's own certificate."""
    media: Required[list[Medium]]


class UnprovenDevice(ErasedDevice, total=False):
    """One device of a lot of which nothing is proven."""

    why: Required[str]


class LotErasureCertificate(Document, total=False):
    """`certificat-lot.typ`: every device of a lot that may hold data. Refuses, medium by medium, as `certificat.typ`."""

    donor: Required[Party]
    lot: Required[str]
    received_on: str | None
    mandate: str | None
    devices: Required[list[CertifiedDevice]]
    exceptions: list[UnprovenDevice]
    standards: list[str]
