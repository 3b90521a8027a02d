"""Plan the appointment, hand over, take back."""

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from maillon.common import geography, numbers
from maillon.common.calendar import add_months
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account, Category, Stock
from maillon.matter.lots.models import Ceiling, Regime
from maillon.sharing.accompaniment.models import Enrolment
from maillon.sharing.handovers import policy
from maillon.sharing.handovers.models import HandOver, HandOverAccessory, HandOverItem
from maillon.sharing.handovers.queries import attestation_facts
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.models import Need, NeedItem


@transaction.atomic
def plan(
    need_id: uuid.UUID,
    *,
    distributor: Organisation,
    planned_at: datetime.datetime,
    place: str,
    commune_code: str,
    by: Member,
    enrolment: Enrolment | None = None,
    waiver: str = "",
    id: uuid.UUID | None = None,
) -> HandOver:
    """Fix the appointment of a request whose equipment is reserved, with its accompaniment or the reason to do without."""
    if handover := repeated(HandOver, id):
        return handover
    need = Need.objects.select_related("network").locked().get(pk=need_id)
    require(policy.may_plan(by, need))
    if planned_at < timezone.now():
        raise Refused("Ce rendez-vous est déjà passé : choisissez une date à venir.", field="planned_at")
    try:
        geography.commune(commune_code)
    except geography.UnknownCommune as error:
        raise Refused(str(error), field="commune") from error
    _check_accompaniment(need, enrolment, waiver)
    needs.appoint(need.pk, by=by)
    HandOver.objects.filter(need=need, state=HandOver.State.PLANNED).update(state=HandOver.State.CANCELLED)
    handover = HandOver.objects.create(
        **({"id": id} if id else {}),
        network=need.network,
        need=need,
        distributor=distributor,
        planned_at=planned_at,
        place=place,
        commune_code=commune_code,
        enrolment=enrolment,
        waiver=waiver[:200],
    )
    journal.record("handovers.plan", handover, by=by, need=need.reference, waiver=bool(waiver))
    return handover


def _check_accompaniment(need: Need, enrolment: Enrolment | None, waiver: str) -> None:
    if enrolment is not None:
        if need.person_id and enrolment.person_id != need.person_id:
            raise Refused("Cette inscription est celle d’une autre personne.", field="session")
        return
    if need.network.accompaniment_required and not waiver.strip():
        raise Refused(
            "Dans ce réseau, le matériel ne va pas sans accompagnement : choisissez une séance, ou dites pourquoi "
            "s’en passer.",
            field="session",
        )


@transaction.atomic
def hand_over(
    handover_id: uuid.UUID,
    *,
    kind: str,
    by: Member,
    prices: Mapping[uuid.UUID, int] | None = None,
    accessories: Mapping[Category, int] | None = None,
    on: datetime.date | None = None,
) -> HandOver:
    """Hand over everything that is reserved for the request: a gift, a solidarity sale or a loan.

    `prices`: cents, by device, all taxes included. Each price is checked against the regime of its device.
    """
    handover = (
        HandOver.objects.select_related("network", "need", "need__network", "distributor", "enrolment")
        .locked()
        .get(pk=handover_id)
    )
    require(policy.may_hand_over(by, handover))
    if handover.state == HandOver.State.DONE:
        return handover
    if handover.state != HandOver.State.PLANNED:
        raise Refused("Ce rendez-vous est annulé : prenez-en un autre.")
    _check_accompaniment(handover.need, handover.enrolment, handover.waiver)
    on = on or timezone.localdate()
    months = (
        handover.network.sale_guarantee_months if kind == HandOver.Kind.SALE else handover.network.gift_guarantee_months
    )
    guarantee = add_months(on, months) if months else None
    items = list(handover.need.items.filter(state=NeedItem.State.RESERVED).select_related("device"))
    if not items:
        raise Refused(f"Rien n’est réservé pour la demande {handover.need.reference}.")
    for item in items:
        _give(handover, item, kind, (prices or {}).get(item.device_id, 0), on=on, guarantee=guarantee, by=by)
    for category, units in (accessories or {}).items():
        if units:
            _give_accessories(handover, category, units, on=on, by=by)
    handover.kind, handover.state, handover.done_on = kind, HandOver.State.DONE, on
    handover.done_by, handover.guarantee_until = by, guarantee
    handover.save(update_fields=["kind", "state", "done_on", "done_by", "guarantee_until"])
    needs.serve(handover.need_id, on=on, by=by)
    document = documents.issue(
        Document.Kind.HANDOVER,
        network=handover.network,
        issuer=handover.distributor,
        recipient=handover.need.prescriber,
        about=handover.pk,
        facts=attestation_facts(handover),
        on=on,
        by=by,
    )
    journal.record(
        "handovers.hand_over",
        handover,
        by=by,
        need=handover.need.reference,
        way=kind,
        devices=len(items),
        price_cents=handover.price_cents,
        attestation=document.reference,
    )
    return handover


def _give(
    handover: HandOver,
    item: NeedItem,
    kind: str,
    price_cents: int,
    *,
    on: datetime.date,
    guarantee: datetime.date | None,
    by: Member,
) -> None:
    device = devices.lock(item.device_id, by=by)
    _check_outlet(handover, device, kind, price_cents, on)
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


def _check_outlet(handover: HandOver, device: Device, kind: str, price_cents: int, on: datetime.date) -> None:
    """What the regime of the gift allows for this device, this way and this price."""
    if kind != HandOver.Kind.SALE:
        if price_cents:
            raise Refused("Un don ou un prêt n’a pas de prix : choisissez « vente solidaire ».", field="price")
        return
    if price_cents <= 0:
        raise Refused("Une vente a un prix : sinon, c’est un don.", field="price")
    if not Regime(device.regime).public:
        return
    law = Regime(device.regime).reference
    if not device.holder.may_resell_public_gifts(on):
        raise Refused(
            f"{device.title} vient d’un organisme public : seule une association reconnue d’utilité publique ou "
            f"d’intérêt général peut le vendre, et {device.holder.name} ne l’a pas prouvé. Donnez-le.",
            field="price",
            source=law,
        )
    association = handover.need.association
    if association is not None and association.kind not in (Organisation.Kind.ASSOCIATION, Organisation.Kind.ESS):
        raise Refused(
            f"{device.title} vient d’un organisme public : il ne se vend qu’à une personne en précarité, ou à une "
            "association qui en aide.",
            field="price",
            source=law,
        )
    ceiling = Ceiling.of(device.category, on)
    if ceiling is not None and price_cents > ceiling.amount_cents:
        raise Refused(
            f"{numbers.euros(price_cents)} dépasse le plafond de {numbers.euros(ceiling.amount_cents)} : proposez "
            f"{numbers.euros(ceiling.amount_cents)} ou moins.",
            field="price",
            source=ceiling.source,
        )


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
            field="accessories",
        )
    HandOverAccessory.objects.create(handover=handover, category=category, units=units)
    ledger.move(lines, network=handover.network, holder=handover.distributor, on=on, act=handover.pk, by=by)


@transaction.atomic
def take_back(device_id: uuid.UUID, *, reason: str, by: Member) -> Device:
    """A device handed over comes back to its holder's stock, to be erased and tested again."""
    if not reason.strip():
        raise Refused("Dites pourquoi il revient : panne, prêt terminé, plus utile…", field="reason")
    return devices.take_back(device_id, reason=reason.strip()[:200], by=by)
