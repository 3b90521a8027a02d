"""The donor's own erasures: what its logs tell, and the disks that they were attached to."""

import uuid
from dataclasses import dataclass

from maillon.giving.donations.models import Delivery
from maillon.matter.erasure.models import DonorLog, Erasure
from maillon.matter.lots.models import Lot


@dataclass(frozen=True)
class Told:
    """One disk of a log: its serial number, and the record that was made of it, if its device is known."""

    log: DonorLog
    serial: str
    record: Erasure | None


def offers_of(lot: Lot) -> list[uuid.UUID]:
    """The offers that this lot came of."""
    return list(Delivery.objects.filter(lot=lot).values_list("offer", flat=True))


def donor_logs(lot: Lot) -> list[Told]:
    """Each disk that the donor's logs name; three queries."""
    logs = list(DonorLog.objects.about(lot.pk, *offers_of(lot)))
    if not logs:
        return []
    made = Erasure.objects.filter(evidence__in=[log.evidence for log in logs], device__lot=lot)
    found = {(one.evidence, one.medium.serial.casefold()): one for one in made.select_related("medium", "device")}
    return [
        Told(log, told.disk_serial, found.get((log.evidence, told.disk_serial.casefold())))
        for log in logs
        for told in log.report.erasures
        if told.disk_serial
    ]
