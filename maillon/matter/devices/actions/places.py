"""Where a device stands, and what it is set aside for."""

import datetime
import uuid

from django.db import transaction

from maillon.common import moments
from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices import policy
from maillon.matter.devices.actions.moves import advance, lock
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger.models import Location


@transaction.atomic
def place(
    device_id: uuid.UUID, location: Location | None, *, by: Member, at: datetime.datetime | None = None
) -> Device:
    """Put the device on a shelf or in a zone of its holder's sites; None: it stands nowhere in particular any more."""
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    if not device.in_stock:
        raise Refused(f"{device.title} est « {device.get_state_display().lower()} » : il n’est plus à ranger.")
    if location is not None:
        if location.closed_on:
            raise Refused(f"L’emplacement « {location} » n’existe plus : choisissez-en un autre.")
        if location.network_id != device.network_id or location.site.organisation_id != device.holder_id:
            raise Refused(f"« {location} » n’est pas chez {device.holder} : l’appareil ne change pas de main ainsi.")
        device.site = location.site
    former, device.location = device.location, location
    device.save(update_fields=["location", "site"])
    journal.record(
        "devices.place",
        device,
        by=by,
        at=moments.believed(at, since=device.created_at),
        label=device.label,
        place=location.path if location else "",
        former=former.path if former else "",
    )
    return device


@transaction.atomic
def set_aside(device_id: uuid.UUID, purpose: str, *, by: Member, at: datetime.datetime | None = None) -> Device:
    """Decide that the device is not for reuse: kept for its parts, or for recycling, until someone does it.

    A device that was ready goes back to the bench, so that nobody promises it; a promised one is refused.
    """
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    if not device.in_stock or device.state == State.RESERVED:
        raise Refused(f"{device.title} est « {device.get_state_display().lower()} » : il ne peut pas être mis de côté.")
    purpose = Device.Aside(purpose)
    when = moments.believed(at, since=device.state_since)
    if device.state in (State.RECEIVED, State.RETURNED):
        device = advance(device.pk, State.SORTED, by=by, at=when, aside=purpose)
    elif device.state == State.READY:
        device = advance(device.pk, State.IN_REPAIR, by=by, at=when, aside=purpose)
    else:
        device.aside = purpose
        device.save(update_fields=["aside"])
    decision = purpose.value
    journal.record("devices.sort", device, by=by, at=when, label=device.label, decision=decision, state=device.state)
    return device
