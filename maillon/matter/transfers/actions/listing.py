"""The list of what leaves: opened, filled by scan and in bulk, given up."""

import datetime
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from maillon.common import labels, moments
from maillon.common.errors import Refused, require
from maillon.common.models import new_id, repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Label
from maillon.matter.ledger.models import Account, Category
from maillon.matter.transfers import policy, queries
from maillon.matter.transfers.models import Bulk, Item, Transfer

MOST = 500


@transaction.atomic
def open_transfer(receiver: Organisation, *, by: Member, agreement: str = "", id: uuid.UUID | None = None) -> Transfer:
    """Begin the list of what the member's organisation hands on to another that handles equipment in the network."""
    require(policy.may_prepare(by))
    if made := repeated(Transfer, id):
        require(policy.may_send(by, made))
        return made
    if not queries.receivers(by.network_id, by.organisation_id).filter(pk=receiver.pk).exists():
        raise Refused(
            f"{receiver} ne reçoit pas de matériel dans ce réseau : choisissez un collecteur, un reconditionneur ou un "
            "distributeur qui en est membre.",
            field="receiver",
        )
    transfer = Transfer.objects.create(
        id=id or new_id(),
        network=by.network,
        sender=by.organisation,
        receiver=receiver,
        agreement=agreement.strip(),
        prepared_by=by,
    )
    if not transfer.agreement:
        transfer.agreement = queries.last_agreement(transfer)
        transfer.save(update_fields=["agreement"])
    journal.record("transfers.open", transfer, by=by, receiver=receiver.name)
    return transfer


@transaction.atomic
def draft(transfer_id: uuid.UUID, *, by: Member) -> Transfer:
    """The transfer, locked, whose list this member may change. Raises Refused once it is sent."""
    transfer = Transfer.objects.whole().locked().get(pk=transfer_id)
    require(policy.may_send(by, transfer))
    if transfer.state != Transfer.State.DRAFT:
        raise Refused(f"{transfer} est « {transfer.get_state_display().lower()} » : sa liste ne change plus.")
    return transfer


@transaction.atomic
def add(transfer_id: uuid.UUID, device_id: uuid.UUID, *, by: Member, at: datetime.datetime | None = None) -> Item:
    """Put one device on the list; twice changes nothing more. `at`: when it was done, where a phone says it later."""
    transfer = draft(transfer_id, by=by)
    if known := transfer.items.filter(device=device_id).first():
        return known
    device = devices.lock(device_id, by=by)
    if refused := queries.problem(transfer, device, timezone.localdate()):
        raise refused
    other = Item.objects.filter(device=device, settled=False, expected=True).select_related("transfer__receiver")
    if elsewhere := other.first():
        raise Refused(
            f"{device.title} ({device.label}) est déjà sur la liste pour {elsewhere.transfer.receiver} : retirez-l’en."
        )
    item = Item.objects.create(transfer=transfer, device=device)
    when = moments.believed(at, since=transfer.created_at)
    journal.record("transfers.add", transfer, by=by, at=when, label=device.label)
    return item


@transaction.atomic
def add_many(transfer_id: uuid.UUID, codes: Sequence[str], *, by: Member) -> list[Item]:
    """Put these labels on the list, all or none. Raises Refused with every label that cannot go, and why."""
    transfer = draft(transfer_id, by=by)
    if len(codes) > MOST:
        raise Refused(f"{MOST} étiquettes à la fois au plus : envoyez-les en plusieurs fois.", field="codes")
    read: dict[str, str] = {}
    wrong: list[str] = []
    for typed in codes:
        try:
            read[labels.parse(typed, transfer.network.prefix)] = typed
        except ValueError as error:
            wrong.append(str(error))
    known = Label.objects.filter(code__in=read, network=transfer.network, device__isnull=False)
    found = dict(known.values_list("code", "device"))
    wrong += [f"{code} n’est sur aucun appareil." for code in read if code not in found]
    made: list[Item] = []
    for key in dict.fromkeys(found.values()):
        try:
            made.append(add(transfer.pk, key, by=by))
        except Refused as refused:
            wrong.append(refused.sentence)
    if wrong:
        more = f" Et {len(wrong) - 8} autres." if len(wrong) > 8 else ""
        raise Refused(" ".join(wrong[:8]) + more, field="codes")
    return made


@transaction.atomic
def take_off(transfer_id: uuid.UUID, device_id: uuid.UUID, *, by: Member) -> Transfer:
    """Withdraw a device from the list; twice changes nothing more."""
    transfer = draft(transfer_id, by=by)
    gone = transfer.items.filter(device=device_id).select_related("device").first()
    if gone:
        gone.delete()
        journal.record("transfers.take_off", transfer, by=by, label=gone.device.label)
    return transfer


@transaction.atomic
def count(transfer_id: uuid.UUID, units: Mapping[tuple[Account, Category], int], *, by: Member) -> Transfer:
    """Say how many of each category go in bulk; zero takes the line away. Raises Refused above what is in stock."""
    transfer = draft(transfer_id, by=by)
    stock = {(one.account, one.category): one for one in queries.available(transfer, timezone.localdate())}
    for (account, category), asked in units.items():
        one = stock.get((account, category))
        if asked > (one.units if one else 0):
            raise Refused(
                f"Il n’y a que {one.units if one else 0} « {category.name.lower()} » à envoyer à {transfer.receiver}.",
                field=one.name if one else None,
            )
        if asked:
            Bulk.objects.update_or_create(
                transfer=transfer, account=account, category=category, defaults={"units": asked}
            )
        else:
            transfer.bulks.filter(account=account, category=category).delete()
    journal.record("transfers.count", transfer, by=by, units=sum(units.values()))
    return transfer


@transaction.atomic
def cancel(transfer_id: uuid.UUID, *, by: Member) -> Transfer:
    """Give up a list that has not left; what was on it may go elsewhere."""
    transfer = Transfer.objects.whole().locked().get(pk=transfer_id)
    require(policy.may_send(by, transfer))
    if transfer.state == Transfer.State.CANCELLED:
        return transfer
    transfer = draft(transfer_id, by=by)
    transfer.items.update(settled=True)
    transfer.state, transfer.closed_at = Transfer.State.CANCELLED, timezone.now()
    transfer.save(update_fields=["state", "closed_at"])
    journal.record("transfers.cancel", transfer, by=by)
    return transfer
