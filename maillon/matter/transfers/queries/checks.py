"""What may go to whom, and what is wrong among open transfers."""

import datetime
import uuid
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from maillon.common.errors import Refused
from maillon.ground.organisations.models import RECEIVING, Organisation
from maillon.matter.devices.models import Device, State
from maillon.matter.lots.models import Regime
from maillon.matter.transfers.models import Item, Outcome, Transfer

PUBLIC_LAW = "CGPPP, art. L3212-2, 3°"


def entitled(receiver: Organisation, regime: str, on: datetime.date) -> bool:
    """Whether this member may hold what was given under this regime."""
    return not Regime(regime).public or receiver.may_receive_public_gifts(on)


def problem(transfer: Transfer, device: Device, on: datetime.date) -> Refused | None:
    """Why this device may not go in this transfer, or nothing."""
    if device.network_id != transfer.network_id or device.holder_id != transfer.sender_id:
        return Refused(f"{device.title} ({device.label}) n’est pas tenu par {transfer.sender}.")
    if device.transfer not in (None, transfer.pk):
        return Refused(f"{device.title} ({device.label}) est déjà en transit.")
    if device.state == State.RESERVED:
        return Refused(f"{device.title} ({device.label}) est réservé pour une demande : remettez-le, ou libérez-le.")
    if not device.in_stock:
        state = device.get_state_display().lower()
        return Refused(f"{device.title} ({device.label}) est noté « {state} » : il n’est plus en stock.")
    if not entitled(transfer.receiver, device.regime, on):
        return Refused(
            f"{device.title} ({device.label}) vient d’un organisme public : {transfer.receiver} n’a pas prouvé qu’il "
            f"peut en recevoir (utilité publique, intérêt général ou ESUS).{transfer.receiver.lapsed(RECEIVING, on)} "
            "Ajoutez sa preuve à sa fiche, ou retirez l’appareil.",
            source=PUBLIC_LAW,
        )
    return None


def faults() -> Iterator[tuple[uuid.UUID, str, str]]:
    """(network, what, sentence): devices on the way without a transfer, and transfers whose devices are not on the way."""
    awaited = Item.objects.filter(device=OuterRef("pk"), transfer=OuterRef("transfer"), expected=True, settled=False)
    on_the_way = awaited.filter(transfer__state__in=(Transfer.State.SENT, Transfer.State.RECEIVED))
    for device in Device.objects.filter(~Exists(on_the_way), transfer__isnull=False).iterator():
        yield device.network_id, device.label, "Il est noté en transit, mais aucun transfert ouvert ne l’attend."
    unsettled = Item.objects.filter(expected=True, settled=False).select_related("transfer", "device")
    sent = unsettled.filter(transfer__state__in=(Transfer.State.SENT, Transfer.State.RECEIVED))
    strayed = sent.exclude(device__transfer=F("transfer"), device__holder=F("transfer__sender"))
    for item in strayed.iterator():
        told = item.transfer.reference
        yield item.transfer.network_id, item.device.label, f"Le transfert {told} l’attend, et il n’est pas en transit."
    over = unsettled.filter(transfer__state__in=(Transfer.State.CLOSED, Transfer.State.CANCELLED))
    for item in over.iterator():
        yield item.transfer.network_id, item.device.label, f"{item.transfer} est terminé sans dire ce qu’il est devenu."
    open_gap = Q(items__outcome=Outcome.MISSING, items__settled=False) | Q(bulks__outcome=Outcome.MISSING)
    stuck = Transfer.objects.filter(state=Transfer.State.RECEIVED).exclude(pk__in=Transfer.objects.filter(open_gap))
    for transfer in stuck.iterator():
        yield transfer.network_id, transfer.reference, "Il attend des écarts à régler, et n’en a pas."
