"""As `needs.actions`."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from maillon.common import moments
from maillon.demo.book import devices
from maillon.demo.book.book import Book, as_if_read, local_day, read
from maillon.demo.book.people import meet
from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.sharing.needs.models import Need, NeedItem
from maillon.sharing.people.models import Person


def ask(
    book: Book,
    *,
    items: Iterable[Category],
    usage: str,
    by: Member,
    at: datetime.datetime,
    person: Person | None = None,
    association: Organisation | None = None,
    commune_code: str = "",
    id: uuid.UUID | None = None,
    **fields: Any,
) -> Need:
    day = local_day(at)
    wanted = list(items)
    code = commune_code or (person.commune_code if person else association.commune_code if association else "")
    need = book.enter(
        Need,
        at,
        id=id,
        network=by.network,
        year=day.year,
        number=book.number(by.network.head, "need", day.year),
        state_since=at,
        asked_on=day,
        prescriber=by.organisation,
        referent=by,
        person=person,
        association=association,
        commune_code=code,
        usage=usage,
        eligible_on=day,
        **fields,
    )
    made = [book.enter(NeedItem, at, need=need, category=category) for category in wanted]
    as_if_read(need, items=made)
    book.record("needs.ask", need, by=by, at=at, need=need.reference, items=[category.slug for category in wanted])
    _tell(
        book,
        need,
        "est enregistrée",
        "Vous recevrez un message dès qu’un appareil est réservé. Où elle en est, et ce qui vient ensuite :",
        at=at,
    )
    return need


def _tell(book: Book, need: Need, what: str, text: str, *, at: datetime.datetime) -> None:
    if book.forgets(at):
        return
    url = settings.BASE_URL + reverse("needs:detail", args=[need.pk])
    book.write(
        need.referent.user.email,
        f"Demande {need.reference} : {what}",
        f"Bonjour,\n\nVotre demande {need.reference} {what}.\n\n{text}\n{url}\n\n{need.network.name}\n",
        at=at,
        network=need.network_id,
    )


def step(need: Need, state: str, at: datetime.datetime, **changes: Any) -> None:
    need.state, need.state_since = state, at
    for name, value in changes.items():
        setattr(need, name, value)


def question(book: Book, need: Need, *, text: str, by: Member, at: datetime.datetime) -> Need:
    step(need, Need.State.QUESTION, at, exchange=text, answer="")
    book.record("needs.question", need, by=by, at=at, need=need.reference)
    _tell(
        book,
        need,
        "attend une précision",
        f"{text}\n\nRépondez ici ; elle garde sa place dans la file :",
        at=at,
    )
    return need


def refuse(book: Book, need: Need, *, reason: str, by: Member, at: datetime.datetime) -> Need:
    for item in read(need, "items"):
        item.state = NeedItem.State.CANCELLED
    step(need, Need.State.REFUSED, at, exchange=reason)
    book.record("needs.refuse", need, by=by, at=at, need=need.reference)
    _tell(
        book,
        need,
        "n’a pas pu être servie",
        f"{reason}\n\nLa demande et ce qui reste possible :",
        at=at,
    )
    return need


def reserve(book: Book, item: NeedItem, device: Device, *, by: Member, at: datetime.datetime) -> NeedItem:
    need = item.need
    until = local_day(at) + datetime.timedelta(days=need.network.reservation_days)
    devices.reserve(book, device, promised_to=need.pk, until=until, by=by, at=at)
    item.device, item.state = device, NeedItem.State.RESERVED
    book.record("needs.reserve", need, by=by, at=at, need=need.reference, label=device.label)
    items = read(need, "items")
    if all(other.device_id for other in items):
        step(need, Need.State.RESERVED, at)
        first = min(other.device.promised_until for other in items)
        titles = "\n".join(f"- {other.device.title}" for other in items)
        text = f"Réservé jusqu’au {moments.day(first)} :\n{titles}\n\nFixez le rendez-vous de remise avant cette date :"
        _tell(book, need, "a son équipement", text, at=at)
    return item


def appoint(need: Need, at: datetime.datetime) -> None:
    step(need, Need.State.APPOINTED, at)


def serve(book: Book, need: Need, *, on: datetime.date, by: Member, at: datetime.datetime) -> Need:
    for item in read(need, "items"):
        item.state = NeedItem.State.SERVED
    step(need, Need.State.SERVED, at, served_on=on)
    if need.person is not None:
        meet(need.person, on)
    book.record("needs.serve", need, by=by, at=at, need=need.reference)
    return need
