"""Ask, question, reserve, serve."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillon.common import geography, moments
from maillon.common.actors import PLATFORM, Actor, Platform
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.documents import actions as documents
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations import policy as organisations
from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.devices import actions as devices
from maillon.matter.ledger.models import Category
from maillon.sharing.needs import policy
from maillon.sharing.needs.models import Need, NeedItem
from maillon.sharing.people import actions as people
from maillon.sharing.people.models import Person
from maillon.sharing.people.queries import betrays

MOST_ITEMS = 30


@transaction.atomic
def ask(
    *,
    items: Iterable[Category],
    usage: str,
    by: Member,
    eligible: bool,
    person: Person | None = None,
    association: Organisation | None = None,
    commune_code: str = "",
    id: uuid.UUID | None = None,
    **fields: Any,
) -> Need:
    """Request equipment for a person whom this organisation accompanies, or for an association, by its usage.

    Eligibility is attested, never proven by a stored paper. `items`: the category of each device asked for.
    """
    if need := repeated(Need, id):
        return need
    require(policy.may_ask(by))
    wanted = list(items)
    if not wanted:
        raise Refused("Demandez au moins un équipement.", field="items")
    if len(wanted) > MOST_ITEMS:
        raise Refused(f"Une demande porte sur {MOST_ITEMS} équipements au plus : faites-en plusieurs.", field="items")
    if not eligible:
        raise Refused("Attestez que la personne ou l’association remplit les conditions du réseau.", field="eligible")
    if (person is None) == (association is None):
        raise Refused("Une demande est pour une personne, ou pour une association.", field="person")
    if person and (person.network_id != by.network_id or person.organisation_id != by.organisation_id):
        raise Refused("Cette personne est suivie par une autre organisation.", field="person")
    if association and not association.affiliations.filter(network=by.network_id, ended_on=None).exists():
        raise Refused("Cette association n’est pas connue de ce réseau.", field="association")
    _check_words(person, fields.get("accompaniment", ""), "accompaniment")
    if fields.get("urgent_before") and fields["urgent_before"] < timezone.localdate():
        raise Refused("Cette échéance est passée.", field="urgent_before")
    code = commune_code or (person.commune_code if person else association.commune_code if association else "")
    try:
        geography.commune(code)
    except geography.UnknownCommune as error:
        raise Refused(str(error), field="commune") from error

    today = timezone.localdate()
    need = Need.objects.create(
        **({"id": id} if id else {}),
        network=by.network,
        year=today.year,
        number=documents.next_number(by.network.head, "need", today.year, by=by),
        state_since=timezone.now(),
        asked_on=today,
        prescriber=by.organisation,
        referent=by,
        person=person,
        association=association,
        commune_code=code,
        usage=usage,
        eligible_on=today,
        **fields,
    )
    NeedItem.objects.bulk_create([NeedItem(need=need, category=category) for category in wanted])
    journal.record("needs.ask", need, by=by, need=need.reference, items=[category.slug for category in wanted])
    _tell(
        need,
        "est enregistrée",
        "Vous recevrez un message dès qu’un appareil est réservé. Où elle en est, et ce qui vient ensuite :",
        by=by,
    )
    return need


def _check_words(person: Person | None, text: str, field: str) -> None:
    """Refuse a free text that names the person: others than her prescriber read it."""
    if person and betrays(person, text):
        raise Refused(
            "Ce texte sera lu par d’autres organisations : enlevez-en le nom de la personne, écrivez « elle » ou « lui ».",
            field=field,
        )


def _tell(need: Need, what: str, text: str, *, by: Actor) -> None:
    """Write to the referent: a reference and a link, never the person's name."""
    url = settings.BASE_URL + reverse("needs:detail", args=[need.pk])
    messages.write(
        need.referent.user.email,
        f"Demande {need.reference} : {what}",
        f"Bonjour,\n\nVotre demande {need.reference} {what}.\n\n{text}\n{url}\n\n{need.network.name}\n",
        by=by,
        network=need.network_id,
    )


def _lock(need_id: uuid.UUID) -> Need:
    return (
        Need.objects.select_related("network", "network__head", "prescriber", "referent__user", "person")
        .locked()
        .get(pk=need_id)
    )


def _step(need: Need, state: str, **changes: Any) -> None:
    need.state, need.state_since = state, timezone.now()
    for name, value in changes.items():
        setattr(need, name, value)
    need.save(update_fields=["state", "state_since", *changes])


@transaction.atomic
def question(need_id: uuid.UUID, *, text: str, by: Member) -> Need:
    """Ask the prescriber something; her request keeps its place in the queue."""
    need = _lock(need_id)
    require(policy.may_decide(by, need))
    if need.state not in (Need.State.WAITING, Need.State.QUESTION):
        raise Refused(f"La demande {need.reference} est déjà « {need.get_state_display().lower()} ».")
    if not text.strip():
        raise Refused("Écrivez votre question.", field="exchange")
    _step(need, Need.State.QUESTION, exchange=text.strip(), answer="")
    journal.record("needs.question", need, by=by, need=need.reference)
    _tell(need, "attend une précision", f"{text.strip()}\n\nRépondez ici ; elle garde sa place dans la file :", by=by)
    return need


@transaction.atomic
def reply(need_id: uuid.UUID, *, answer: str, by: Member) -> Need:
    """The prescriber answers; the request waits again."""
    need = _lock(need_id)
    require(policy.may_follow(by, need))
    if need.state != Need.State.QUESTION:
        raise Refused("Aucune question n’attend de réponse.")
    if not answer.strip():
        raise Refused("Écrivez votre réponse.", field="answer")
    _check_words(need.person, answer, "answer")
    _step(need, Need.State.WAITING, answer=answer.strip())
    journal.record("needs.reply", need, by=by, need=need.reference)
    return need


@transaction.atomic
def refuse(need_id: uuid.UUID, *, reason: str, by: Member) -> Need:
    """Decline the request, saying why and what else is possible."""
    need = _lock(need_id)
    require(policy.may_decide(by, need))
    if need.state not in (Need.State.WAITING, Need.State.QUESTION):
        raise Refused(f"La demande {need.reference} est déjà « {need.get_state_display().lower()} ».")
    if not reason.strip():
        raise Refused("Dites pourquoi : la personne a droit à une réponse.", field="exchange")
    need.items.filter(state=NeedItem.State.WAITING).update(state=NeedItem.State.CANCELLED)
    _step(need, Need.State.REFUSED, exchange=reason.strip())
    journal.record("needs.refuse", need, by=by, need=need.reference)
    _tell(need, "n’a pas pu être servie", f"{reason.strip()}\n\nLa demande et ce qui reste possible :", by=by)
    return need


@transaction.atomic
def cancel(need_id: uuid.UUID, *, by: Member) -> Need:
    """The prescriber withdraws the request; what was reserved for it is free again."""
    need = _lock(need_id)
    require(policy.may_follow(by, need) or policy.may_decide(by, need))
    if need.state not in Need.OPEN:
        raise Refused(f"La demande {need.reference} est déjà « {need.get_state_display().lower()} ».")
    _check_no_appointment(need)
    for item in need.items.locked().filter(state=NeedItem.State.RESERVED):
        _free(item, NeedItem.State.CANCELLED, "demande retirée")
    need.items.filter(state=NeedItem.State.WAITING).update(state=NeedItem.State.CANCELLED)
    _step(need, Need.State.CANCELLED)
    journal.record("needs.cancel", need, by=by, need=need.reference)
    return need


@transaction.atomic
def reserve(item_id: uuid.UUID, device_id: uuid.UUID, *, by: Member) -> NeedItem:
    """Promise this device to this item, for the days that the network allows. Of two at once, one is refused."""
    item = NeedItem.objects.get(pk=item_id)
    need = _lock(item.need_id)
    require(policy.may_decide(by, need))
    item = NeedItem.objects.locked().get(pk=item_id)
    if item.state == NeedItem.State.RESERVED and item.device_id == device_id:
        return item
    if item.state != NeedItem.State.WAITING or need.state not in Need.OPEN:
        raise Refused(f"La demande {need.reference} n’attend plus cet équipement.")
    until = timezone.localdate() + datetime.timedelta(days=need.network.reservation_days)
    device = devices.reserve(device_id, promised_to=need.pk, until=until, by=by)
    item.device, item.state = device, NeedItem.State.RESERVED
    item.save(update_fields=["device", "state"])
    journal.record("needs.reserve", need, by=by, need=need.reference, label=device.label)
    _settle(need, by=by)
    return item


def _settle(need: Need, *, by: Member) -> None:
    """When nothing waits any more, all its equipment is reserved: its referent may make the appointment."""
    items = need.items.exclude(state=NeedItem.State.CANCELLED)
    promised = [item.device for item in items.select_related("device", "device__category")]
    if None in promised:
        return
    _step(need, Need.State.RESERVED)
    until = min(device.promised_until for device in promised if device and device.promised_until)
    titles = "\n".join(f"- {device.title}" for device in promised if device)
    text = f"Réservé jusqu’au {moments.day(until)} :\n{titles}\n\nFixez le rendez-vous de remise avant cette date :"
    _tell(need, "a son équipement", text, by=by)


@transaction.atomic
def drop(item_id: uuid.UUID, *, by: Member) -> NeedItem:
    """Do without one of several things asked for, so that the others need not wait for it."""
    need = _lock(NeedItem.objects.get(pk=item_id).need_id)
    item = NeedItem.objects.locked().get(pk=item_id)
    require(policy.may_follow(by, need) or policy.may_decide(by, need))
    if item.state == NeedItem.State.CANCELLED:
        return item
    if item.state != NeedItem.State.WAITING or need.state not in Need.OPEN:
        raise Refused(f"La demande {need.reference} n’attend plus cet équipement.")
    if not need.items.exclude(pk=item.pk).exclude(state=NeedItem.State.CANCELLED).exists():
        raise Refused("C’est le seul équipement demandé : annulez plutôt la demande.")
    item.state = NeedItem.State.CANCELLED
    item.save(update_fields=["state"])
    journal.record("needs.drop", need, by=by, need=need.reference, category=item.category_id)
    _settle(need, by=by)
    return item


def _check_no_appointment(need: Need) -> None:
    if need.state == Need.State.APPOINTED:
        raise Refused(f"Un rendez-vous est pris pour la demande {need.reference} : annulez-le d’abord.")


@transaction.atomic
def release(item_id: uuid.UUID, *, by: Member) -> NeedItem:
    """Take the promise back: the device is free, the item waits again at its place."""
    item = NeedItem.objects.get(pk=item_id)
    need = _lock(item.need_id)
    require(policy.may_decide(by, need))
    item = NeedItem.objects.locked().get(pk=item_id)
    if item.state != NeedItem.State.RESERVED:
        raise Refused("Rien n’est réservé pour cet équipement.")
    _check_no_appointment(need)
    _free(item, NeedItem.State.WAITING, "réservation retirée")
    _step(need, Need.State.WAITING)
    journal.record("needs.release", need, by=by, need=need.reference)
    return item


@transaction.atomic
def expire(item_id: uuid.UUID, *, by: Platform) -> NeedItem:
    """The promise ran out without an appointment: the device is for others, the request waits at its place."""
    item = NeedItem.objects.get(pk=item_id)
    need = _lock(item.need_id)
    item = NeedItem.objects.locked().get(pk=item_id)
    if item.state != NeedItem.State.RESERVED or need.state != Need.State.RESERVED:
        return item
    _free(item, NeedItem.State.WAITING, "réservation échue")
    _step(need, Need.State.WAITING)
    journal.record("needs.expire", need, by=by, need=need.reference)
    _tell(
        need,
        "attend de nouveau",
        "La réservation a pris fin sans rendez-vous : l’appareil sert à quelqu’un d’autre. Votre demande garde sa place.",
        by=by,
    )
    return item


def _free(item: NeedItem, state: str, reason: str) -> None:
    """Take the device from the item; whoever may withdraw the request need not be one who may release a device."""
    device = item.device
    item.state, item.device = state, None
    item.save(update_fields=["state", "device"])
    if device is not None:
        devices.release(device.pk, by=PLATFORM, reason=reason)


@transaction.atomic
def appoint(need_id: uuid.UUID, *, by: Member) -> Need:
    """Note that an appointment is made; the calling action holds it."""
    need = _lock(need_id)
    if need.state not in (Need.State.RESERVED, Need.State.APPOINTED):
        raise Refused(f"La demande {need.reference} n’a pas encore tout son équipement réservé.")
    _step(need, Need.State.APPOINTED)
    return need


@transaction.atomic
def call_off(need_id: uuid.UUID, *, by: Member) -> Need:
    """Note that the appointment is called off: the equipment stays reserved; the calling action tells why."""
    need = _lock(need_id)
    if need.state != Need.State.APPOINTED:
        raise Refused(f"Aucun rendez-vous n’est pris pour la demande {need.reference}.")
    _step(need, Need.State.RESERVED)
    return need


@transaction.atomic
def serve(need_id: uuid.UUID, *, on: datetime.date, by: Member) -> Need:
    """Note that everything reserved was handed over; the calling action did it."""
    need = _lock(need_id)
    need.items.filter(state=NeedItem.State.RESERVED).update(state=NeedItem.State.SERVED)
    _step(need, Need.State.SERVED, served_on=on)
    if need.person_id:
        people.meet(need.person_id, on=on, by=by)
    journal.record("needs.serve", need, by=by, need=need.reference)
    return need


@transaction.atomic
def pass_on(leaving: Member, to: Member, *, by: Member) -> int:
    """Give the open requests of someone who leaves to a colleague of her organisation, who is written to from now on."""
    require(organisations.may_let_go(by, leaving))
    if (to.network_id, to.organisation_id) != (leaving.network_id, leaving.organisation_id) or to.ended_on:
        raise Refused(f"Choisissez quelqu’un de {leaving.organisation}.", field="to")
    needs = list(Need.objects.open().filter(referent=leaving).locked())
    if needs and not policy.may_ask(to):
        raise Refused(f"{to.full_name} ne suit pas de demandes : choisissez quelqu’un d’autre.", field="to")
    for need in needs:
        need.referent = to
        need.save(update_fields=["referent"])
        journal.record("needs.pass_on", need, by=by, referent=str(to.pk))
    return len(needs)
