"""Hand over, and take back."""

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from maillon.common import moments
from maillon.common.calendar import add_months
from maillon.common.errors import Refused, require
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account, Category, Stock
from maillon.sharing.handovers import policy, tasks
from maillon.sharing.handovers.models import HandOver, HandOverAccessory, HandOverItem
from maillon.sharing.handovers.queries import attestation_facts, missing_accompaniment, outlet, price_field
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.models import Need, NeedItem


@transaction.atomic
def hand_over(
    handover_id: uuid.UUID,
    *,
    kind: str,
    by: Member,
    prices: Mapping[uuid.UUID, int] | None = None,
    accessories: Mapping[Category, int] | None = None,
    on: datetime.date | None = None,
    return_on: datetime.date | None = None,
) -> HandOver:
    """Hand over everything that is reserved for the request: a gift, a solidarity sale or a loan.

    `prices`: cents, by device, all taxes included. Each price is checked against the regime of its device, and refused
    beside its own field. `return_on`: when a loan comes back.
    """
    handover = _lock(handover_id)
    require(policy.may_hand_over(by, handover))
    if handover.state == HandOver.State.DONE:
        return handover
    if handover.state != HandOver.State.PLANNED:
        raise Refused("Ce rendez-vous est annulé : prenez-en un autre.")
    if missing := missing_accompaniment(handover.need, handover.enrolment, handover.waiver):
        raise Refused(f"{missing} Déplacez le rendez-vous pour le faire.", field="kind")
    on = on or timezone.localdate()
    _check_return(kind, return_on, on)
    sold = kind == HandOver.Kind.SALE
    months = handover.network.sale_guarantee_months if sold else handover.network.gift_guarantee_months
    guarantee = add_months(on, months) if months else None
    promised = [
        (item, item.device_id)
        for item in handover.need.items.filter(state=NeedItem.State.RESERVED, device__isnull=False)
        if item.device_id
    ]
    if not promised:
        raise Refused(f"Rien n’est réservé pour la demande {handover.need.reference}.")
    for item, device_id in promised:
        _give(handover, item, device_id, kind, (prices or {}).get(device_id, 0), on=on, guarantee=guarantee, by=by)
    for category, units in (accessories or {}).items():
        if units:
            _give_accessories(handover, category, units, on=on, by=by)
    handover.kind, handover.state, handover.done_on = kind, HandOver.State.DONE, on
    handover.done_by, handover.guarantee_until = by, guarantee
    handover.return_on = return_on if kind == HandOver.Kind.LOAN else None
    handover.save(update_fields=["kind", "state", "done_on", "done_by", "guarantee_until", "return_on"])
    needs.serve(handover.need_id, on=on, by=by)
    document = _attest(handover, on, by=by)
    journal.record(
        "handovers.hand_over",
        handover,
        by=by,
        need=handover.need.reference,
        way=kind,
        devices=len(promised),
        price_cents=handover.price_cents,
        attestation=document.reference,
    )
    until = f" Garantie jusqu’au {moments.day(guarantee)}." if guarantee else ""
    text = (
        f"Le matériel de la demande {handover.need.reference} est remis.{until}\n\n"
        f"L’attestation {document.reference}, et ce qui est parti :"
    )
    tasks.tell(handover, "matériel remis", text, by=by)
    return handover


def _lock(handover_id: uuid.UUID) -> HandOver:
    """The appointment, locked after its request, in the order in which every act of a request locks."""
    Need.objects.locked().get(handovers=handover_id)
    return (
        HandOver.objects.select_related(
            "network",
            "need",
            "need__network",
            "need__prescriber",
            "need__association",
            "need__referent__user",
            "distributor",
            "enrolment",
            "enrolment__session",
        )
        .locked()
        .get(pk=handover_id)
    )


def _check_return(kind: str, return_on: datetime.date | None, on: datetime.date) -> None:
    if kind != HandOver.Kind.LOAN:
        return
    if return_on is None:
        raise Refused("Un prêt a une date de retour : dites quand il revient.", field="return_on")
    if return_on <= on:
        raise Refused("Ce retour précède la remise : choisissez une date à venir.", field="return_on")


def _attest(handover: HandOver, on: datetime.date, *, by: Member) -> Document:
    return documents.issue(
        Document.Kind.HANDOVER,
        network=handover.network,
        issuer=handover.distributor,
        recipient=handover.need.prescriber,
        about=handover.pk,
        facts=attestation_facts(handover),
        on=on,
        by=by,
    )


def _give(
    handover: HandOver,
    item: NeedItem,
    device_id: uuid.UUID,
    kind: str,
    price_cents: int,
    *,
    on: datetime.date,
    guarantee: datetime.date | None,
    by: Member,
) -> None:
    device = devices.lock(device_id, by=by)
    _check_price(handover, device, kind, price_cents, on)
    first = not HandOverItem.objects.filter(device=device).exists()
    devices.leave(
        device.pk,
        HandOver.DEVICE_STATE[kind],
        promised_to=handover.need_id,
        on=on,
        guarantee_until=guarantee,
        by=by,
    )
    HandOverItem.objects.create(handover=handover, need_item=item, device=device, price_cents=price_cents, first=first)


def _check_price(handover: HandOver, device: Device, kind: str, price_cents: int, on: datetime.date) -> None:
    """What the regime of the gift allows for this device, this way and this price."""
    field = price_field(device.pk)
    if kind != HandOver.Kind.SALE:
        if price_cents:
            raise Refused("Un don ou un prêt n’a pas de prix : choisissez « vente solidaire ».", field=field)
        return
    allowed = outlet(handover, device, on)
    if allowed.refusal:
        raise Refused(allowed.refusal, field=field, source=allowed.law)
    if price_cents <= 0:
        raise Refused("Une vente a un prix : sinon, c’est un don.", field=field)
    if sentence := allowed.refuse(price_cents):
        raise Refused(sentence, field=field, source=allowed.law)


def _give_accessories(handover: HandOver, category: Category, units: int, *, on: datetime.date, by: Member) -> None:
    """Take them from the distributor's stock, the oldest lots first."""
    stocks = Stock.objects.locked().filter(
        network=handover.network,
        holder=handover.distributor,
        account=Account.ACCESSORIES,
        category=category,
        units__gt=0,
    )
    left, lines = units, []
    for stock in stocks.order_by("id"):
        taken = min(left, stock.units)
        mass = stock.mass_g if taken == stock.units else round(stock.mass_g * taken / stock.units)
        lines.append(
            ledger.Line(
                source=Account.ACCESSORIES,
                target=Account.PEOPLE,
                units=taken,
                mass_g=mass,
                category=category,
                lot=stock.lot,
            )
        )
        left -= taken
        if not left:
            break
    if left:
        raise Refused(
            f"Il ne reste que {units - left} « {category.name.lower()} » chez {handover.distributor.name}.",
            field=f"accessory_{category.pk}",
        )
    HandOverAccessory.objects.create(handover=handover, category=category, units=units)
    ledger.move(lines, network=handover.network, holder=handover.distributor, on=on, act=handover.pk, by=by)


@transaction.atomic
def take_back(device_id: uuid.UUID, *, reason: str, by: Member) -> Device:
    """A device handed over comes back to its holder's stock, to be erased and tested again."""
    if not reason.strip():
        raise Refused("Dites pourquoi il revient : panne, prêt terminé, plus utile…", field="reason")
    return devices.take_back(device_id, reason=reason.strip()[:200], by=by)
