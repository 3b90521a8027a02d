"""As `erasure.actions`."""

import datetime
from collections.abc import Mapping

from maillon.demo.book.book import Book, local_day, read
from maillon.demo.book.devices import advance, clear_medium
from maillon.ground.documents.models import Document, Revocation
from maillon.ground.organisations.models import Member, Network
from maillon.matter.devices import reports
from maillon.matter.devices.models import Device, Medium, State
from maillon.matter.erasure.actions import OUTCOME
from maillon.matter.erasure.models import Erasure, HeldLog, Level, Method, Recheck, Rules
from maillon.matter.erasure.queries import certificate_facts, lot_facts, technique_of, verdict_of
from maillon.matter.lots.models import Lot


def record_log(
    book: Book, device: Device, report: reports.Report, *, evidence: str, by: Member, at: datetime.datetime
) -> list[Erasure]:
    """As `record_log` once the log is read: it tells of each medium of the device, in order."""
    return [
        _record(book, device, medium, erasure, evidence, list(report.warnings), by=by, at=at)
        for medium, erasure in zip(read(device, "media"), report.erasures, strict=True)
    ]


def _record(
    book: Book,
    device: Device,
    medium: Medium,
    told: reports.Erasure,
    evidence: str,
    limits: list[str],
    *,
    by: Member,
    at: datetime.datetime,
) -> Erasure:
    verdict, technique = verdict_of(told), technique_of(told)
    method = _method(book, medium.kind, technique) if verdict in Erasure.SUCCESSES else None
    made = book.enter(
        Erasure,
        at,
        device=device,
        medium=medium,
        operator=by,
        verdict=verdict,
        level=method.level if method else Level.NONE,
        caution=method.caution if method else "",
        technique=technique,
        method=told.method or "écrasement",
        tool=told.tool or "",
        tool_version=told.tool_version or "",
        started_at=told.started_at or "",
        ended_at=told.ended_at or "",
        errors=told.errors or 0,
        evidence=evidence,
        limits=limits,
    )
    made._state.fields_cache["recheck"] = None
    read(medium, "erasures").insert(0, made)
    clear_medium(device, medium, OUTCOME[verdict], at)
    book.record(
        "erasure.record_log",
        device,
        by=by,
        at=at,
        label=device.label,
        medium=str(medium),
        serial=medium.serial,
        verdict=str(verdict),
        level=str(made.level),
        how=technique.label,
        method=made.method,
        tool=f"{made.tool} {made.tool_version}".strip(),
        evidence=evidence,
    )
    return made


def _method(book: Book, kind: str, technique: str) -> Method | None:
    """The last line of the table for this technique: it was in force all along."""
    if book.methods is None:
        book.methods = {(one.kind, one.technique): one for one in Method.objects.filter(ends_on=None)}
    return book.methods.get((kind, technique))


def certify(book: Book, device: Device, *, by: Member, at: datetime.datetime) -> Document:
    """As `certify`, of a device that has no certificate yet."""
    document = book.issue(
        Document.Kind.ERASURE,
        network=device.network,
        issuer=device.holder,
        recipient=device.lot.donor.organisation,
        about=device.pk,
        facts=certificate_facts(device),
        on=local_day(at),
        by=by,
        at=at,
    )
    book.record("erasure.certify", device, by=by, at=at, label=device.label, certificate=document.reference)
    return document


def certify_lot(
    book: Book, lot: Lot, certified: Mapping[Device, Document], *, by: Member, at: datetime.datetime
) -> Document:
    """As `certify_lot`, of a lot whose devices that may hold data are all certified or gone."""
    document = book.issue(
        Document.Kind.ERASURE_LOT,
        network=lot.network,
        issuer=lot.holder,
        recipient=lot.donor.organisation,
        about=lot.pk,
        facts=lot_facts(lot, list(certified), {device.pk: document for device, document in certified.items()}),
        on=local_day(at),
        by=by,
        at=at,
    )
    book.record("erasure.certify_lot", lot, by=by, at=at, lot=lot.reference, certificate=document.reference)
    return document


def set_rules(book: Book, network: Network, *, recheck_percent: int, by: Member, at: datetime.datetime) -> Rules:
    rules = book.enter(Rules, at, network=network, recheck_percent=recheck_percent, manual_entry=True)
    told = {"recheck_percent": recheck_percent, "manual_entry": True}
    book.record("erasure.set_rules", rules, by=by, at=at, network=network.pk, **told)
    return rules


def draw(book: Book, made: Erasure, *, at: datetime.datetime) -> Recheck:
    """The lot falls on this erasure."""
    made.medium.recheck_due = True
    device = made.device
    book.record("erasure.draw", device, by=made.operator, at=at, label=device.label, medium=str(made.medium))
    return book.enter(Recheck, at, erasure=made)


def recheck(book: Book, found: Recheck, *, good: bool, finding: str, by: Member, at: datetime.datetime) -> None:
    made = found.erasure
    device, medium = made.device, made.medium
    found.state = Recheck.State.GOOD if good else Recheck.State.BAD
    found.by_id, found.checked_at, found.finding = by.pk, at, finding
    medium.recheck_due = False
    told = {"label": device.label, "medium": str(medium), "good": good, "finding": finding}
    book.record("erasure.recheck", device, by=by, at=at, **told)
    if not good:
        made.cancelled_at, made.cancelled_by_id = at, by.pk
        made.cancelled_why = "relu par une seconde personne, il n’est pas effacé"
        medium.state = Medium.State.TO_ERASE
        advance(device, State.TO_ERASE, at, cleared_at=None, no_medium="")


def revoke(book: Book, document: Document, device: Device, *, reason: str, by: Member, at: datetime.datetime) -> None:
    made = book.enter(Revocation, at, document=document, by=by, reason=reason)
    book.record("documents.revoke", document, by=by, at=at, reference=document.reference, reason=made.reason)
    book.record("erasure.revoke", device, by=by, at=at, certificate=document.reference, reason=made.reason)


def hold(
    book: Book, device: Device, report: reports.Report, why: str, *, evidence: str, by: Member, at: datetime.datetime
) -> HeldLog:
    """A log that names no disk of the device waits."""
    return book.enter(HeldLog, at, device=device, by=by.user, evidence=evidence, facts=report.as_json(), why=why)


def take_out(book: Book, device: Device, medium: Medium, *, reason: str, by: Member, at: datetime.datetime) -> Medium:
    medium.removed_at, medium.why = at, reason
    if device.state == State.TO_ERASE and all(one.settled for one in read(device, "media")):
        advance(device, State.ERASED, at, cleared_at=at)
    told = {"label": device.label, "medium": str(medium), "serial": medium.serial, "reason": reason}
    book.record("erasure.take_out", device, by=by, at=at, **told)
    return medium
