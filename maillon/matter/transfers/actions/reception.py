"""What arrives: scanned, compared with the waybill, then moved in the ledger; what did not arrive, settled."""

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from maillon.common import moments
from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Site
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger import actions as ledger
from maillon.matter.ledger.models import Account
from maillon.matter.transfers import policy, queries, tasks
from maillon.matter.transfers.models import TAKEN, Bulk, Item, Outcome, Seal, Transfer
from maillon.matter.transfers.queries.checks import PUBLIC_LAW

Decision = tuple[str, str]
"""An outcome, and its reason."""


def _arriving(transfer_id: uuid.UUID, *, by: Member) -> Transfer:
    transfer = Transfer.objects.whole().locked().get(pk=transfer_id)
    require(policy.may_receive(by, transfer))
    return transfer


@transaction.atomic
def see(transfer_id: uuid.UUID, device_id: uuid.UUID, *, by: Member, at: datetime.datetime | None = None) -> Item:
    """Note that this device is here; one that is not on the waybill is noted too, to be decided of at the end.

    A missing device that comes after the end of the reception is received at once. Twice changes nothing more. `at`: when
    it was done, where a phone says it later.
    """
    transfer = _arriving(transfer_id, by=by)
    item = transfer.items.select_related("device__category").filter(device=device_id).first()
    late = transfer.state == Transfer.State.RECEIVED and item is not None and item.outcome == Outcome.MISSING
    if transfer.state != Transfer.State.SENT and not late:
        raise Refused(f"{transfer} est « {transfer.get_state_display().lower()} » : il n’attend plus rien.")
    if item is None:
        device = Device.objects.select_related("category").get(pk=device_id, network=transfer.network_id)
        item = Item(transfer=transfer, device=device, expected=False)
    if item.seen_at is None:
        item.seen_at = moments.believed(at, since=transfer.sent_at)
        item.save()
    if late:
        _take(transfer, [(item, Outcome.RECEIVED, f"{item.reason} Arrivé ensuite.".strip()[:200])], by=by)
        _end(transfer, by=by)
    return item


@transaction.atomic
def unsee(transfer_id: uuid.UUID, device_id: uuid.UUID, *, by: Member) -> Transfer:
    """Take back a scan of the reception, before its end."""
    transfer = _arriving(transfer_id, by=by)
    if transfer.state != Transfer.State.SENT:
        raise Refused(f"La réception de {transfer} est terminée : ce scan ne s’annule plus.")
    transfer.items.filter(device=device_id, expected=False).delete()
    transfer.items.filter(device=device_id).update(seen_at=None)
    return transfer


@transaction.atomic
def finish(
    transfer_id: uuid.UUID,
    *,
    site: Site | None,
    by: Member,
    decisions: Mapping[uuid.UUID, Decision] | None = None,
    bulk: Mapping[int, tuple[int, str]] | None = None,
    seals: Mapping[str, Decision] | None = None,
) -> Transfer:
    """End the reception: what is here changes hands in the ledger, each difference with the waybill has its reason.

    `decisions` by device, what is scanned and expected being received without a word; `bulk`, units and reason by line;
    `seals`, by number, how each sealed container came, with the reason when it is not intact. The regime is checked again: what the receiver may not hold goes back. What is missing stays in the sender's stock,
    who says what became of it. Raises Refused for a difference without a reason.
    """
    transfer = _arriving(transfer_id, by=by)
    if transfer.state in (Transfer.State.RECEIVED, Transfer.State.CLOSED):
        return transfer
    if transfer.state != Transfer.State.SENT:
        raise Refused(f"{transfer} n’est pas en transit : il ne se reçoit pas.")
    if site and site.organisation_id != transfer.receiver_id:
        raise Refused(f"Ce site n’est pas de {transfer.receiver} : choisissez l’un des siens.", field="site")
    transfer.site, transfer.seal_states = site, _seen_seals(transfer, seals or {})
    taken: list[tuple[Item, str, str]] = []
    others: list[tuple[Item, str, str]] = []
    for row in queries.tally(transfer, queries.rows(transfer)):
        outcome, reason = _decided(row, decisions or {})
        (taken if outcome in TAKEN else others).append((row.item, outcome, reason))
    _take(transfer, taken, by=by)
    _leave(transfer, others, by=by)
    moved = _take_bulk(transfer, bulk or {}, by=by)
    transfer.received_at, transfer.state = timezone.now(), Transfer.State.RECEIVED
    transfer.save(update_fields=["site", "seal_states", "received_at", "state"])
    gaps = transfer.items.exclude(outcome=Outcome.RECEIVED).count() + transfer.bulks.exclude(reason="").count()
    broken = [number for number, (state, _) in transfer.seal_states.items() if state != Seal.INTACT]
    journal.record(
        "transfers.finish",
        transfer,
        by=by,
        transfer=transfer.reference,
        units=len(taken) + sum(line.units for line in moved),
        mass_g=sum(item.device.mass_g for item, _, _ in taken) + sum(line.mass_g for line in moved),
        gaps=gaps + len(broken),
        broken=", ".join(broken),
    )
    _end(transfer, by=by)
    tasks.tell_received(transfer, gaps + len(broken), by=by)
    return transfer


def _seen_seals(transfer: Transfer, told: Mapping[str, Decision]) -> dict[str, Decision]:
    """How each noted container came; each one was looked at, and one that is not intact has its reason."""
    states: dict[str, Decision] = {}
    for rank, number in enumerate(transfer.seal_numbers):
        state, reason = told.get(number, ("", ""))
        if state not in Seal.values:
            raise Refused(f"Scellé {number} : dites s’il est intact, rompu ou absent.", field=f"seal_{rank}")
        if state != Seal.INTACT and not reason.strip():
            raise Refused(
                f"Scellé {number}, « {Seal(state).label.lower()} » : dites pourquoi, sur sa ligne ou pour tous.",
                field=f"seal_why_{rank}",
            )
        states[number] = (state, "" if state == Seal.INTACT else reason.strip()[:200])
    return states


def _decided(row: queries.Row, decisions: Mapping[uuid.UUID, Decision]) -> Decision:
    device = row.item.device
    outcome, reason = decisions.get(device.pk, (row.choices[0], ""))
    if outcome not in row.choices:
        raise Refused(f"{device.label} : ce qui a été scanné a changé, dites de nouveau ce qu’il devient.")
    if outcome != Outcome.RECEIVED and not reason.strip():
        raise Refused(
            f"{device.label}, « {Outcome(outcome).label.lower()} » : dites pourquoi, sur sa ligne ou pour tous.",
            field=f"reason_{row.name}",
        )
    return outcome, reason.strip()[:200]


def _take(transfer: Transfer, taken: list[tuple[Item, str, str]], *, by: Member) -> None:
    """These devices change hands; one that came damaged goes back to the bench, and says so."""
    today = timezone.localdate()
    for item, _, _ in taken:
        if not queries.entitled(transfer.receiver, item.device.regime, today):
            raise Refused(
                f"{item.device.title} ({item.device.label}) vient d’un organisme public : {transfer.receiver} n’a pas "
                "prouvé qu’il peut en recevoir. Notez-le « à renvoyer », ou ajoutez d’abord la preuve à sa fiche.",
                field=f"outcome_{item.device.pk.hex}",
                source=PUBLIC_LAW,
            )
    keys = [item.device_id for item, _, _ in taken]
    devices.arrive(keys, receiver=transfer.receiver, site=transfer.site, reference=transfer.reference, by=by)
    for item, outcome, reason in taken:
        item.outcome, item.reason, item.settled = outcome, reason, True
        item.save(update_fields=["outcome", "reason", "settled"])
        if outcome == Outcome.DAMAGED:
            _damage(item.device, reason, by=by)


def _damage(device: Device, reason: str, *, by: Member) -> None:
    known = f"{device.known_defects} Abîmé en transit : {reason}".strip()[:200]
    if device.state == State.READY:
        devices.advance(device.pk, State.IN_REPAIR, by=by, known_defects=known)
    else:
        Device.objects.filter(pk=device.pk).update(known_defects=known)


def _leave(transfer: Transfer, others: list[tuple[Item, str, str]], *, by: Member) -> None:
    """What does not change hands: missing, it is still on the way; to send back, it stands in its holder's stock."""
    for item, outcome, reason in others:
        item.outcome, item.reason, item.settled = outcome, reason, outcome != Outcome.MISSING
        item.save(update_fields=["outcome", "reason", "settled"])
        if outcome == Outcome.RETURNED and item.expected:
            devices.stay([item.device_id], reference=transfer.reference, reason=reason, by=by)


def _take_bulk(transfer: Transfer, told: Mapping[int, tuple[int, str]], *, by: Member) -> list[ledger.Line]:
    """Move what was counted on arrival, from the oldest lots of the sender's stock."""
    today, moved = timezone.localdate(), []
    for bulk in transfer.bulks.select_related("category"):
        received, reason = told.get(bulk.pk, (bulk.units, ""))
        if received != bulk.units and not reason.strip():
            raise Refused(
                f"{bulk.category.plural} : {received} reçus pour {bulk.units} envoyés, dites pourquoi.",
                field=f"why_{bulk.pk}",
            )
        shares = queries.shares(transfer, bulk, received, today)
        if sum(share.units for share in shares) < received:
            held = sum(share.units for share in shares)
            raise Refused(
                f"{bulk.category.plural} : {transfer.sender} n’en a que {held} au registre. Notez {held} reçus, et dites "
                "pourquoi.",
                field=f"units_{bulk.pk}",
            )
        moved += _move(transfer, bulk, shares, by=by)
        bulk.received, bulk.reason = received, reason.strip()[:200]
        bulk.outcome = Outcome.MISSING if received < bulk.units else Outcome.RECEIVED
        bulk.save(update_fields=["received", "reason", "outcome"])
    return moved


def _move(transfer: Transfer, bulk: Bulk, shares: list[queries.Share], *, by: Member) -> list[ledger.Line]:
    account = Account(bulk.account)
    for holder, source, target in (
        (transfer.sender, account, Account.MEMBER),
        (transfer.receiver, Account.MEMBER, account),
    ):
        lines = [
            ledger.Line(
                source=source,
                target=target,
                units=share.units,
                mass_g=share.mass_g,
                category=bulk.category,
                lot=share.lot,
                reason=f"Transfert {transfer.reference}",
            )
            for share in shares
        ]
        ledger.move(lines, network=transfer.network, holder=holder, on=timezone.localdate(), act=transfer.pk, by=by)
    return lines


def _end(transfer: Transfer, *, by: Member) -> None:
    """Close the transfer once nothing of it is left to settle."""
    missing = transfer.items.filter(settled=False, expected=True).exists()
    if missing or transfer.bulks.filter(outcome=Outcome.MISSING).exists():
        return
    transfer.state, transfer.closed_at = Transfer.State.CLOSED, timezone.now()
    transfer.save(update_fields=["state", "closed_at"])


@transaction.atomic
def settle(
    transfer_id: uuid.UUID,
    *,
    by: Member,
    decisions: Mapping[uuid.UUID, Decision] | None = None,
    bulk: Mapping[int, Decision] | None = None,
) -> Transfer:
    """Say what became of what did not arrive: it never left, or it was lost on the way, which is a loss of the sender.

    What is not named yet stays to settle. Raises Refused for an outcome without a reason.
    """
    transfer = Transfer.objects.whole().locked().get(pk=transfer_id)
    require(policy.may_settle(by, transfer))
    if transfer.state == Transfer.State.CLOSED:
        return transfer
    if transfer.state != Transfer.State.RECEIVED:
        raise Refused(f"{transfer} n’a pas d’écart à régler.")
    told = []
    for item in transfer.items.filter(outcome=Outcome.MISSING, settled=False).select_related("device"):
        if item.device_id in (decisions or {}):
            told.append(_settle(transfer, item, *(decisions or {})[item.device_id], by=by))
    for line in transfer.bulks.filter(outcome=Outcome.MISSING).select_related("category"):
        if line.pk in (bulk or {}):
            told.append(_settle_bulk(transfer, line, *(bulk or {})[line.pk], by=by))
    journal.record("transfers.settle", transfer, by=by, told=", ".join(told)[:400])
    _end(transfer, by=by)
    return transfer


def _check(outcome: str, reason: str, name: str, field: str) -> str:
    if outcome not in (Outcome.STAYED, Outcome.LOST):
        raise Refused(f"{name} : dites s’il est resté chez vous, ou perdu en route.")
    if not reason.strip():
        raise Refused(f"{name} : dites ce qui s’est passé.", field=field)
    return reason.strip()


def _settle(transfer: Transfer, item: Item, outcome: str, reason: str, *, by: Member) -> str:
    why = _check(outcome, reason, item.device.label, f"reason_{item.device.pk.hex}")
    devices.stay([item.device_id], reference=transfer.reference, reason=why, by=by)
    if outcome == Outcome.LOST:
        devices.lose(item.device_id, reason=f"Perdu en route, {transfer.reference} : {why}"[:200], by=by)
    item.outcome, item.settled = outcome, True
    item.reason = f"{item.reason} {why}".strip()[:200]
    item.save(update_fields=["outcome", "reason", "settled"])
    return f"{item.device.label} {item.get_outcome_display().lower()}"


def _settle_bulk(transfer: Transfer, line: Bulk, outcome: str, reason: str, *, by: Member) -> str:
    why = _check(outcome, reason, line.category.plural, f"why_{line.pk}")
    if outcome == Outcome.LOST:
        lost = queries.shares(transfer, line, line.missing, timezone.localdate())
        made = [
            ledger.Line(
                source=Account(line.account),
                target=Account.LOST,
                units=share.units,
                mass_g=share.mass_g,
                category=line.category,
                lot=share.lot,
                reason=f"Perdu en route, {transfer.reference} : {why}"[:200],
            )
            for share in lost
        ]
        ledger.move(
            made, network=transfer.network, holder=transfer.sender, on=timezone.localdate(), act=transfer.pk, by=by
        )
    line.outcome = outcome
    line.reason = f"{line.reason} {why}".strip()[:200]
    line.save(update_fields=["outcome", "reason"])
    return f"{line.missing} {line.category.plural.lower()} {line.get_outcome_display().lower()}"
