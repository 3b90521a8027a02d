"""Logs of the erasures that a donor did itself: read like ours, held to the same table, attached to the disk they name."""

import hashlib
import uuid
from collections.abc import Sequence

from django.db import transaction

from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Network
from maillon.matter.devices import actions as devices
from maillon.matter.devices import reports
from maillon.matter.devices.models import Medium
from maillon.matter.erasure import policy, queries
from maillon.matter.erasure.actions.logs import record_told
from maillon.matter.erasure.models import DonorLog, Erasure
from maillon.matter.lots.models import Lot

MOST_LOGS = 200
SAID = "Effacé par le donateur, journal vérifié"


@transaction.atomic
def keep_donor_logs(
    network: Network, about: uuid.UUID, files: Sequence[tuple[bytes, str]], *, by: Actor
) -> list[DonorLog]:
    """Keep what these logs tell of the disks of an offer or a lot; the same file again is the same log.

    The calling action allowed `by`. Raises Refused, and keeps none, for a file that is no log or that hides its disks.
    """
    kept = []
    if DonorLog.objects.about(about).count() + len(files) > MOST_LOGS:
        raise Refused(f"Plus de {MOST_LOGS} journaux : remettez-les avec le matériel, par lots.", field="logs")
    for data, name in files:
        report = queries.check_donor_log(data, name)
        log, made = DonorLog.objects.get_or_create(
            about=about,
            evidence=hashlib.sha256(data).hexdigest(),
            defaults={"network": network, "name": name[-120:], "facts": report.as_json()},
        )
        if made:
            journal.record("erasure.keep_donor_log", log, by=by, evidence=log.evidence, disks=len(report.erasures))
        kept.append(log)
    return kept


@transaction.atomic
def match_donor_logs(lot_id: uuid.UUID, *about: uuid.UUID, by: Member) -> list[Erasure]:
    """Record what the donor's logs prove of the disks that are known in the devices of the lot; returns the new records.

    As for a log of ours: a disk of another machine, an erasure that failed, a method that is worth nothing on such a medium
    prove nothing. What is recorded already, or not known yet, is left as it is.
    """
    lot = Lot.objects.select_related("network", "holder").get(pk=lot_id)
    require(policy.may_certify_lot(by, lot))
    made: list[Erasure] = []
    for log in DonorLog.objects.about(lot_id, *about):
        for told in log.report.erasures:
            medium = _medium(lot, told)
            if medium is None or medium.clear or medium.erasures.filter(evidence=log.evidence).exists():
                continue
            device = devices.lock(medium.device_id, by=by)
            other = log.report.serial and device.serial and log.report.serial.casefold() != device.serial.casefold()
            if other or not policy.may_record(by, device):
                continue
            try:
                with transaction.atomic():
                    made.append(
                        record_told(
                            device,
                            medium,
                            told,
                            log.evidence,
                            log.report.warnings,
                            by=by,
                            verb="erasure.record_donor_log",
                            origin=Erasure.Origin.DONOR,
                            statement=SAID,
                        )
                    )
            except Refused:
                continue
    return made


def _medium(lot: Lot, told: reports.Erasure) -> Medium | None:
    if not told.disk_serial:
        return None
    found = Medium.objects.filter(device__lot=lot, serial__iexact=told.disk_serial, removed_at=None)
    return found.select_related("device").first()
