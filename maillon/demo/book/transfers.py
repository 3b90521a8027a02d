"""As `transfers.actions`."""

import datetime
from collections.abc import Collection, Sequence

from maillon.demo.book.book import Book, local_day
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member, Organisation, Site
from maillon.matter.devices.models import Device
from maillon.matter.ledger.actions import Line
from maillon.matter.ledger.models import Account
from maillon.matter.transfers.models import Agreement, Item, Outcome, Transfer
from maillon.matter.transfers.queries import waybill_facts
from maillon.matter.transfers.tasks import addresses, letter, received_text, sent_text


def record_agreement(
    book: Book, other: Organisation, *, title: str, starts_on: datetime.date, by: Member, at: datetime.datetime
) -> Agreement:
    made = book.enter(
        Agreement,
        at,
        network=by.network,
        first=by.organisation,
        second=other,
        title=title,
        starts_on=starts_on,
        recorded_by=by,
    )
    book.record(
        "transfers.record_agreement",
        made,
        by=by,
        at=at,
        title=title,
        first=by.organisation.name,
        second=other.name,
        starts_on=starts_on.isoformat(),
    )
    return made


def open_transfer(
    book: Book, receiver: Organisation, *, agreement: Agreement, by: Member, at: datetime.datetime
) -> Transfer:
    made = book.enter(
        Transfer,
        at,
        network=by.network,
        sender=by.organisation,
        receiver=receiver,
        agreement=agreement.title,
        under=agreement,
        prepared_by=by,
    )
    book.record("transfers.open", made, by=by, at=at, receiver=receiver.name)
    return made


def add(book: Book, transfer: Transfer, device: Device, *, by: Member, at: datetime.datetime) -> Item:
    book.record("transfers.add", transfer, by=by, at=at, label=device.label)
    return book.row(Item, transfer=transfer, device=device)


def send(
    book: Book, transfer: Transfer, items: Sequence[Item], *, seals: str, by: Member, at: datetime.datetime
) -> None:
    for item in items:
        item.mass_g = item.device.mass_g
    transfer.seals = seals
    facts = waybill_facts(transfer, list(items), [])
    document = book.issue(
        Document.Kind.TRANSFER,
        network=transfer.network,
        issuer=transfer.sender,
        recipient=transfer.receiver,
        about=transfer.pk,
        facts=facts,
        on=local_day(at),
        by=by,
        at=at,
    )
    transfer.reference, transfer.state, transfer.sent_at = document.reference, Transfer.State.SENT, at
    for item in items:
        item.device.transfer, item.device.location = transfer.pk, None
        told = {"label": item.device.label, "transfer": transfer.reference, "receiver": transfer.receiver.name}
        book.record("devices.depart", item.device, by=by, at=at, **told)
    told = {"transfer": transfer.reference, "units": facts["units"], "mass_g": facts["mass_g"]}
    book.record("transfers.send", transfer, by=by, at=at, **told)
    _tell(
        book,
        transfer,
        transfer.receiver,
        "en route vers vous",
        sent_text(transfer, facts["units"], facts["mass_g"]),
        at,
    )


def _tell(book: Book, transfer: Transfer, to: Organisation, what: str, text: str, at: datetime.datetime) -> None:
    subject, body = letter(transfer, what, text)
    known = (transfer.prepared_by, *book.rows[Member])
    acting = [one for one in known if one.organisation_id == to.pk and one.network_id == transfer.network_id]
    for address in addresses(to, acting):
        book.write(address, subject, body, at=at, network=transfer.network_id)


def finish(
    book: Book,
    transfer: Transfer,
    items: Sequence[Item],
    *,
    site: Site,
    missing: Collection[Item] = (),
    by: Member,
    at: datetime.datetime,
) -> None:
    """Everything is received but the `missing`, for the sender to say what they became."""
    transfer.site, transfer.received_at = site, at
    transfer.seal_states = dict.fromkeys(transfer.seal_numbers, ("intact", ""))
    taken = [item for item in items if item not in missing]
    for item in missing:
        item.outcome, item.reason = Outcome.MISSING, "Absent de la palette, scellé intact"
    for item in taken:
        _arrive(book, transfer, item, by=by, at=at)
    transfer.state = Transfer.State.RECEIVED if missing else Transfer.State.CLOSED
    transfer.closed_at = None if missing else at
    book.record(
        "transfers.finish",
        transfer,
        by=by,
        at=at,
        transfer=transfer.reference,
        units=len(taken),
        mass_g=sum(item.device.mass_g for item in taken),
        gaps=len(missing),
        broken="",
    )
    _tell(book, transfer, transfer.sender, "reçu", received_text(transfer, len(missing)), at)


def _arrive(book: Book, transfer: Transfer, item: Item, *, by: Member, at: datetime.datetime) -> None:
    device = item.device
    item.seen_at, item.outcome, item.settled = at, Outcome.RECEIVED, True
    entry = book.record(
        "devices.arrive",
        device,
        by=by,
        at=at,
        label=device.label,
        mass_g=device.mass_g,
        transfer=transfer.reference,
        sender=transfer.sender.name,
        receiver=transfer.receiver.name,
    )
    for holder, source, target in (
        (transfer.sender, Account.DEVICES, Account.MEMBER),
        (transfer.receiver, Account.MEMBER, Account.DEVICES),
    ):
        line = Line(
            source=source,
            target=target,
            units=1,
            mass_g=device.mass_g,
            category=device.category,
            lot=device.lot_id,
            device=device.pk,
            reason=f"Transfert {transfer.reference}",
        )
        book.move([line], network=transfer.network, holder=holder, on=local_day(at), act=entry.pk)
    device.holder, device.site, device.location, device.transfer = transfer.receiver, transfer.site, None, None
