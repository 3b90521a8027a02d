"""Send what is on the list; call it back as long as nothing has arrived."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from maillon.common import text
from maillon.common.errors import Refused, require
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices import actions as devices
from maillon.matter.transfers import policy, queries, tasks
from maillon.matter.transfers.actions.agreements import agreed
from maillon.matter.transfers.actions.listing import draft
from maillon.matter.transfers.models import Transfer


@transaction.atomic
def send(
    transfer_id: uuid.UUID, *, agreement: str, by: Member, seals: str = "", agreed_on: datetime.date | None = None
) -> Transfer:
    """What is on the list leaves: the waybill is issued, the receiver told. The sender holds it until reception.

    Media that are not erased travel inside the network only, in sealed containers whose numbers are `seals`. `agreement`
    names the one that binds the two; one that is not known yet is recorded, since `agreed_on` or today. Raises Refused
    for an empty list, no agreement or one that has ended, no seal where one is due, or a thing that may not go any more.
    """
    transfer = Transfer.objects.whole().locked().get(pk=transfer_id)
    require(policy.may_send(by, transfer))
    if transfer.state in (Transfer.State.SENT, Transfer.State.RECEIVED, Transfer.State.CLOSED):
        return transfer
    transfer = draft(transfer_id, by=by)
    today = timezone.localdate()
    items, bulks = queries.rows(transfer), list(transfer.bulks.select_related("category"))
    if not items and not bulks:
        raise Refused("La liste est vide : scannez ce qui part, ou comptez ce qui part en vrac.")
    if not queries.receivers(transfer.network_id, transfer.sender_id).filter(pk=transfer.receiver_id).exists():
        raise Refused(f"{transfer.receiver} ne reçoit plus de matériel dans ce réseau : rien ne peut y partir.")
    transfer.under = agreed(transfer, agreement, agreed_on or today, by=by)
    for item in items:
        if refused := queries.problem(transfer, devices.lock(item.device_id, by=by), today):
            raise refused
    unproven = [item for item in items if item.device.category.holds_data and item.device.cleared_at is None]
    if unproven and not seals.strip():
        raise Refused(
            f"{len(unproven)} appareil{'s portent' if len(unproven) > 1 else ' porte'} encore des données : rien de cela ne "
            "voyage sans scellé. Notez le numéro de chaque contenant scellé.",
            field="seals",
        )
    _freeze(transfer, items, bulks, today)
    transfer.agreement, transfer.seals = transfer.under.title, ", ".join(text.several(seals))
    facts = queries.waybill_facts(transfer, items, bulks)
    document = documents.issue(
        Document.Kind.TRANSFER,
        network=transfer.network,
        issuer=transfer.sender,
        recipient=transfer.receiver,
        about=transfer.pk,
        facts=facts,
        on=today,
        replaces=queries.waybill(transfer),
        by=by,
    )
    transfer.reference, transfer.state, transfer.sent_at = document.reference, Transfer.State.SENT, timezone.now()
    transfer.save(update_fields=["agreement", "under", "seals", "reference", "state", "sent_at"])
    keys = [item.device_id for item in items]
    devices.depart(keys, transfer=transfer.pk, reference=transfer.reference, receiver=transfer.receiver, by=by)
    told = {"transfer": transfer.reference, "units": facts["units"], "mass_g": facts["mass_g"]}
    journal.record("transfers.send", transfer, by=by, **told)
    tasks.tell_sent(transfer, facts["units"], facts["mass_g"], by=by)
    return transfer


def _freeze(transfer: Transfer, items, bulks, today) -> None:
    """The masses that the waybill states."""
    for item in items:
        item.mass_g = item.device.mass_g
        item.save(update_fields=["mass_g"])
    stock = {(one.account, one.category): one.units for one in queries.available(transfer, today)}
    for bulk in bulks:
        left = stock.get((bulk.account, bulk.category), 0)
        if bulk.units > left:
            raise Refused(f"Il ne reste que {left} « {bulk.category.name.lower()} » à envoyer : recomptez le vrac.")
        bulk.mass_g = sum(share.mass_g for share in queries.shares(transfer, bulk, bulk.units, today))
        bulk.save(update_fields=["mass_g"])


@transaction.atomic
def call_back(transfer_id: uuid.UUID, *, reason: str, by: Member) -> Transfer:
    """Undo the sending while nothing has arrived: the list is open again, nothing has moved in the ledger.

    The next waybill replaces the one that was issued. Raises Refused without a reason, or once a scan was made there.
    """
    transfer = Transfer.objects.whole().locked().get(pk=transfer_id)
    require(policy.may_send(by, transfer))
    if transfer.state == Transfer.State.DRAFT:
        return transfer
    if transfer.state != Transfer.State.SENT or transfer.items.filter(seen_at__isnull=False).exists():
        raise Refused(f"{transfer} est en cours de réception : {transfer.receiver} dira ce qui est arrivé.")
    if not reason.strip():
        raise Refused("Dites pourquoi vous rappelez ce transfert : le destinataire le lira.", field="reason")
    keys = list(transfer.items.values_list("device", flat=True))
    devices.stay(keys, reference=transfer.reference, reason=reason.strip(), by=by)
    transfer.state, transfer.sent_at = Transfer.State.DRAFT, None
    transfer.save(update_fields=["state", "sent_at"])
    journal.record("transfers.call_back", transfer, by=by, transfer=transfer.reference, reason=reason.strip())
    tasks.tell_called_back(transfer, reason.strip(), by=by)
    return transfer
