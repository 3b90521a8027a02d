"""What the bench learns of a device: its hardware, its media, its tests."""

import datetime
import hashlib
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common import moments
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, SiteToken
from maillon.matter.devices import policy, reports
from maillon.matter.devices.actions.moves import advance, lock
from maillon.matter.devices.models import PROVEN, Device, MachineReport, Medium, State
from maillon.matter.devices.queries import looks, searchable

BEFORE_PROOF = (State.RECEIVED, State.SORTED, State.TO_ERASE, State.ERASED, State.IN_REPAIR, State.READY)


@transaction.atomic
def identify(device_id: uuid.UUID, data: bytes, *, name: str, by: Member) -> MachineReport:
    """Attach a machine report: what the machine is, and the media that it holds.

    A storage medium never seen before puts a device that was clear back to erasure. The file is not kept; the same file
    twice changes nothing. Raises Refused for a file that is not a machine report.
    """
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    digest = hashlib.sha256(data).hexdigest()
    if known := MachineReport.objects.standing().filter(device=device, digest=digest).first():
        return known
    _check_state(device)
    try:
        report = reports.read(data, name)
    except reports.Unreadable as error:
        raise Refused(str(error), field="report") from error
    return _attach(device, report, digest, by=by)


@transaction.atomic
def attach_report(
    device_id: uuid.UUID, report: reports.Report, *, digest: str, by: Member | SiteToken
) -> MachineReport:
    """Attach what was read earlier, when it arrived by itself; the same digest twice changes nothing. As `identify`."""
    device = lock(device_id, by=by)
    require(policy.may_report(by, device))
    if known := MachineReport.objects.standing().filter(device=device, digest=digest).first():
        return known
    _check_state(device)
    return _attach(device, report, digest, by=by)


def _check_state(device: Device) -> None:
    if device.state not in BEFORE_PROOF:
        raise Refused(f"{device.title} est « {device.get_state_display().lower()} » : son rapport ne change plus.")


def _attach(device: Device, report: reports.Report, digest: str, *, by: Member | SiteToken) -> MachineReport:
    _check_identity(device, report)
    cleared = device.cleared_at and device.cleared_at.isoformat()
    effect: dict[str, Any] = {
        "stood": {"state": device.state, "cleared_at": cleared, "no_medium": device.no_medium},
        **_describe(device, report),
    }
    new, effect["media"] = _see_media(device, report, by=by)
    made = MachineReport.objects.create(
        device=device, kind=report.kind, digest=digest, facts=report.as_json(), effect=effect
    )
    journal.record(
        "devices.identify",
        device,
        by=by,
        label=device.label,
        format=report.kind,
        model=device.title,
        new_media=new,
        report=str(made.pk),
    )
    if new and device.state in (State.ERASED, State.IN_REPAIR, State.READY):
        advance(device.pk, State.TO_ERASE, by=by, cleared_at=None, no_medium="")
    elif device.no_medium and device.media.inside().exists():
        cleared_at = None if new else device.cleared_at
        Device.objects.filter(pk=device.pk).update(cleared_at=cleared_at, no_medium="")
    if device.state == State.READY and not new:
        settle(lock(device.pk, by=by), by=by)
    return made


def _check_identity(device: Device, report: reports.Report) -> None:
    if device.serial and report.serial and report.serial.casefold() != device.serial.casefold():
        raise Refused(
            f"Ce rapport vient d’une autre machine : il porte le numéro de série {report.serial}, l’appareil "
            f"{device.serial}. Vérifiez l’étiquette.",
            field="report",
        )
    if report.serial:
        other = (
            Device.objects.stocked()
            .filter(network=device.network_id, serial=report.serial, manufacturer=(report.maker or "")[:80])
            .exclude(pk=device.pk)
            .first()
        )
        if other:
            raise Refused(
                f"Cette machine est déjà en stock sous l’étiquette {other.label} : scannez plutôt celle-là.",
                field="report",
            )


def _describe(device: Device, report: reports.Report) -> dict[str, dict[str, Any]]:
    """Write what the machine is; says what was written, and what was there."""
    healths = [battery.health_pct for battery in report.batteries if battery.health_pct is not None]
    found = {
        "manufacturer": (report.maker or "")[:80],
        "model": (report.model or "")[:120],
        "serial": (report.serial or "")[:80],
        "hardware_uuid": (report.uuid or "")[:40],
        "cpu": (report.cpu or "")[:120],
        "ram_mib": report.ram_mib,
        "battery_pct": round(min(healths)) if healths else None,
    }
    kept = {name: value for name, value in found.items() if value not in ("", None)}
    was = {name: getattr(device, name) for name in kept}
    for column, value in kept.items():
        setattr(device, column, value)
    device.search = searchable(device)
    device.save(update_fields=[*kept, "search"])
    return {"wrote": kept, "was": was}


def _see_media(device: Device, report: reports.Report, *, by: Member | SiteToken) -> tuple[int, list[dict[str, Any]]]:
    """Note the internal media that the report shows; returns how many are to erase, and what was changed of each.

    USB sticks are the technician's. A medium that the report brought was nothing; one that it moved here was elsewhere.
    """
    known = list(device.media.all())
    rank = max((medium.rank for medium in known), default=0)
    new = 0
    seen = []
    for disk in report.disks:
        if disk.removable or disk.medium in ("usb", "optical"):
            continue
        medium = _same(known, disk)
        was, elsewhere = None, None
        if medium is None:
            rank += 1
            medium, elsewhere = _moved_here(device, disk, rank, by=by)
            medium = medium or Medium(device=device, rank=rank)
            new += not medium.clear
        else:
            known.remove(medium)
            was = looks(medium)
            if medium.state in Medium.GONE:
                # Noted destroyed or absent, and seen again: what was noted is wrong, and nothing may leave on it.
                medium.state, new = Medium.State.TO_ERASE, new + 1
            elif medium.removed_at and not medium.clear:
                new += 1
            medium.removed_at = None
        medium.model = (disk.model or medium.model)[:120]
        medium.serial = (disk.serial or medium.serial)[:80]
        medium.size_bytes = disk.size_bytes or medium.size_bytes
        if disk.medium in Medium.Kind.values and disk.medium != Medium.Kind.UNKNOWN.value:
            medium.kind = disk.medium
        medium.last_seen_at = timezone.now()
        medium.save()
        origin = str(elsewhere) if elsewhere else None
        seen.append({"medium": str(medium.pk), "from": origin, "was": was, "now": looks(medium)})
    return new, seen


def _moved_here(
    device: Device, disk: reports.Disk, rank: int, *, by: Member | SiteToken
) -> tuple[Medium | None, uuid.UUID | None]:
    """The disk of this serial known in another device of the same holder, which someone mounted here: its proof follows.

    With the device where it was.

    From a device that is out of the stock, nothing is known of what was written on it since.
    """
    if not disk.serial:
        return None, None
    elsewhere = Medium.objects.exclude(state__in=Medium.GONE).exclude(device=device)
    same = elsewhere.filter(device__network=device.network_id, device__holder=device.holder_id, serial=disk.serial)
    medium = same.select_related("device").locked().first()
    if medium is None:
        return None, None
    former = medium.device_id
    return carry(medium, device, rank, by=by), former


@transaction.atomic
def carry(medium: Medium, to: Device, rank: int, *, by: Actor, reason: str = "") -> Medium:
    """Move a locked medium to another device, and settle the one it leaves; the calling action allowed `by`."""
    former = lock(medium.device_id, by=by)
    if not former.in_stock:
        medium.state = Medium.State.TO_ERASE
    medium.origin_id = medium.origin_id or former.pk
    medium.device, medium.rank, medium.removed_at, medium.why = to, rank, None, ""
    medium.save()
    told: dict[str, Any] = {"medium": str(medium), "serial": medium.serial, "reason": reason}
    journal.record("devices.carry", former, by=by, label=former.label, to=to.label, **told)
    journal.record("devices.carry", to, by=by, label=to.label, former=former.label, **told)
    if reason:
        # Someone says what was done: of what a report alone shows, the device left behind is not called empty.
        settle(former, by=by)
    return medium


def _same(known: list[Medium], disk: reports.Disk) -> Medium | None:
    """The medium of ours that this disk is: by serial; failing one on either side, by model."""
    if disk.serial:
        for medium in known:
            if medium.serial == disk.serial:
                return medium
    for medium in known:
        unsure = not (medium.serial and disk.serial) and medium.inside
        if unsure and medium.model and medium.model == disk.model:
            return medium
    return None


@transaction.atomic
def clear_medium(medium_id: uuid.UUID, state: str, *, by: Member) -> Device:
    """Note what became of one medium (erased, verified, failed, destroyed); the calling action holds the proof.

    When all media of the device are clear, the device is erased.
    """
    medium = Medium.objects.get(pk=medium_id)
    device = lock(medium.device_id, by=by)
    medium = Medium.objects.locked().get(pk=medium_id)
    require(policy.may_work_on(by, device))
    medium.state = state
    medium.save(update_fields=["state"])
    return settle(device, by=by)


@transaction.atomic
def settle(device: Device, *, by: Actor, at: datetime.datetime | None = None) -> Device:
    """Make a locked device erased once all of its media are clear, and to erase again as soon as one is not.

    The calling action allowed `by`; `at`: when it was done, where a phone says it later.
    """
    media = list(device.media.all())
    known = bool(media) or device.former_media.exists()
    clear = known and all(medium.settled for medium in media)
    if clear and device.state == State.TO_ERASE:
        when = moments.believed(at, since=device.state_since)
        return advance(device.pk, State.ERASED, by=by, at=when, cleared_at=when)
    if not clear and media and device.cleared_at and device.state in (State.ERASED, State.IN_REPAIR, State.READY):
        return advance(device.pk, State.TO_ERASE, by=by, cleared_at=None, no_medium="")
    if not clear and media and device.cleared_at and device.state not in PROVEN:
        Device.objects.filter(pk=device.pk).update(cleared_at=None, no_medium="")
        device.cleared_at, device.no_medium = None, ""
    if device.state == State.READY and any(medium.inside and medium.recheck_due for medium in media):
        # Ready again once a second person has read it.
        return advance(device.pk, State.IN_REPAIR, by=by)
    return device


@transaction.atomic
def attest_no_medium(device_id: uuid.UUID, *, reason: str, by: Member) -> Device:
    """Attest that the device holds no storage medium at all (drawer empty, disk kept by the donor): it counts as erased."""
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    if device.state != State.TO_ERASE:
        raise Refused(f"{device.title} n’attend pas d’effacement.")
    if device.media.inside().exists():
        raise Refused("Un support de stockage est connu dans cet appareil : effacez-le ou détruisez-le.")
    if not reason.strip():
        raise Refused(
            "Dites ce que vous avez vérifié : emplacement vide, disque gardé par le donateur…", field="reason"
        )
    device = advance(device.pk, State.ERASED, by=by, cleared_at=timezone.now(), no_medium=reason[:200])
    journal.record("devices.attest_no_medium", device, by=by, label=device.label, reason=reason[:200])
    return device


@transaction.atomic
def mark_tested(
    device_id: uuid.UUID,
    *,
    by: Member,
    grade: str,
    usage: str,
    known_defects: str = "",
    at: datetime.datetime | None = None,
) -> Device:
    """Note the result of the bench: tested now, or `at`, with this grade and usage; the calling action holds the tests.

    A device of which a second person must first read a medium again is not ready.
    """
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    if drawn := device.media.inside().filter(recheck_due=True).first():
        raise Refused(
            f"{drawn.name} est tiré au sort : une autre personne que celle qui l’a effacé doit d’abord le relire "
            "(page « Effacer et prouver »)."
        )
    when = moments.believed(at, since=device.state_since)
    changes: dict[str, object] = {
        "tested_at": when,
        "aside": "",
        "grade": grade,
        "usage": usage,
        "known_defects": known_defects[:200],
    }
    return advance(device.pk, State.READY, by=by, at=when, **changes)
