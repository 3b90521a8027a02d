"""One complete sample of each printed document, every record of it fictional."""

from maillon.common.tests.samples.agreement import BLANKS, agreement
from maillon.common.tests.samples.erasure import DESTROYED, HDD, SSD, certificate
from maillon.common.tests.samples.handover import attestation
from maillon.common.tests.samples.labels import label_url, labels
from maillon.common.tests.samples.lot import lot_receipt, reception
from maillon.common.tests.samples.parts import verification
from maillon.common.tests.samples.report import report
from maillon.common.tests.samples.transfer import transfer_note

__all__ = [
    "BLANKS",
    "DESTROYED",
    "HDD",
    "SSD",
    "agreement",
    "attestation",
    "certificate",
    "label_url",
    "labels",
    "lot_receipt",
    "reception",
    "report",
    "transfer_note",
    "verification",
]
