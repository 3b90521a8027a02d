"""Disks move: added by hand, taken out, mounted elsewhere, absent after all; each with its reason, and its way back."""

import uuid

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from maillon.common import labels
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, Medium, State
from maillon.matter.erasure import policy
from maillon.matter.erasure.actions.attestations import locked


def _open(device: Device, by: Member) -> None:
    require(policy.may_record(by, device))
    if device.state == State.RESERVED or not device.in_stock:
        raise Refused(
            f"{device.title} est « {device.get_state_display().lower()} » : ses supports ne changent plus. Libérez-le ou "
            "faites-le revenir d’abord."
        )


def _reason(reason: str, asked: str) -> str:
    if not reason.strip():
        raise Refused(asked, field="reason")
    return reason.strip()[:200]


def _told(verb: str, device: Device, medium: Medium, *, by: Member, reason: str = "") -> None:
    journal.record(verb, device, by=by, label=device.label, medium=str(medium), serial=medium.serial, reason=reason)


def _next_rank(device: Device) -> int:
    return (device.media.aggregate(last=Max("rank"))["last"] or 0) + 1


def _alone(device: Device, serial: str, but: Medium | None = None) -> None:
    """One serial number, one medium of the holder's."""
    if not serial:
        return
    same = Medium.objects.exclude(state__in=Medium.GONE).filter(
        serial__iexact=serial, device__network=device.network_id, device__holder=device.holder_id
    )
    known = next((one for one in same.select_related("device") if one != but), None)
    if known:
        where = (
            "déjà dans cet appareil" if known.device_id == device.pk else f"connu dans l’appareil {known.device.label}"
        )
        raise Refused(
            f"Le support n° {known.serial} est {where} : déplacez-le depuis la page d’effacement de celui-ci, sa preuve le "
            "suivra.",
            field="serial",
        )


@transaction.atomic
def add_medium(
    device_id: uuid.UUID,
    *,
    kind: str,
    model: str = "",
    serial: str = "",
    size_bytes: int | None = None,
    by: Member,
    id: uuid.UUID | None = None,
) -> Medium:
    """Add a medium that no report showed, read on its own label. It is to erase: a device that was clear is no longer."""
    if known := repeated(Medium, id):
        return known
    device = devices.lock(device_id, by=by)
    _open(device, by)
    serial = serial.strip()[:80]
    _alone(device, serial)
    medium = Medium.objects.create(
        **({"id": id} if id else {}),
        device=device,
        rank=_next_rank(device),
        kind=kind,
        model=model.strip()[:120],
        serial=serial,
        size_bytes=size_bytes,
    )
    if device.no_medium:
        device.no_medium = ""
        device.save(update_fields=["no_medium"])
    devices.settle(device, by=by)
    _told("erasure.add_medium", device, medium, by=by)
    return medium


@transaction.atomic
def describe_medium(
    medium_id: uuid.UUID, *, kind: str, model: str, serial: str, size_bytes: int | None, by: Member
) -> Medium:
    """Say better what a medium is, as long as nothing proven rests on what was said before."""
    device, medium = locked(medium_id, by=by)
    _open(device, by)
    if medium.erasures.filter(cancelled_at=None).exists():
        raise Refused("Un effacement est déjà noté de ce support : retirez d’abord cette preuve, avec sa raison.")
    serial = serial.strip()[:80]
    _alone(device, serial, but=medium)
    medium.kind, medium.model, medium.serial, medium.size_bytes = kind, model.strip()[:120], serial, size_bytes
    medium.save(update_fields=["kind", "model", "serial", "size_bytes"])
    _told("erasure.describe_medium", device, medium, by=by)
    return medium


@transaction.atomic
def take_out(medium_id: uuid.UUID, *, reason: str, by: Member) -> Medium:
    """Take a medium out of its device, to a shelf or to the sealed box. Its own data stay to erase or to destroy."""
    device, medium = locked(medium_id, by=by)
    _open(device, by)
    if not medium.inside:
        raise Refused("Ce support n’est déjà plus dans l’appareil.")
    medium.why = _reason(reason, "Dites pourquoi, et où il est rangé : carton à détruire n° 3, étagère B2…")
    medium.removed_at = timezone.now()
    medium.save(update_fields=["removed_at", "why"])
    devices.settle(device, by=by)
    _told("erasure.take_out", device, medium, by=by, reason=medium.why)
    return medium


@transaction.atomic
def put_back(medium_id: uuid.UUID, *, by: Member) -> Medium:
    """The medium is back in the device that it was taken from, as clear or not as it is."""
    device, medium = locked(medium_id, by=by)
    _open(device, by)
    if medium.state in Medium.GONE:
        raise Refused(f"Ce support est noté « {medium.get_state_display().lower()} ».")
    if medium.removed_at is None:
        return medium
    medium.removed_at, medium.why = None, ""
    medium.save(update_fields=["removed_at", "why"])
    devices.settle(device, by=by)
    _told("erasure.put_back", device, medium, by=by)
    return medium


@transaction.atomic
def move_medium(medium_id: uuid.UUID, *, code: str, reason: str, by: Member) -> Medium:
    """Mount a medium in another device of the same holder, with its proof. One that is not clear makes that one wait."""
    device, medium = locked(medium_id, by=by)
    require(policy.may_record(by, device))
    if medium.removed_at is None:
        _open(device, by)
    if medium.state in Medium.GONE:
        raise Refused(f"Ce support est noté « {medium.get_state_display().lower()} ».")
    try:
        label = labels.parse(code, device.network.prefix)
    except ValueError as error:
        raise Refused(str(error), field="code") from error
    target = Device.objects.filter(network=device.network_id, holder=device.holder_id, labels__code=label).first()
    if target is None:
        raise Refused(f"Aucun appareil de {device.holder} ne porte l’étiquette {label}.", field="code")
    if target.pk == device.pk:
        raise Refused("Il est déjà dans cet appareil.", field="code")
    why = _reason(reason, "Dites pourquoi : disque plus grand, panne de l’autre machine…")
    target = devices.lock(target.pk, by=by)
    _open(target, by)
    devices.carry(medium, target, _next_rank(target), by=by, reason=why)
    if target.no_medium:
        Device.objects.filter(pk=target.pk).update(no_medium="")
    devices.settle(devices.lock(target.pk, by=by), by=by)
    return Medium.objects.get(pk=medium.pk)


@transaction.atomic
def attest_absent(medium_id: uuid.UUID, *, reason: str, by: Member) -> Medium:
    """Attest that a medium which was announced or reported is not in the device after all; not one that was erased here."""
    device, medium = locked(medium_id, by=by)
    _open(device, by)
    require(policy.may_attest(by, device), "L’absence d’un disque s’atteste par un technicien ou un encadrant.")
    if medium.state == Medium.State.ABSENT:
        return medium
    if not medium.inside:
        raise Refused("Ce support n’est déjà plus dans l’appareil.")
    medium.why = _reason(
        reason, "Dites ce que vous avez vérifié : machine ouverte, logement vide, gardé par le donateur…"
    )
    medium.save(update_fields=["why"])
    devices.clear_medium(medium.pk, Medium.State.ABSENT, by=by)
    _told("erasure.attest_absent", device, medium, by=by, reason=medium.why)
    return Medium.objects.get(pk=medium.pk)


@transaction.atomic
def restore_medium(medium_id: uuid.UUID, *, reason: str, by: Member) -> Medium:
    """A medium noted absent is there after all: it is to erase."""
    device, medium = locked(medium_id, by=by)
    _open(device, by)
    if medium.state != Medium.State.ABSENT:
        raise Refused("Ce support n’est pas noté absent.")
    why = _reason(reason, "Dites où il était.")
    Medium.objects.filter(pk=medium.pk).update(why="")
    devices.clear_medium(medium.pk, Medium.State.TO_ERASE, by=by)
    _told("erasure.restore_medium", device, medium, by=by, reason=why)
    return Medium.objects.get(pk=medium.pk)
