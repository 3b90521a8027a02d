"""A machine report attached to the wrong device."""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from maillon.common import moments
from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.arrivals import actions as arrivals
from maillon.matter.arrivals.models import Arrival
from maillon.matter.corrections import policy
from maillon.matter.corrections.queries import last_act
from maillon.matter.corrections.queries.rules import why
from maillon.matter.devices import actions as devices
from maillon.matter.devices import policy as devices_policy
from maillon.matter.devices.models import Device, MachineReport, Medium, State
from maillon.matter.devices.queries import looks, searchable

KNOWN_AT = (State.RECEIVED, State.SORTED, State.TO_ERASE, State.ERASED, State.IN_REPAIR, State.READY)
Seen = dict[str, Any]
"""What a report changed of one medium: see `MachineReport.effect`."""


@transaction.atomic
def withdraw_report(report_id: uuid.UUID, *, reason: str, by: Member) -> MachineReport:
    """Say that a report was of another machine: what it wrote of this device, and the media that it brought, go with it.

    What a later report said stays. The device stands where it stood if this report alone sent it back to erasure; a report
    that had arrived by itself waits for its device again. Raises Refused once a medium that it showed was erased here.
    """
    known = MachineReport.objects.get(pk=report_id)
    device = devices.lock(known.device_id, by=by)
    report = MachineReport.objects.locked().get(pk=report_id)
    require(policy.may_withdraw_report(by, device, last_act(device)))
    reason = why(reason)
    if report.withdrawn_at is not None:
        return report
    if not devices_policy.may_correct(by, device) and device.reports.standing().first() != report:
        raise Refused("Un autre rapport a été joint depuis : demandez à votre encadrant de retirer celui-ci.")
    if device.state not in KNOWN_AT:
        raise Refused(f"{device.title} est « {device.get_state_display().lower()} » : ses rapports ne changent plus.")
    if not report.effect:
        raise Refused(
            "On n’a pas noté ce que ce rapport avait changé : joignez celui de la bonne machine, le dernier l’emporte."
        )
    _check_not_erased(device, report)
    later = list(device.reports.standing().filter(created_at__gt=report.created_at).order_by("created_at"))
    _forget_columns(device, report, later)
    gone = _forget_media(device, report, later, reason, by=by)
    report.withdrawn_at, report.withdrawn_by, report.withdrawn_why = timezone.now(), by, reason
    report.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    journal.record(
        "corrections.withdraw_report",
        device,
        by=by,
        label=device.label,
        format=report.kind,
        report=str(report.pk),
        media=gone,
        reason=reason,
    )
    _stand_again(device.pk, report, by=by)
    for arrival in Arrival.objects.filter(device=device, digest=report.digest, state=Arrival.State.ATTACHED):
        arrivals.detach(arrival.pk, reason=reason, by=by)
    return report


def _check_not_erased(device: Device, report: MachineReport) -> None:
    for seen in report.effect.get("media", []):
        medium = Medium.objects.filter(pk=seen["medium"], device=device).first()
        if medium is None:
            continue
        brought = seen["was"] is None and seen["from"] is None
        proofs = medium.erasures.filter(created_at__gt=report.created_at)
        proof = proofs.filter(cancelled_at=None).first() or (proofs.first() if brought else None)
        if proof is None:
            continue
        if proof.cancelled_at is None:
            raise Refused(
                f"Un effacement de {medium.name} est noté ici depuis, le {moments.moment(proof.created_at)} : ce rapport ne se "
                "retire plus. Si cet effacement aussi est d’une autre machine, retirez d’abord cette preuve depuis la page "
                "« Effacer et prouver »."
            )
        raise Refused(
            f"{medium.name} garde la trace d’un effacement retiré : notez-le plutôt absent, ou déplacez-le vers le bon "
            "appareil, depuis la page « Effacer et prouver »."
        )


def _forget_columns(device: Device, report: MachineReport, later: list[MachineReport]) -> None:
    """What the report wrote last is again what it was; a later report that wrote over it keeps its word."""
    changed = []
    for column, value in report.effect.get("wrote", {}).items():
        was = report.effect["was"][column]
        after = next((one for one in later if column in one.effect.get("wrote", {})), None)
        if after is not None:
            after.effect["was"][column] = was
            after.save(update_fields=["effect"])
        elif getattr(device, column) == value:
            setattr(device, column, was)
            changed.append(column)
    device.search = searchable(device)
    device.save(update_fields=[*changed, "search"])


def _forget_media(
    device: Device, report: MachineReport, later: list[MachineReport], reason: str, *, by: Member
) -> list[str]:
    """The media that only this report showed are no longer here; returns their names."""
    gone = []
    for seen in report.effect.get("media", []):
        medium = Medium.objects.locked().filter(pk=seen["medium"], device=device).first()
        if medium is None:
            continue
        if after := _seen_after(medium, later):
            report_after, other = after
            other["was"], other["from"] = seen["was"], seen["from"]
            report_after.save(update_fields=["effect"])
        elif seen["was"] is not None:
            _look_as_before(medium, seen)
        else:
            gone.append(medium.name)
            _take_away(medium, seen["from"], reason, by=by)
    return gone


def _seen_after(medium: Medium, later: list[MachineReport]) -> tuple[MachineReport, Seen] | None:
    for report in later:
        for seen in report.effect.get("media", []):
            if seen["medium"] == str(medium.pk):
                return report, seen
    return None


def _look_as_before(medium: Medium, seen: Seen) -> None:
    """What was known of it before, but for what someone changed since."""
    now = looks(medium)
    columns = [name for name, value in seen["now"].items() if now[name] == value and value != seen["was"][name]]
    for name in columns:
        value = seen["was"][name]
        setattr(medium, name, parse_datetime(value) if name == "removed_at" and value else value)
    medium.save(update_fields=columns)


def _take_away(medium: Medium, origin: str | None, reason: str, *, by: Member) -> None:
    """To the device where the report took it from; else it was never here."""
    if origin is None:
        medium.delete()
        return
    home = devices.lock(uuid.UUID(origin), by=by)
    rank = home.media.aggregate(last=Max("rank", default=0))["last"] + 1
    devices.carry(medium, home, rank, by=by, reason=reason)
    devices.settle(devices.lock(home.pk, by=by), by=by)


def _stand_again(device_id: uuid.UUID, report: MachineReport, *, by: Member) -> None:
    """Where the device stood, if nothing but this report sent it back to erasure."""
    device = devices.lock(device_id, by=by)
    stood = report.effect.get("stood")
    if stood is None or any(not medium.settled for medium in device.media.all()):
        return
    if device.state == State.TO_ERASE and stood["state"] in (State.ERASED, State.IN_REPAIR, State.READY):
        tested = device.tested_at is not None and device.grade
        state = State.IN_REPAIR if stood["state"] == State.READY and not tested else State(stood["state"])
        device.state, device.state_since = state, timezone.now()
    elif stood["cleared_at"] is None or device.cleared_at is not None:
        devices.settle(device, by=by)
        return
    device.cleared_at, device.no_medium = parse_datetime(stood["cleared_at"] or ""), stood["no_medium"]
    device.save(update_fields=["state", "state_since", "cleared_at", "no_medium"])
