"""As `handovers.actions`."""

import datetime
import uuid
from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse

from maillon.common import moments
from maillon.common.calendar import add_months
from maillon.demo.book import devices, needs
from maillon.demo.book.book import Book, as_if_read, local_day, read
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.ledger.actions import Line
from maillon.matter.ledger.models import Account, Category
from maillon.sharing.accompaniment.models import Enrolment
from maillon.sharing.handovers.models import HandOver, HandOverAccessory, HandOverItem
from maillon.sharing.handovers.queries import attestation_facts
from maillon.sharing.needs.models import Need


def plan(
    book: Book,
    need: Need,
    *,
    distributor: Organisation,
    planned_at: datetime.datetime,
    place: str,
    commune_code: str,
    by: Member,
    at: datetime.datetime,
    enrolment: Enrolment | None = None,
    waiver: str = "",
    id: uuid.UUID | None = None,
) -> HandOver:
    needs.appoint(need, at)
    handover = book.enter(
        HandOver,
        at,
        id=id,
        network=need.network,
        need=need,
        distributor=distributor,
        planned_at=planned_at,
        place=place,
        commune_code=commune_code,
        enrolment=enrolment,
        waiver=waiver,
    )
    book.record("handovers.plan", handover, by=by, at=at, need=need.reference, waiver=bool(waiver))
    told = f"{moments.full_day(planned_at)} à {moments.hour(planned_at)}"
    text = (
        f"Le rendez-vous de la demande {need.reference} est fixé : {told}, chez {distributor.name}.\n\n"
        "Prévenez la personne. La carte à lui donner, et ce qu’elle apporte :"
    )
    _tell(book, handover, f"rendez-vous le {told}", text, at=at)
    return handover


def _tell(book: Book, handover: HandOver, what: str, text: str, *, at: datetime.datetime) -> None:
    if book.forgets(at):
        return
    need = handover.need
    url = settings.BASE_URL + reverse("handovers:detail", args=[handover.pk])
    book.write(
        need.referent.user.email,
        f"Demande {need.reference} : {what}",
        f"Bonjour,\n\n{text}\n{url}\n\n{handover.network.name}\n",
        at=at,
        network=handover.network_id,
    )


def hand_over(
    book: Book,
    handover: HandOver,
    *,
    kind: str,
    by: Member,
    at: datetime.datetime,
    prices: Mapping[uuid.UUID, int] | None = None,
    accessories: Mapping[Category, int] | None = None,
    return_on: datetime.date | None = None,
) -> HandOver:
    on = local_day(at)
    network, need = handover.network, handover.need
    months = network.sale_guarantee_months if kind == HandOver.Kind.SALE else network.gift_guarantee_months
    guarantee = add_months(on, months) if months else None
    given = []
    for item in read(need, "items"):
        device = item.device
        first = device.pk not in book.given
        book.given.add(device.pk)
        devices.leave(book, device, HandOver.DEVICE_STATE[kind], on=on, guarantee_until=guarantee, by=by, at=at)
        given.append(
            book.row(
                HandOverItem,
                handover=handover,
                need_item=item,
                device=device,
                price_cents=(prices or {}).get(device.pk, 0),
                first=first,
            )
        )
    bulk = [
        _give_accessories(book, handover, category, units, on=on)
        for category, units in (accessories or {}).items()
        if units
    ]
    as_if_read(handover, items=given, accessories=bulk)
    handover.kind, handover.state, handover.done_on = kind, HandOver.State.DONE, on
    handover.done_by, handover.guarantee_until, handover.return_on = by, guarantee, return_on
    needs.serve(book, need, on=on, by=by, at=at)
    document = book.issue(
        Document.Kind.HANDOVER,
        network=network,
        issuer=handover.distributor,
        recipient=need.prescriber,
        about=handover.pk,
        facts=attestation_facts(handover),
        on=on,
        by=by,
        at=at,
    )
    book.record(
        "handovers.hand_over",
        handover,
        by=by,
        at=at,
        need=need.reference,
        way=str(kind),
        devices=len(given),
        price_cents=handover.price_cents,
        attestation=document.reference,
    )
    until = f" Garantie jusqu’au {moments.day(guarantee)}." if guarantee else ""
    text = (
        f"Le matériel de la demande {need.reference} est remis.{until}\n\n"
        f"L’attestation {document.reference}, et ce qui est parti :"
    )
    _tell(book, handover, "matériel remis", text, at=at)
    return handover


def in_stock(book: Book, handover: HandOver, category: Category) -> int:
    """How many of these accessories the distributor has."""
    place = (handover.network_id, handover.distributor_id, category.slug)
    return sum(stock.units for stock in book.accessories[place])


def _give_accessories(
    book: Book, handover: HandOver, category: Category, units: int, *, on: datetime.date
) -> HandOverAccessory:
    left, lines = units, []
    for stock in book.accessories[handover.network_id, handover.distributor_id, category.slug]:
        taken = min(left, stock.units)
        if not taken:
            continue
        mass = stock.mass_g if taken == stock.units else round(stock.mass_g * taken / stock.units)
        lines.append(
            Line(
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
    made = book.row(HandOverAccessory, handover=handover, category=category, units=units)
    book.move(lines, network=handover.network, holder=handover.distributor, on=on, act=handover.pk)
    return made
