"""Tell the two members; print the waybill."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from maillon.common import numbers, pdf
from maillon.common.actors import Actor
from maillon.common.contracts.transfer import TransferNote
from maillon.ground.documents.models import Document
from maillon.ground.documents.tasks import frame
from maillon.ground.messages import actions as messages
from maillon.ground.organisations.models import Member, Organisation, Role
from maillon.matter.devices.models import State
from maillon.matter.lots.models import Regime
from maillon.matter.transfers.models import Transfer

MOST = 5


def addresses(organisation: Organisation, acting: Iterable[Member]) -> list[str]:
    """The organisation's own address, then those of whoever answers for its stock among those who act for it."""
    answer = [member.user.email for member in acting if member.has(Role.LOGISTICIAN, Role.MANAGER, Role.SUPERVISOR)]
    return list(dict.fromkeys(address for address in (organisation.email, *sorted(answer)) if address))[:MOST]


def letter(transfer: Transfer, what: str, text: str) -> tuple[str, str]:
    """The subject and body of what is written of a transfer."""
    url = settings.BASE_URL + reverse("transfers:detail", args=[transfer.pk])
    return f"{transfer} : {what}", f"Bonjour,\n\n{text}\n{url}\n\n{transfer.network.name}\n"


def _tell(transfer: Transfer, to: Organisation, what: str, text: str, *, by: Actor) -> None:
    acting = Member.objects.active().filter(network=transfer.network_id, organisation=to).select_related("user")
    subject, body = letter(transfer, what, text)
    for address in addresses(to, acting):
        messages.write(address, subject, body, by=by, network=transfer.network_id)


def sent_text(transfer: Transfer, units: int, mass_g: int) -> str:
    """What the receiver reads when something leaves for it."""
    return (
        f"{transfer.sender} vous envoie {numbers.number(units)} objet{'s' if units > 1 else ''}, {numbers.kg(mass_g)}, "
        f"sous le bon {transfer.reference}. Scannez-les à leur arrivée : ce qui manque se verra aussitôt."
    )


def tell_sent(transfer: Transfer, units: int, mass_g: int, *, by: Actor) -> None:
    _tell(transfer, transfer.receiver, "en route vers vous", sent_text(transfer, units, mass_g), by=by)


def tell_called_back(transfer: Transfer, reason: str, *, by: Actor) -> None:
    text = f"{transfer.sender} a rappelé ce transfert : {reason}\nN’attendez rien pour l’instant."
    _tell(transfer, transfer.receiver, "rappelé", text, by=by)


def received_text(transfer: Transfer, gaps: int) -> str:
    """What the sender reads when the reception ends."""
    if not gaps:
        return f"{transfer.receiver} a tout reçu, conforme au bon {transfer.reference}."
    if transfer.state == Transfer.State.RECEIVED:
        return (
            f"{transfer.receiver} a trouvé {gaps} écart{'s' if gaps > 1 else ''} avec le bon {transfer.reference}. Ce qui "
            "manque est encore dans votre stock : dites s’il est resté chez vous, ou perdu en route."
        )
    return (
        f"{transfer.receiver} a reçu le transfert, avec {gaps} écart{'s' if gaps > 1 else ''} expliqué"
        f"{'s' if gaps > 1 else ''} : lisez-les."
    )


def tell_received(transfer: Transfer, gaps: int, *, by: Actor) -> None:
    _tell(transfer, transfer.sender, "reçu", received_text(transfer, gaps), by=by)


def waybill_pdf(document: Document) -> bytes:
    """The waybill, printed from its frozen facts."""
    facts, receiver = document.facts, document.recipient
    data: TransferNote = {
        **frame(document),
        "sender": {"name": facts["sender"], "siret": document.issuer.siret or None, "address": document.issuer.address},
        "receiver": {
            "name": facts["receiver"],
            "siret": (receiver.siret or None) if receiver else None,
            "address": receiver.address if receiver else None,
        },
        "agreement": facts["agreement"],
        "seals": facts["seals"] or None,
        "devices": [
            {
                "label": device["label"],
                "name": device["name"],
                "serial": device["serial"] or None,
                "state": str(State(device["state"]).label),
                "regime": str(Regime(device["regime"]).label),
                "public": Regime(device["regime"]).public,
                "mass_g": device["mass_g"],
                "holds_data": device["holds_data"],
            }
            for device in facts["devices"]
        ],
        "bulk": [{"name": line["name"], "units": line["units"], "mass_g": line["mass_g"]} for line in facts["bulk"]],
        "signatures": [{"role": f"Remis par, pour {facts['sender']}"}, {"role": f"Reçu par, pour {facts['receiver']}"}],
    }
    return pdf.compile("transfert.typ", data)
