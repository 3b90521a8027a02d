"""One scan of a series: the act of its card, on the device that bears the code."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from maillon.common import moments
from maillon.common.errors import Forbidden, Refused, require
from maillon.common.models import new_id, repeated
from maillon.ground.organisations.models import Member
from maillon.matter.devices import actions as devices
from maillon.matter.devices import queries as device_queries
from maillon.matter.devices.models import Device, State
from maillon.matter.refurbishing import actions as refurbishing
from maillon.matter.refurbishing.models import Examination
from maillon.matter.refurbishing.queries import checks_for
from maillon.matter.scanning import policy, queries
from maillon.matter.scanning.models import Scan
from maillon.matter.scanning.queries import Found, LotMode, Mode, PlaceMode, ReadyMode, Verb
from maillon.matter.scanning.queries.cards import PURPOSES, TransferMode
from maillon.matter.transfers import actions as transfers

Result = Scan.Result


@dataclass(frozen=True)
class Outcome:
    """What a scan came to."""

    result: str
    sentence: str
    device: Device | None = None


@transaction.atomic
def scan(card: str, code: str, *, by: Member, id: uuid.UUID | None = None, at: datetime.datetime | None = None) -> Scan:
    """Do the act of the card to the device that bears the code, and keep the answer under the sender's `id`.

    The same id again gives the same answer and changes nothing. What cannot be done to this one device is an answer, so
    that the series goes on; raises Refused for a card that means nothing here, Forbidden for one that this member may not use.
    """
    if made := repeated(Scan, id):
        require(made.member_id == by.pk)
        return made
    mode = queries.read(by, card)
    require(policy.may_scan(by, mode.holder))
    found = queries.find(by, code)
    before = device_queries.standing(found.device) if found.device else None
    when = moments.believed(at)
    outcome = _outcome(mode, found, when, by=by)
    device = outcome.device
    done = outcome.result == Result.DONE
    return Scan.objects.create(
        id=id or new_id(),
        network=by.network,
        member=by,
        card=mode.card,
        code=found.code[:120],
        at=when,
        result=outcome.result,
        sentence=outcome.sentence[:300],
        device=device,
        told=queries.told(device) if device else None,
        before=before if done else None,
        after=device_queries.standing(device) if done and device else None,
    )


def _outcome(mode: Mode, found: Found, when: datetime.datetime, *, by: Member) -> Outcome:
    device = found.device
    if found.trouble:
        return Outcome(Result.UNKNOWN, found.trouble)
    if found.location:
        return Outcome(Result.UNKNOWN, f"{found.code} est l’étiquette de l’emplacement « {found.location.name} ».")
    if device and not _sees(by, device) and mode.verb != Verb.RECEIVE:
        return Outcome(Result.REFUSED, f"{found.code} est tenu par une autre organisation du réseau.")
    if device is None and not isinstance(mode, LotMode):
        return Outcome(
            Result.UNKNOWN, f"{found.code} est une étiquette neuve, sur aucun appareil : scannez la carte de son lot."
        )
    try:
        # Each is one action, or atomic itself: what is refused has written nothing, and the series goes on.
        if isinstance(mode, LotMode):
            return _take_in(mode, found, when, by)
        return DOES[mode.verb](mode, device, when, by)
    except (Refused, Forbidden) as refused:
        sentence = refused.sentence if isinstance(refused, Refused) else str(refused)
        return Outcome(Result.REFUSED, f"{found.code} : {sentence}", device)


def _sees(by: Member, device: Device) -> bool:
    return by.coordinates or device.holder_id == by.organisation_id


def _take_in(mode: LotMode, found: Found, when: datetime.datetime, by: Member) -> Outcome:
    device = found.device
    if device and device.lot_id == mode.lot.pk:
        return Outcome(Result.ALREADY, f"{found.code} est déjà dans ce lot.", device)
    if device:
        return Outcome(Result.REFUSED, f"{found.code} est déjà entré, dans le {str(device.lot).lower()}.", device)
    device = devices.take_in(mode.lot, mode.category, code=found.code, at=when, by=by)
    return Outcome(Result.DONE, f"{device.label} {mode.done}.", device)


def _place(mode: PlaceMode, device: Device, when: datetime.datetime, by: Member) -> Outcome:
    if device.location_id == mode.location.pk:
        return Outcome(Result.ALREADY, f"{device.label} est déjà en {mode.location.name}.", device)
    former = device.location
    device = devices.place(device.pk, mode.location, at=when, by=by)
    was = f", était en {former.name}" if former else ""
    return Outcome(Result.DONE, f"{device.label} {mode.done}{was}.", device)


def _sort(mode: Mode, device: Device, when: datetime.datetime, by: Member) -> Outcome:
    if device.in_stock and not device.aside and device.state not in (State.RECEIVED, State.RETURNED, State.SORTED):
        state = device.get_state_display().lower()
        return Outcome(Result.ALREADY, f"{device.label} est déjà trié : il est « {state} ».", device)
    device = devices.sort(device.pk, at=when, by=by)
    then = "sans mémoire, à l’établi" if device.state == State.ERASED else device.get_state_display().lower()
    return Outcome(Result.DONE, f"{device.label} {mode.done}, {then}.", device)


def _set_aside(mode: Mode, device: Device, when: datetime.datetime, by: Member) -> Outcome:
    if device.aside == PURPOSES[mode.verb]:
        return Outcome(Result.ALREADY, f"{device.label} est déjà mis de côté.", device)
    device = devices.set_aside(device.pk, PURPOSES[mode.verb], at=when, by=by)
    return Outcome(Result.DONE, f"{device.label} {mode.done}.", device)


@transaction.atomic
def _ready(mode: ReadyMode, device: Device, when: datetime.datetime, by: Member) -> Outcome:
    if device.state in (State.READY, State.RESERVED):
        return Outcome(Result.ALREADY, f"{device.label} est déjà prêt.", device)
    if device.cleared_at is None:
        return Outcome(Result.REFUSED, f"{device.label} n’est pas effacé : il ne peut pas être prêt.", device)
    results = {check.slug: Examination.Result.GOOD.value for check in checks_for(device)}
    refurbishing.examine(device.pk, results=results, cosmetic=mode.cosmetic, at=when, by=by)
    device = devices.lock(device.pk, by=by)
    return Outcome(Result.DONE, f"{device.label} {mode.done}, grade {device.get_grade_display()}.", device)


def _see(mode: PlaceMode, device: Device, when: datetime.datetime, by: Member) -> Outcome:
    seen = Scan.objects.filter(card=mode.card, device=device, undone_at=None)
    if seen.exists():
        return Outcome(Result.ALREADY, f"{device.label} est déjà vu dans cet inventaire.", device)
    if not device.in_stock:
        state = device.get_state_display().lower()
        return Outcome(Result.REFUSED, f"{device.label} est noté « {state} » : il ne devrait plus être ici.", device)
    if device.location and mode.location.pk in (device.location_id, device.location.parent_id):
        return Outcome(Result.DONE, f"{device.label} est à sa place.", device)
    place = f"noté en {device.location}" if device.location else "sans emplacement noté"
    return Outcome(Result.REFUSED, f"{device.label} est {place} : un écart à régler à la fin.", device)


def _list(mode: TransferMode, device: Device, when: datetime.datetime, by: Member) -> Outcome:
    if mode.transfer.items.filter(device=device).exists():
        return Outcome(Result.ALREADY, f"{device.label} est déjà sur la liste.", device)
    transfers.add(mode.transfer.pk, device.pk, at=when, by=by)
    return Outcome(Result.DONE, f"{device.label} {mode.done}.", device)


def _arrive(mode: TransferMode, device: Device, when: datetime.datetime, by: Member) -> Outcome:
    if mode.transfer.items.filter(device=device, seen_at__isnull=False).exists():
        return Outcome(Result.ALREADY, f"{device.label} est déjà scanné.", device)
    if device.holder_id == mode.transfer.receiver_id:
        return Outcome(Result.ALREADY, f"{device.label} est déjà à {device.holder}.", device)
    item = transfers.see(mode.transfer.pk, device.pk, at=when, by=by)
    if not item.expected:
        return Outcome(Result.REFUSED, f"{device.label} n’est pas sur le bon : un écart à régler à la fin.", device)
    return Outcome(Result.DONE, f"{device.label} {mode.done}.", device)


DOES: dict[Verb, Callable[..., Outcome]] = {
    Verb.PLACE: _place,
    Verb.SORT: _sort,
    Verb.READY: _ready,
    Verb.PARTS: _set_aside,
    Verb.WASTE: _set_aside,
    Verb.STOCKTAKE: _see,
    Verb.SEND: _list,
    Verb.RECEIVE: _arrive,
}


TRANSFERS: dict[Verb, Callable[..., object]] = {Verb.SEND: transfers.take_off, Verb.RECEIVE: transfers.unsee}


@transaction.atomic
def undo(scan_id: uuid.UUID, *, by: Member) -> Scan:
    """Take back what a scan did, if nothing was done to the device since; twice changes nothing more."""
    made = Scan.objects.locked().get(pk=scan_id)
    require(made.member_id == by.pk)
    if made.undone_at:
        return made
    if made.result != Result.DONE or made.device_id is None:
        raise Refused("Ce scan n’a rien changé : il n’y a rien à annuler.")
    verb = made.card.partition(".")[0]
    if verb == Verb.TAKE_IN:
        devices.take_out(made.device_id, reason="Scan annulé", by=by)
    elif verb in TRANSFERS:
        TRANSFERS[Verb(verb)](uuid.UUID(hex=made.card.partition(".")[2]), made.device_id, by=by)
    elif verb != Verb.STOCKTAKE and made.before and made.after:
        devices.restore(made.device_id, made.before, made.after, by=by)
    made.undone_at = timezone.now()
    made.save(update_fields=["undone_at"])
    return made
