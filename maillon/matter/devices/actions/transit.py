"""From one member of the network to another: on the way, back, arrived."""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Organisation, Site
from maillon.matter.devices.models import Device
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account

RELATED = ("network", "holder", "category", "lot")


def _locked(device_ids: Collection[uuid.UUID]) -> list[Device]:
    return list(Device.objects.select_related(*RELATED).locked().filter(pk__in=device_ids).order_by("pk"))


@transaction.atomic
def depart(
    device_ids: Collection[uuid.UUID], *, transfer: uuid.UUID, reference: str, receiver: Organisation, by: Actor
) -> list[Device]:
    """These devices are on the way: their holder does not change, and nothing is done to them until they arrive.

    The calling action allowed `by`, and checked that each may go.
    """
    found = _locked(device_ids)
    Device.objects.filter(pk__in=[device.pk for device in found]).update(transfer=transfer, location=None)
    journal.write(
        [
            journal.entry(
                "devices.depart",
                device,
                by=by,
                data={"label": device.label, "transfer": reference, "receiver": receiver.name},
            )
            for device in found
        ]
    )
    return found


@transaction.atomic
def stay(device_ids: Collection[uuid.UUID], *, reference: str, reason: str, by: Actor) -> list[Device]:
    """These devices are not on the way any more: they stand in the stock of their holder, which they never left."""
    found = _locked(device_ids)
    Device.objects.filter(pk__in=[device.pk for device in found]).update(transfer=None)
    journal.write(
        [
            journal.entry(
                "devices.stay", device, by=by, data={"label": device.label, "transfer": reference, "reason": reason}
            )
            for device in found
        ]
    )
    return found


@transaction.atomic
def arrive(
    device_ids: Collection[uuid.UUID], *, receiver: Organisation, site: Site | None, reference: str, by: Actor
) -> list[Device]:
    """The receiver holds these devices from now on: each leaves one stock and enters the other, at the same mass.

    State, proofs, grade and regime go with the device. The calling action allowed `by`.
    """
    found = _locked(device_ids)
    entries = [
        journal.entry(
            "devices.arrive",
            device,
            by=by,
            data={
                "label": device.label,
                "mass_g": device.mass_g,
                "transfer": reference,
                "sender": device.holder.name,
                "receiver": receiver.name,
            },
        )
        for device in found
    ]
    journal.write(entries)
    today = timezone.localdate()
    for holder in dict.fromkeys(device.holder for device in found):
        pairs = [pair for pair in zip(found, entries, strict=True) if pair[0].holder_id == holder.pk]
        for owner, source, target in (
            (holder, Account.DEVICES, Account.MEMBER),
            (receiver, Account.MEMBER, Account.DEVICES),
        ):
            lines = [(entry.pk, _line(device, source, target, reference)) for device, entry in pairs]
            ledger.move_many(lines, network=found[0].network, holder=owner, on=today, by=by)
    Device.objects.filter(pk__in=[device.pk for device in found]).update(
        holder=receiver, site=site, location=None, transfer=None
    )
    return found


def _line(device: Device, source: Account, target: Account, reference: str) -> ledger.Line:
    return ledger.Line(
        source=source,
        target=target,
        units=1,
        mass_g=device.mass_g,
        category=device.category,
        lot=device.lot_id,
        device=device.pk,
        reason=f"Transfert {reference}",
    )
