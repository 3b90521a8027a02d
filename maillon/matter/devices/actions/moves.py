"""Locking a device, moving it from a state to another, promising it."""

import datetime
import uuid

from django.db import transaction

from maillon.common import moments
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices import policy
from maillon.matter.devices.models import IN_STOCK, MOVES, Device, State


@transaction.atomic(savepoint=False)
def lock(device_id: uuid.UUID, *, by: Actor) -> Device:
    """The device, locked to the end of the transaction, with what its rules need; `by` is the one who will act on it.

    Raises Refused while it is on its way to another member: nobody has it at hand.
    """
    device = (
        Device.objects.select_related(
            "network__head", "holder", "category", "lot__donor", "location__site", "location__parent"
        )
        .locked()
        .get(pk=device_id)
    )
    if device.transfer is not None:
        raise Refused(
            f"{device.title} ({device.label}) est en transit vers un autre membre : terminez sa réception, ou rappelez "
            "le transfert."
        )
    return device


@transaction.atomic
def advance(
    device_id: uuid.UUID, to: State, *, by: Actor, at: datetime.datetime | None = None, **changes: object
) -> Device:
    """Move the device to another state, with the columns that change with it; the calling action allowed `by`.

    `at`: when it was done, where a phone says it later.

    Raises Refused when the table of moves has no such move.
    """
    device = lock(device_id, by=by)
    if to not in MOVES[device.state]:
        raise Refused(
            f"{device.title} est « {device.get_state_display().lower()} » : il ne peut pas devenir "
            f"« {State(to).label.lower()} »."
        )
    device.state, device.state_since = to, moments.believed(at, since=device.state_since)
    if to not in IN_STOCK:
        changes["location"] = None
    for name, value in changes.items():
        setattr(device, name, value)
    device.save(update_fields=["state", "state_since", *changes])
    return device


@transaction.atomic
def reserve(device_id: uuid.UUID, *, promised_to: uuid.UUID, until: datetime.date, by: Member) -> Device:
    """Promise a ready device to one request until that day. The second of two who try is refused."""
    device = lock(device_id, by=by)
    require(policy.may_reserve(by, device))
    if device.state == State.RESERVED:
        if device.promised_to == promised_to:
            return device
        raise Refused(f"{device.title} vient d’être réservé pour une autre demande : choisissez-en un autre.")
    device = advance(device.pk, State.RESERVED, by=by, promised_to=promised_to, promised_until=until)
    journal.record("devices.reserve", device, by=by, label=device.label, promised_to=str(promised_to))
    return device


@transaction.atomic
def release(device_id: uuid.UUID, *, by: Actor, reason: str = "") -> Device:
    """Withdraw the promise: the device is ready for others again."""
    device = lock(device_id, by=by)
    if isinstance(by, Member):
        require(policy.may_reserve(by, device))
    device = advance(device.pk, State.READY, by=by, promised_to=None, promised_until=None)
    journal.record("devices.release", device, by=by, label=device.label, reason=reason)
    return device
