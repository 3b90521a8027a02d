"""Receive a report, say which device it is of, set it aside."""

import hashlib
import hmac
import json
import uuid

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from maillon.common import labels
from maillon.common.errors import Forbidden, Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, SiteToken
from maillon.matter.arrivals import policy, queries
from maillon.matter.arrivals.models import Arrival, reference_of
from maillon.matter.devices import actions as devices
from maillon.matter.devices import reports
from maillon.matter.devices.models import Device

MOST_WAITING = 500


@transaction.atomic
def receive(
    report: reports.Report, *, by: SiteToken, sender: str = "", label: str = "", id: uuid.UUID | None = None
) -> Arrival:
    """Keep what a machine of the site says, and attach it to its device when that one is known.

    `sender` names the agent or the run of the probe, and only a keyed hash of it is kept; `id` is the one that the probe
    showed on its screen, and `label` the one that was scanned beside the machine. The same machine told again by the same
    sender is the same arrival, brought up to date. Raises Refused when too many wait already.
    """
    facts = report.as_json()
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    key = _key(report, sender, by)
    arrival = Arrival.objects.locked().get(pk=key) if repeated(Arrival, key) else None
    changed = arrival is None or arrival.digest != digest
    new = arrival is None
    if arrival is None:
        if Arrival.objects.waiting().filter(network=by.network_id, holder=by.holder).count() >= MOST_WAITING:
            raise Refused(f"{MOST_WAITING} rapports attendent déjà leur appareil : joignez-les ou écartez-les d’abord.")
        arrival = Arrival(id=key, reference=reference_of(id or key), network=by.network, holder=by.holder)
    arrival.token, arrival.last_seen_at = by, timezone.now()
    arrival.kind, arrival.digest, arrival.facts = report.kind, digest, facts
    arrival.serial, arrival.hardware_uuid = report.serial or "", (report.uuid or "")[:40]
    arrival.label = _code(label, by) or arrival.label
    if new:
        journal.record("arrivals.receive", arrival, by=by, reference=arrival.reference, format=arrival.kind)
    if changed or label:
        _settle(arrival, report, label, by=by)
    arrival.save(force_insert=new)
    return arrival


def _key(report: reports.Report, sender: str, by: SiteToken) -> uuid.UUID:
    """Who says it and of which machine: a stick that visits twenty machines sends twenty arrivals."""
    own = sorted(disk.serial for disk in report.disks if disk.serial and not disk.removable)
    numbers = [report.serial, *sorted(report.uuids), *own]
    told = [str(by.network_id), str(by.site.organisation_id), sender, numbers if any(numbers) else report.as_json()]
    keyed = hmac.new(settings.SECRET_KEY.encode(), json.dumps(told, sort_keys=True).encode(), "sha256")
    return uuid.UUID(bytes=keyed.digest()[:16], version=5)


def _code(label: str, by: SiteToken) -> str:
    try:
        return labels.parse(label, by.network.prefix) if label else ""
    except ValueError:
        return ""


def _settle(arrival: Arrival, report: reports.Report, label: str, *, by: SiteToken) -> None:
    """Attach it, without saving it, to the device that its label, numbers or former visit name; else say why it waits."""
    if arrival.state == Arrival.State.DISMISSED:
        return
    device = arrival.device
    if arrival.label:
        device = queries.labelled(arrival.label, network=by.network)
    device = device or queries.machine(report, network=by.network, holder=by.holder)
    arrival.trouble = "" if device or not label else f"Aucun appareil ne porte l’étiquette {label[:40]}."
    if device is not None:
        try:
            _attach(arrival, device, by=by)
        except Refused as refused:
            arrival.trouble = refused.sentence[:300]
        except Forbidden:
            arrival.trouble = f"L’appareil {device.label} n’est pas tenu par {by.holder}."[:300]


@transaction.atomic
def attach(arrival_id: uuid.UUID, device_id: uuid.UUID, *, by: Member) -> Arrival:
    """Say that this report is of this device; those of the same machine that wait beside it follow.

    Raises Refused when the device is another machine, by its serial number, or can be told nothing more.
    """
    arrival = _lock(arrival_id)
    require(policy.may_attach(by, arrival))
    device = Device.objects.select_related("category").get(pk=device_id)
    if arrival.state == Arrival.State.ATTACHED:
        if arrival.device_id == device_id:
            return arrival
        raise Refused(f"Ce rapport est déjà joint à {arrival.device}.")
    if arrival.holder_id != device.holder_id:
        raise Refused(f"{device.title} n’est pas tenu par {arrival.holder}, qui a reçu ce rapport.", field="code")
    for one in [arrival, *_companions(arrival)]:
        try:
            _attach(one, device, by=by)
        except Refused:
            if one is arrival:
                raise
            continue
        one.save(update_fields=["state", "device", "trouble"])
    return arrival


def _lock(arrival_id: uuid.UUID) -> Arrival:
    return Arrival.objects.select_related("network", "holder", "device__category").locked().get(pk=arrival_id)


def _companions(arrival: Arrival) -> list[Arrival]:
    """The other reports of the same machine that wait, told by another tool or before a change."""
    if not arrival.serial:
        return []
    same = Arrival.objects.waiting().filter(
        network=arrival.network_id, holder=arrival.holder_id, serial__iexact=arrival.serial
    )
    return [one for one in same.locked().exclude(pk=arrival.pk) if one.report.maker == arrival.report.maker]


def _attach(arrival: Arrival, device: Device, *, by: Member | SiteToken) -> None:
    """Attach and remember, without saving the arrival. What is refused is undone."""
    with transaction.atomic():
        devices.attach_report(device.pk, arrival.report, digest=arrival.digest, by=by)
    if arrival.device_id != device.pk:
        journal.record(
            "arrivals.attach", arrival, by=by, reference=arrival.reference, device=str(device.pk), label=device.label
        )
    arrival.state, arrival.device, arrival.trouble = Arrival.State.ATTACHED, device, ""


@transaction.atomic
def detach(arrival_id: uuid.UUID, *, reason: str, by: Member) -> Arrival:
    """Let a report that was attached to the wrong device wait for its own; the calling action took back what it had said."""
    arrival = _lock(arrival_id)
    require(policy.may_attach(by, arrival))
    if device := arrival.device:
        arrival.state, arrival.device, arrival.label = Arrival.State.WAITING, None, ""
        arrival.trouble = f"Retiré de {device} : {reason}"[:300]
        arrival.save(update_fields=["state", "device", "label", "trouble"])
        journal.record("arrivals.detach", arrival, by=by, reference=arrival.reference, device=str(device.pk))
    return arrival


@transaction.atomic
def dismiss(arrival_id: uuid.UUID, *, by: Member) -> Arrival:
    """Set aside a report that is of no device of ours (the bench's own computer, a machine that went back)."""
    arrival = _lock(arrival_id)
    require(policy.may_attach(by, arrival))
    if arrival.state == Arrival.State.ATTACHED:
        raise Refused(f"Ce rapport est joint à {arrival.device} : il ne peut plus être écarté.")
    if arrival.state == Arrival.State.WAITING:
        arrival.state, arrival.trouble = Arrival.State.DISMISSED, ""
        arrival.save(update_fields=["state", "trouble"])
        journal.record("arrivals.dismiss", arrival, by=by, reference=arrival.reference)
    return arrival


@transaction.atomic
def restore(arrival_id: uuid.UUID, *, by: Member) -> Arrival:
    """Let a report that was set aside wait again."""
    arrival = _lock(arrival_id)
    require(policy.may_attach(by, arrival))
    if arrival.state == Arrival.State.DISMISSED:
        arrival.state = Arrival.State.WAITING
        arrival.save(update_fields=["state"])
        journal.record("arrivals.restore", arrival, by=by, reference=arrival.reference)
    return arrival
