"""Out of the stock, and back."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices import policy
from maillon.matter.devices.actions.moves import advance, lock
from maillon.matter.devices.models import EXITS, Device, Medium, State
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account
from maillon.matter.lots.models import Regime
from maillon.matter.lots.queries import LENT_LAW


@transaction.atomic
def leave(
    device_id: uuid.UUID,
    to: State,
    *,
    promised_to: uuid.UUID,
    on: datetime.date,
    guarantee_until: datetime.date | None,
    by: Member,
) -> Device:
    """Give, sell or lend the device to the request that it was promised to. Never without its erasure proof."""
    device = lock(device_id, by=by)
    require(policy.may_hand_out(by, device))
    if to not in EXITS:
        raise Refused("Un appareil part en don, en vente ou en prêt.")
    if device.promised_to != promised_to:
        raise Refused(f"{device.title} n’est pas réservé pour cette demande.")
    if device.cleared_at is None:
        raise Refused("Rien ne sort avec des données : l’effacement de cet appareil n’est pas prouvé.")
    if device.regime == Regime.LOAN and to != State.ON_LOAN:
        raise Refused(
            f"{device.title} appartient toujours à qui l’a prêté au réseau : il ne se donne ni ne se vend. Prêtez-le.",
            field="kind",
            source=LENT_LAW,
        )
    if device.media.inside().filter(recheck_due=True).exists():
        raise Refused(f"Un disque de {device.title} est tiré au sort : une seconde personne doit d’abord le relire.")
    device = advance(device.pk, to, by=by, promised_to=None, promised_until=None, guarantee_until=guarantee_until)
    entry = journal.record("devices.leave", device, by=by, label=device.label, state=to, mass_g=device.mass_g)
    _move(device, Account.DEVICES, Account.PEOPLE, on=on, act=entry.pk, by=by)
    return device


@transaction.atomic
def take_back(device_id: uuid.UUID, *, reason: str, by: Member) -> Device:
    """A device comes back: it may hold someone's data again, so each of its media is to be erased again."""
    device = lock(device_id, by=by)
    require(policy.may_hand_out(by, device))
    device = advance(device.pk, State.RETURNED, by=by, cleared_at=None, tested_at=None, no_medium="")
    device.media.inside().update(state=Medium.State.TO_ERASE, recheck_due=False)
    entry = journal.record("devices.take_back", device, by=by, label=device.label, reason=reason)
    _move(device, Account.PEOPLE, Account.DEVICES, on=timezone.localdate(), act=entry.pk, by=by, reason=reason)
    return device


@transaction.atomic
def recycle(device_id: uuid.UUID, *, reason: str, by: Member) -> Device:
    """Send the device to recycling: the one way out that is open to data that could not be erased."""
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    device = advance(device.pk, State.RECYCLED, by=by)
    entry = journal.record("devices.recycle", device, by=by, label=device.label, mass_g=device.mass_g, reason=reason)
    _move(device, Account.DEVICES, Account.WASTE, on=timezone.localdate(), act=entry.pk, by=by, reason=reason)
    return device


@transaction.atomic
def lose(device_id: uuid.UUID, *, reason: str, by: Member) -> Device:
    """The device cannot be found, or was stolen: said, with a reason, and counted as a loss."""
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    if not reason.strip():
        raise Refused("Dites ce qui s’est passé : introuvable à l’inventaire, vol déclaré le…", field="reason")
    device = advance(device.pk, State.LOST, by=by)
    entry = journal.record("devices.lose", device, by=by, label=device.label, mass_g=device.mass_g, reason=reason)
    _move(device, Account.DEVICES, Account.LOST, on=timezone.localdate(), act=entry.pk, by=by, reason=reason)
    return device


@transaction.atomic
def find(device_id: uuid.UUID, *, by: Member) -> Device:
    """A lost device is found again: the loss is taken back, and what it holds must be erased anew."""
    device = lock(device_id, by=by)
    require(policy.may_work_on(by, device))
    device = advance(device.pk, State.RECEIVED, by=by, cleared_at=None, tested_at=None, no_medium="")
    device.media.inside().update(state=Medium.State.TO_ERASE, recheck_due=False)
    entry = journal.record("devices.find", device, by=by, label=device.label, mass_g=device.mass_g)
    _move(device, Account.LOST, Account.DEVICES, on=timezone.localdate(), act=entry.pk, by=by)
    return device


def _move(
    device: Device, source: Account, target: Account, *, on: datetime.date, act: uuid.UUID, by: Member, reason: str = ""
) -> None:
    line = ledger.Line(
        source=source,
        target=target,
        units=1,
        mass_g=device.mass_g,
        category=device.category,
        lot=device.lot_id,
        device=device.pk,
        reason=reason,
    )
    ledger.move([line], network=device.network, holder=device.holder, on=on, act=act, by=by)
