"""Read the tool's own log, and record what it proves of the media that it names."""

import hashlib
import uuid
from collections.abc import Iterable

from django.db import transaction

from maillon.common.errors import Refused, require
from maillon.ground.files import queries as files
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices import actions as devices
from maillon.matter.devices import reports
from maillon.matter.devices.models import Device, Medium, RefusedFile
from maillon.matter.erasure import policy, queries
from maillon.matter.erasure.actions.attestations import locked
from maillon.matter.erasure.actions.records import enter
from maillon.matter.erasure.models import Erasure, HeldLog


class Unmatched(Refused):
    """A log that can be read, and that proves nothing of this device as it stands."""


@transaction.atomic
def record_log(device_id: uuid.UUID, data: bytes, *, name: str, by: Member) -> list[Erasure]:
    """Read the tool's own log and record the erasure of each medium of this device that it tells of.

    The log's machine and disks must be this device's: nothing is guessed from the order of the disks. Raises Refused,
    and records nothing, when the file is no erasure log or tells of no medium of this device.
    """
    device = devices.lock(device_id, by=by)
    require(policy.may_record(by, device))
    report = queries.read_log(data, name)
    if not report.erasures:
        raise Refused("Ce fichier ne raconte aucun effacement : déposez le journal de nwipe.", field="log")
    return _record_all(device, report, hashlib.sha256(data).hexdigest(), by=by)


@transaction.atomic
def attach(device_id: uuid.UUID, data: bytes, *, name: str, by: Member) -> list[Erasure] | HeldLog:
    """Take whatever file the bench gives of this device: a log tells erasures, any other report what the machine is.

    A log that names no medium of the device is held: what it says waits there until someone says of which it is.
    """
    report = queries.read_log(data, name)
    if not report.erasures:
        devices.identify(device_id, data, name=name, by=by)
        return []
    try:
        with transaction.atomic():
            return record_log(device_id, data, name=name, by=by)
    except Unmatched as refused:
        return _hold(device_id, report, hashlib.sha256(data).hexdigest(), refused.sentence, by=by)


@transaction.atomic
def retry(refused_id: uuid.UUID, *, by: Member) -> list[Erasure] | HeldLog:
    """Hand in again, for its device, a file that was refused and kept aside; taken, it is kept aside no more. As `attach`."""
    refused = RefusedFile.objects.visible_to(by).get(pk=refused_id)
    data = files.content(refused)
    if not data or refused.device_id is None:
        raise Refused("Ce fichier n’est plus gardé : déposez-le de nouveau.")
    made = attach(refused.device_id, data, name=refused.name, by=by)
    devices.discard_refused(refused.pk, by=by)
    return made


def _hold(device_id: uuid.UUID, report: reports.Report, evidence: str, why: str, *, by: Member) -> HeldLog:
    held, _ = HeldLog.objects.get_or_create(
        device_id=device_id,
        evidence=evidence,
        defaults={"by": by.user, "facts": report.as_json(), "why": why[:400]},
    )
    if held.state != HeldLog.State.WAITING or held.why != why[:400]:
        held.state, held.why = HeldLog.State.WAITING, why[:400]
        held.save(update_fields=["state", "why"])
    return held


def _record_all(device: Device, report: reports.Report, evidence: str, *, by: Member) -> list[Erasure]:
    """Record each medium that the log names: in this device if the machine is this one, on the shelf whatever the machine."""
    other = bool(report.serial and device.serial and report.serial.casefold() != device.serial.casefold())
    media = [medium for medium in device.media.all() if medium.removed_at or not other]
    found = _pairs(media, report.erasures)
    if not found and other:
        raise Unmatched(
            f"Ce journal vient d’une autre machine : numéro de série {report.serial}, et non {device.serial}.",
            field="log",
        )
    if not found:
        raise Unmatched(_why_none(device, report.erasures), field="log")
    return [record_told(device, medium, told, evidence, report.warnings, by=by) for medium, told in found]


def _pairs(media: Iterable[Medium], told: Iterable[reports.Erasure]) -> list[tuple[Medium, reports.Erasure]]:
    """Each medium with the last thing that the log tells of it: nwipe writes its runs one after the other."""
    known = {medium.serial.casefold(): medium for medium in media if medium.serial}
    last = {erasure.disk_serial.casefold(): erasure for erasure in told if erasure.disk_serial}
    return [(known[serial], erasure) for serial, erasure in last.items() if serial in known]


def _why_none(device: Device, told: Iterable[reports.Erasure]) -> str:
    serials = [erasure.disk_serial for erasure in told if erasure.disk_serial]
    if not serials:
        return (
            "Ce journal cache les numéros de série des disques : on ne peut pas dire lesquels sont effacés. "
            "Relancez nwipe sans l’option -q, ou attestez ci-dessous de quel disque il s’agit."
        )
    known = [medium.serial for medium in device.media.all() if medium.serial]
    if not known:
        return (
            "Aucun disque de cet appareil n’est connu avec son numéro de série : attachez d’abord un rapport de machine "
            "(lshw ou smartctl)."
        )
    return (
        f"Ce journal parle du disque {', '.join(serials)} ; cet appareil a {', '.join(known)}. "
        "Vérifiez l’étiquette, ou attachez un nouveau rapport de machine si le disque a été changé."
    )


@transaction.atomic
def record_told(
    device: Device,
    medium: Medium,
    told: reports.Erasure,
    evidence: str,
    limits: Iterable[str],
    *,
    by: Member,
    verb: str = "erasure.record_log",
    origin: str = Erasure.Origin.LOG,
    statement: str = "",
) -> Erasure:
    """Record what a log tells of a medium of a locked device; the calling action allowed `by`."""
    known = queries.told_before(medium, told, evidence)
    if known and known.cancelled_at:
        raise Refused(
            f"La preuve que donnait ce journal a été retirée ({known.cancelled_why}) : effacez de nouveau, et joignez le "
            "nouveau journal.",
            field="log",
        )
    if known and medium.state == Medium.State.TO_ERASE:
        raise Refused(
            "Ce journal a déjà servi, avant que l’appareil ne revienne : relancez nwipe, et joignez le nouveau journal.",
            field="log",
        )
    if known:
        return known
    if why := queries.not_erasable(device, medium):
        raise Refused(why)
    return enter(
        device,
        medium,
        verb,
        by=by,
        verdict=queries.verdict_of(told),
        technique=queries.technique_of(told),
        method=(told.method or "écrasement")[:120],
        tool=(told.tool or "")[:60],
        tool_version=(told.tool_version or "")[:30],
        started_at=(told.started_at or "")[:40],
        ended_at=(told.ended_at or "")[:40],
        errors=told.errors or 0,
        evidence=evidence,
        limits=list(limits),
        hidden=queries.hidden_of(told),
        origin=origin,
        statement=statement,
    )


def _locked_log(held_id: uuid.UUID, *, by: Member) -> tuple[HeldLog, Device]:
    device_id = HeldLog.objects.values_list("device", flat=True).get(pk=held_id)
    device = devices.lock(device_id, by=by)
    return HeldLog.objects.locked().get(pk=held_id), device


@transaction.atomic
def attest_log(held_id: uuid.UUID, *, rank: int, medium_id: uuid.UUID, statement: str, by: Member) -> Erasure:
    """Attest that the disk without serial number that a held log tells of, at this rank, is this medium.

    Marked as such for ever: on the record, on the certificate, on its public page. Refused when the log contradicts it.
    """
    held, device = _locked_log(held_id, by=by)
    require(
        policy.may_attest(by, device),
        "C’est un technicien ou un encadrant de l’atelier qui atteste de quel disque il s’agit.",
    )
    _, medium = locked(medium_id, by=by)
    told = dict(enumerate(held.report.erasures)).get(rank)
    if told is None or medium.device_id != device.pk:
        raise Refused("Choisissez un disque de cet appareil.", field="medium")
    if told.disk_serial:
        raise Refused(f"Ce journal nomme le disque {told.disk_serial} : il n’y a rien à attester.")
    if why := queries.contradiction(told, medium):
        raise Refused(why, field="medium")
    if len(statement.strip()) < 10:
        raise Refused(
            "Dites comment vous savez que c’est ce disque : c’était le seul branché, vous avez noté le port…",
            field="statement",
        )
    made = record_told(
        device,
        medium,
        told,
        held.evidence,
        held.report.warnings,
        by=by,
        verb="erasure.attest_log",
        origin=Erasure.Origin.MATCHED,
        statement=statement.strip()[:300],
    )
    held.state = HeldLog.State.USED
    held.save(update_fields=["state"])
    return made


@transaction.atomic
def give_log(held_id: uuid.UUID, *, to: uuid.UUID, by: Member) -> list[Erasure]:
    """Record a held log on the device whose media it names. As `record_log`."""
    held, _ = _locked_log(held_id, by=by)
    device = devices.lock(to, by=by)
    require(policy.may_record(by, device))
    made = _record_all(device, held.report, held.evidence, by=by)
    held.state = HeldLog.State.USED
    held.save(update_fields=["state"])
    return made


@transaction.atomic
def dismiss_log(held_id: uuid.UUID, *, by: Member) -> HeldLog:
    """Set aside a log that is of nothing of ours. Handed in again, it waits again."""
    held, device = _locked_log(held_id, by=by)
    require(policy.may_record(by, device))
    if held.state == HeldLog.State.WAITING:
        held.state = HeldLog.State.DISMISSED
        held.save(update_fields=["state"])
        journal.record("erasure.dismiss_log", device, by=by, label=device.label, evidence=held.evidence)
    return held
