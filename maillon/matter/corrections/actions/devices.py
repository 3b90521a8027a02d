"""The last act on a device undone; one machine under two labels, two machines under one."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from maillon.common import labels
from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Member
from maillon.matter.arrivals import actions as arrivals
from maillon.matter.arrivals.models import Arrival
from maillon.matter.corrections import policy
from maillon.matter.corrections.queries import UNDONE, last_act, state_before, why_not
from maillon.matter.corrections.queries.rules import why
from maillon.matter.devices import actions as devices
from maillon.matter.devices import policy as devices_policy
from maillon.matter.devices.models import IN_STOCK, PROVEN, Device, Label, Medium, State
from maillon.matter.devices.queries import searchable
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account, Movement
from maillon.matter.lots.models import Lot


@transaction.atomic
def undo(device_id: uuid.UUID, *, reason: str, by: Member, entry: uuid.UUID | None = None) -> Device:
    """Take back the last act on the device: it stands again as before, and its movement has its counter-entry.

    Whose entry in its lot is taken back is a device no more, and its label is free.
    `entry` is the act that was shown to the person; Raises Refused when another was done since, or when that act is one
    that cannot be taken back.
    """
    device = devices.lock(device_id, by=by)
    last = last_act(device)
    require(policy.may_undo(by, device, last))
    reason = why(reason)
    sentence = why_not(last)
    if last is None or sentence:
        raise Refused(sentence)
    if entry is not None and last.pk != entry:
        raise Refused("Autre chose a été fait de cet appareil entre-temps : regardez de nouveau ce qui serait annulé.")
    if last.verb == "devices.take_in":
        devices.take_out(device.pk, reason=reason, by=by)
        return device
    made = journal.record(
        "corrections.undo",
        device,
        by=by,
        label=device.label,
        entry=str(last.pk),
        undone=last.verb,
        what=UNDONE[last.verb],
        reason=reason,
    )
    _take_back(device, last)
    for movement in Movement.objects.filter(act=last.pk).select_related("holder", "category").order_by("-pk"):
        line = ledger.Line(
            source=Account(movement.source),
            target=Account(movement.target),
            units=-movement.units,
            mass_g=-movement.mass_g,
            category=movement.category,
            lot=movement.lot,
            device=movement.device,
            reason=reason,
            corrects=movement.pk,
        )
        ledger.move([line], network=device.network, holder=movement.holder, on=timezone.localdate(), act=made.pk, by=by)
    return device


def _take_back(device: Device, last: Entry) -> None:
    """The columns of the device as they were before the act."""
    if last.verb == "devices.reweigh":
        device.mass_g -= last.data["change_g"]
        weighed = Entry.objects.about(device.pk).filter(verb="devices.reweigh", at__lt=last.at).exists()
        if not weighed and device.mass_g == device.category.default_mass_g:
            device.mass_source = Device.MassSource.DEFAULT
        device.save(update_fields=["mass_g", "mass_source"])
    elif last.verb == "devices.relabel":
        # Both labels still lead to it: only the one that is read aloud changes.
        device.label = last.data["former"]
        device.search = searchable(device)
        device.save(update_fields=["label", "search"])
    elif last.verb == "devices.find":
        device.state, device.state_since = State.LOST, timezone.now()
        device.save(update_fields=["state", "state_since"])
    else:
        _stand(device, state_before(device, last))


def _stand(device: Device, state: State) -> None:
    """Put the device in that state, without any proof or grade that the state comes before."""
    device.state, device.state_since = state, timezone.now()
    if state not in PROVEN:
        device.cleared_at, device.no_medium = None, ""
    if state != State.READY:
        device.tested_at, device.grade, device.usage = None, "", ""
    device.save(update_fields=["state", "state_since", "cleared_at", "no_medium", "tested_at", "grade", "usage"])


@transaction.atomic
def choose_label(device_id: uuid.UUID, *, code: str, reason: str, by: Member) -> Device:
    """Say which of the labels that lead to the device is the one on it."""
    device = devices.lock(device_id, by=by)
    require(devices_policy.may_correct(by, device))
    reason = why(reason)
    if not Label.objects.filter(device=device, code=code).exists():
        raise Refused(f"L’étiquette {code} ne mène pas à cet appareil.", field="code")
    if device.label == code:
        return device
    former, device.label = device.label, code
    device.search = searchable(device)
    device.save(update_fields=["label", "search"])
    journal.record("corrections.choose_label", device, by=by, label=code, former=former, reason=reason)
    return device


# The states in which a device may be said to be another: held, and promised to nobody.
MERGEABLE = tuple(state for state in IN_STOCK if state != State.RESERVED)


@transaction.atomic
def merge_devices(device_id: uuid.UUID, other_id: uuid.UUID, *, reason: str, by: Member) -> Device:
    """Say that two devices are one machine, entered twice: the second is taken out of its lot by a counter-entry.

    Its labels, reports, media and everything that was noted of it are the first one's. A medium that both know is kept
    once. What it says of erasure is not believed beyond what its media prove. Raises Refused when one of them is not in
    the stock of the same holder.
    """
    reason = why(reason)
    if device_id == other_id:
        raise Refused("Choisissez un autre appareil que celui-ci.", field="code")
    first, second = sorted((device_id, other_id))
    locked = {key: devices.lock(key, by=by) for key in (first, second)}
    device, other = locked[device_id], locked[other_id]
    require(devices_policy.may_correct(by, device) and devices_policy.may_correct(by, other))
    _check_same(device, other)

    entry = journal.record(
        "corrections.merge_devices",
        device,
        by=by,
        label=device.label,
        other=other.label,
        other_id=str(other.pk),
        mass_g=other.mass_g,
        reason=reason,
    )
    journal.record("corrections.merged_device", other.lot, by=by, label=other.label, kept=device.label, reason=reason)
    settled = other.lot.state == Lot.State.CLOSED or other.holder_id != other.lot.holder_id
    line = ledger.Line(
        source=Account.GAP if settled else Account.UNSORTED,
        target=Account.DEVICES,
        units=-1,
        mass_g=-other.mass_g,
        category=other.category,
        lot=other.lot_id,
        device=other.pk,
        reason=reason,
        corrects=Movement.objects.filter(device=other.pk).order_by("pk").values_list("pk", flat=True).first(),
    )
    ledger.move([line], network=other.network, holder=other.holder, on=timezone.localdate(), act=entry.pk, by=by)
    unknown = _join_media(device, other)
    _give_over(other, device)
    for column in ("manufacturer", "model", "serial", "hardware_uuid", "cpu", "ram_mib", "screen", "battery_pct"):
        if not getattr(device, column):
            setattr(device, column, getattr(other, column))
    other.delete()
    device.search = searchable(device)
    device.save()
    if unknown or any(not medium.settled for medium in device.media.all()):
        _reopen_erasure(device)
    return Device.objects.get(pk=device.pk)


def _check_same(device: Device, other: Device) -> None:
    if device.network_id != other.network_id or device.holder_id != other.holder_id:
        raise Refused("Ces appareils ne sont pas tenus par la même structure.", field="code")
    for one in (device, other):
        if one.state not in MERGEABLE:
            raise Refused(
                f"{one} est « {one.get_state_display().lower()} » : seuls deux appareils en stock, promis à personne, "
                "peuvent être le même.",
                field="code",
            )
    if device.category_id != other.category_id:
        raise Refused(
            f"L’un est entré comme « {device.category.name.lower()} », l’autre comme « {other.category.name.lower()} » : "
            "vérifiez les étiquettes.",
            field="code",
        )
    if device.serial and other.serial and device.serial.casefold() != other.serial.casefold():
        raise Refused(
            f"Leurs numéros de série diffèrent ({device.serial} et {other.serial}) : ce sont deux machines.",
            field="code",
        )


def _join_media(device: Device, other: Device) -> int:
    """Give the media of the other to the device, one that both know being kept once; returns how many were new to it."""
    known = {medium.serial: medium for medium in device.media.all() if medium.serial}
    rank = device.media.aggregate(last=Max("rank", default=0))["last"]
    new = 0
    for medium in list(other.media.all()):
        if same := known.get(medium.serial):
            _give_over(medium, same)
            # Of two words on one disk, the less sure is kept.
            if not medium.clear and same.clear:
                same.state = Medium.State.TO_ERASE
                same.save(update_fields=["state"])
            medium.delete()
            continue
        rank, new = rank + 1, new + 1
        medium.device, medium.rank = device, rank
        medium.save(update_fields=["device", "rank"])
    return new


def _give_over(former, kept) -> None:
    """Let whatever is noted of the former thing be noted of the kept one, in every app; what both have stays once."""
    for relation in former._meta.related_objects:
        manager = relation.related_model._default_manager
        for row in manager.filter(**{relation.field.name: former}):
            try:
                with transaction.atomic():
                    manager.filter(pk=row.pk).update(**{relation.field.name: kept})
            except IntegrityError:
                row.delete()


def _reopen_erasure(device: Device) -> None:
    if device.state in PROVEN or device.cleared_at:
        _stand(device, State.TO_ERASE)


@transaction.atomic
def tell_apart(
    arrival_id: uuid.UUID, *, reason: str, by: Member, code: str = "", id: uuid.UUID | None = None
) -> Device:
    """Give its own label to the second of two machines that bore the same: it enters the lot of the first, with its report.

    `code` is a printed label, or nothing for a new one. Raises Refused when the report is not of another machine.
    """
    arrival = Arrival.objects.select_related("network", "holder").locked().get(pk=arrival_id)
    label = Label.objects.filter(code=arrival.label, network=arrival.network_id).select_related("device").first()
    if label is None or label.device is None:
        raise Refused("Ce rapport ne nomme l’étiquette d’aucun appareil.")
    first = devices.lock(label.device.pk, by=by)
    require(devices_policy.may_correct(by, first) and arrival.network_id == by.network_id)
    reason = why(reason)
    if arrival.state != Arrival.State.WAITING:
        raise Refused(f"Ce rapport n’attend plus : il est « {arrival.get_state_display().lower()} ».")
    if not arrival.serial or not first.serial or arrival.serial.casefold() == first.serial.casefold():
        raise Refused("Rien ne dit que ce rapport vienne d’une autre machine : joignez-le, ou écartez-le.")
    second = devices.take_in(first.lot, first.category, code=code, by=by, id=id)
    Arrival.objects.filter(pk=arrival.pk).update(label="")
    arrivals.attach(arrival.pk, second.pk, by=by)
    journal.record(
        "corrections.tell_apart", second, by=by, label=second.label, other=labels.bare(first.label), reason=reason
    )
    return Device.objects.get(pk=second.pk)
