"""What every record of an erasure does: its level from the table, its medium, the draw, the journal; and how one falls."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillon.common.errors import Refused
from maillon.ground.documents.models import Document
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, Medium, State
from maillon.matter.erasure import queries
from maillon.matter.erasure.actions.certificates import fall
from maillon.matter.erasure.models import Erasure, Level, Recheck, Technique

OUTCOME = {
    Erasure.Verdict.VERIFIED: Medium.State.VERIFIED,
    Erasure.Verdict.ERASED: Medium.State.ERASED,
    Erasure.Verdict.DESTROYED: Medium.State.DESTROYED,
    Erasure.Verdict.FAILED: Medium.State.FAILED,
    Erasure.Verdict.ABORTED: Medium.State.FAILED,
    Erasure.Verdict.UNKNOWN: Medium.State.FAILED,
}


@transaction.atomic
def enter(device: Device, medium: Medium, verb: str, *, by: Member, **said: Any) -> Erasure:
    """Record what was done to a medium of a locked device; the calling action allowed `by`.

    What it may claim is the table's word, never the caller's: what has no line claims nothing, and clears nothing.
    """
    if device.state == State.RESERVED:
        raise Refused(
            f"{device.title} est réservé pour une demande : libérez-le, puis notez cet effacement. Un échec l’empêche de partir.",
            field="log",
        )
    verdict = Erasure.Verdict(said["verdict"])
    method = queries.method(medium.kind, said["technique"], timezone.localdate())
    level, caution = Level.NONE, ""
    if verdict in Erasure.SUCCESSES and method and said.get("hidden") != Erasure.Hidden.FOUND:
        level, caution = Level(method.level), method.caution
    made = Erasure.objects.create(
        device=device, medium=medium, operator=by, level=level, caution=caution, **{"method": "", **said}
    )
    was_due = _forget_draws(medium)
    if level != Level.NONE and verdict != Erasure.Verdict.DESTROYED:
        _draw(made, was_due, by=by)
    devices.clear_medium(medium.pk, OUTCOME[verdict] if made.proves else Medium.State.FAILED, by=by)
    journal.record(
        verb,
        device,
        by=by,
        label=device.label,
        medium=str(medium),
        serial=medium.serial,
        verdict=verdict if made.proves or verdict not in Erasure.SUCCESSES else Erasure.Verdict.UNKNOWN,
        level=level,
        method=made.method,
        how=Technique(made.technique).label,
        tool=f"{made.tool} {made.tool_version}".strip(),
        evidence=made.evidence,
    )
    return made


def _forget_draws(medium: Medium) -> bool:
    """What waited to be read again is no longer what the medium holds; returns whether something waited."""
    waiting = Recheck.objects.waiting().filter(erasure__medium=medium)
    return bool(waiting.update(state=Recheck.State.VOID))


def _draw(made: Erasure, was_due: bool, *, by: Member) -> None:
    """Draw it by lot. One that replaces an erasure that was drawn is drawn too: doing it again is no way out."""
    percent = queries.rules(made.device.network).recheck_percent
    drawn = was_due or queries.drawn(made.pk, percent)
    waiver = queries.waiver_of(made.device) if drawn else None
    Medium.objects.filter(pk=made.medium_id).update(recheck_due=drawn and waiver is None)
    if drawn:
        state = Recheck.State.WAIVED if waiver else Recheck.State.WAITING
        told = waiver.reason if waiver else ""
        Recheck.objects.create(erasure=made, state=state, waiver=waiver, finding=told)
        journal.record(
            "erasure.draw", made.device, by=by, label=made.device.label, medium=str(made.medium), waived=told
        )


@transaction.atomic
def withdraw(erasure: Erasure, *, reason: str, by: Member) -> Erasure:
    """Take a proof back: its medium is to erase again, and the certificates that rest on it are revoked.

    The calling action locked the device and allowed `by`.
    """
    medium = Medium.objects.locked().get(pk=erasure.medium_id)
    device = devices.lock(medium.device_id, by=by)
    if medium.removed_at is None and not (device.in_stock and device.state != State.RESERVED):
        raise Refused(
            f"{device.title} est « {device.get_state_display().lower()} » : libérez-le ou faites-le revenir d’abord. Son "
            "certificat, lui, se révoque tout de suite."
        )
    erasure.cancelled_at, erasure.cancelled_by, erasure.cancelled_why = timezone.now(), by, reason.strip()[:200]
    erasure.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_why"])
    _forget_draws(medium)
    Medium.objects.filter(pk=medium.pk).update(recheck_due=False)
    devices.clear_medium(medium.pk, Medium.State.TO_ERASE, by=by)
    for about in {erasure.device_id, device.pk, medium.origin_id, device.lot_id, erasure.device.lot_id}:
        if about:
            _revoke_about(about, medium, reason, by=by)
    return erasure


def _revoke_about(about: uuid.UUID, medium: Medium, reason: str, *, by: Member) -> None:
    """Revoke the standing certificate about this device or lot when it names the medium."""
    kinds = (Document.Kind.ERASURE, Document.Kind.ERASURE_LOT)
    for document in Document.objects.filter(about=about, kind__in=kinds, replaced_by=None, revocation=None):
        if queries.names(document, medium):
            fall(document, reason=f"La preuve d’un support est retirée : {reason}", by=by)
