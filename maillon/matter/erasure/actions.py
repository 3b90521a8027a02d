"""Record what was done to each medium, and certify it."""

import hashlib
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices import actions as devices
from maillon.matter.devices import reports
from maillon.matter.devices.models import Device, Medium, State
from maillon.matter.erasure import policy
from maillon.matter.erasure.models import Erasure
from maillon.matter.erasure.queries import certificate_facts, verdict_of

OUTCOME = {
    Erasure.Verdict.VERIFIED: Medium.State.VERIFIED,
    Erasure.Verdict.ERASED: Medium.State.ERASED,
    Erasure.Verdict.DESTROYED: Medium.State.DESTROYED,
    Erasure.Verdict.FAILED: Medium.State.FAILED,
    Erasure.Verdict.ABORTED: Medium.State.FAILED,
    Erasure.Verdict.UNKNOWN: Medium.State.FAILED,
}


@transaction.atomic
def record_log(device_id: uuid.UUID, data: bytes, *, name: str, by: Member) -> list[Erasure]:
    """Read the tool's own log and record the erasure of each medium of this device that it tells of.

    The log's machine and disks must be this device's: nothing is guessed from the order of the disks. Raises Refused,
    and records nothing, when the file is no erasure log or tells of no medium of this device.
    """
    device = devices.lock(device_id, by=by)
    require(policy.may_record(by, device))
    if not device.in_stock:
        raise Refused(f"{device.title} n’est plus en stock : son effacement ne se note plus.")
    try:
        report = reports.read(data, name)
    except reports.Unreadable as error:
        raise Refused(str(error), field="log") from error
    if not report.erasures:
        raise Refused("Ce fichier ne raconte aucun effacement : déposez le journal de nwipe.", field="log")
    if report.serial and device.serial and report.serial != device.serial:
        raise Refused(
            f"Ce journal vient d’une autre machine : numéro de série {report.serial}, et non {device.serial}.",
            field="log",
        )
    evidence = hashlib.sha256(data).hexdigest()
    found = _pairs(device, report.erasures)
    if not found:
        raise Refused(_why_none(device, report.erasures), field="log")
    return [_record(device, medium, told, evidence, report.warnings, by=by) for medium, told in found]


@transaction.atomic
def attach(device_id: uuid.UUID, data: bytes, *, name: str, by: Member) -> list[Erasure]:
    """Take whatever file the bench gives of this device: a log tells erasures, any other report what the machine is."""
    try:
        tells = reports.read(data, name).erasures
    except reports.Unreadable as error:
        raise Refused(str(error), field="log") from error
    if tells:
        return record_log(device_id, data, name=name, by=by)
    devices.identify(device_id, data, name=name, by=by)
    return []


def _pairs(device: Device, told: Iterable[reports.Erasure]) -> list[tuple[Medium, reports.Erasure]]:
    """Each medium of the device with the last thing that the log tells of it: nwipe writes its runs one after the other."""
    media = {medium.serial: medium for medium in device.media.all() if medium.serial}
    last = {erasure.disk_serial: erasure for erasure in told if erasure.disk_serial in media}
    return [(media[serial], erasure) for serial, erasure in last.items() if serial]


def _why_none(device: Device, told: Iterable[reports.Erasure]) -> str:
    serials = [erasure.disk_serial for erasure in told if erasure.disk_serial]
    if not serials:
        return (
            "Ce journal cache les numéros de série des disques : on ne peut pas dire lesquels sont effacés. "
            "Relancez nwipe sans l’option -q."
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


def _record(
    device: Device, medium: Medium, told: reports.Erasure, evidence: str, limits: Iterable[str], *, by: Member
) -> Erasure:
    known = Erasure.objects.filter(medium=medium, evidence=evidence).first()
    if known and medium.state == Medium.State.TO_ERASE:
        raise Refused(
            "Ce journal a déjà servi, avant que l’appareil ne revienne : relancez nwipe, et joignez le nouveau journal.",
            field="log",
        )
    if known:
        return known
    verdict = verdict_of(told)
    made = Erasure.objects.create(
        device=device,
        medium=medium,
        operator=by,
        verdict=verdict,
        # nwipe overwrites: a Clear, on any medium; never a Purge.
        level=Erasure.Level.CLEAR if verdict in Erasure.SUCCESSES else Erasure.Level.NONE,
        method=(told.method or "écrasement")[:120],
        tool=(told.tool or "")[:60],
        tool_version=(told.tool_version or "")[:30],
        started_at=(told.started_at or "")[:40],
        ended_at=(told.ended_at or "")[:40],
        errors=told.errors or 0,
        evidence=evidence,
        limits=list(limits),
    )
    devices.clear_medium(medium.pk, OUTCOME[verdict], by=by)
    journal.record(
        "erasure.record_log",
        device,
        by=by,
        label=device.label,
        medium=str(medium),
        serial=medium.serial,
        verdict=verdict,
        method=made.method,
        tool=f"{made.tool} {made.tool_version}".strip(),
        evidence=evidence,
    )
    return made


@transaction.atomic
def destroy(medium_id: uuid.UUID, *, how: str, reference: str, by: Member) -> Erasure:
    """Record that a medium was taken out and destroyed, with the reference of its proof."""
    medium = Medium.objects.select_related("device").get(pk=medium_id)
    device = devices.lock(medium.device_id, by=by)
    require(policy.may_record(by, device))
    if not reference.strip():
        raise Refused("Donnez la référence de la preuve : bon de destruction, numéro de carton.", field="reference")
    if medium.state == Medium.State.DESTROYED:
        raise Refused("Ce support est déjà noté détruit.")
    made = Erasure.objects.create(
        device=device,
        medium=medium,
        operator=by,
        verdict=Erasure.Verdict.DESTROYED,
        level=Erasure.Level.DESTROY,
        method=how[:120] or "Destruction",
        evidence=reference[:120],
    )
    devices.clear_medium(medium.pk, Medium.State.DESTROYED, by=by)
    journal.record(
        "erasure.destroy", device, by=by, label=device.label, medium=str(medium), serial=medium.serial, how=how[:120]
    )
    return made


@transaction.atomic
def certify(device_id: uuid.UUID, *, by: Member) -> Document:
    """Issue the certificate proving that nothing readable is left on this device.

    A certificate is final; what happens to the device later gets a new one that replaces it.
    """
    device = devices.lock(device_id, by=by)
    require(policy.may_certify(by, device))
    if device.cleared_at is None or device.state == State.TO_ERASE:
        raise Refused("Un effacement qui n’est pas complet ne peut pas être certifié : il reste un support à effacer.")
    former = Document.objects.filter(about=device.pk, kind=Document.Kind.ERASURE, replaced_by=None).first()
    facts = certificate_facts(device)
    if former and former.facts == facts:
        return former
    document = documents.issue(
        Document.Kind.ERASURE,
        network=device.network,
        issuer=device.holder,
        recipient=device.lot.donor.organisation,
        about=device.pk,
        facts=facts,
        on=timezone.localdate(),
        by=by,
        replaces=former,
    )
    journal.record("erasure.certify", device, by=by, label=device.label, certificate=document.reference)
    return document
