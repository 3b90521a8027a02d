"""As `erasure.actions`."""

import datetime

from maillon.demo.book.book import Book, local_day, read
from maillon.demo.book.devices import clear_medium
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member
from maillon.matter.devices import reports
from maillon.matter.devices.models import Device, Medium
from maillon.matter.erasure.actions import OUTCOME
from maillon.matter.erasure.models import Erasure
from maillon.matter.erasure.queries import certificate_facts, verdict_of


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
    verdict = verdict_of(told)
    made = book.enter(
        Erasure,
        at,
        device=device,
        medium=medium,
        operator=by,
        verdict=verdict,
        level=Erasure.Level.CLEAR if verdict in Erasure.SUCCESSES else Erasure.Level.NONE,
        method=told.method or "écrasement",
        tool=told.tool or "",
        tool_version=told.tool_version or "",
        started_at=told.started_at or "",
        ended_at=told.ended_at or "",
        errors=told.errors or 0,
        evidence=evidence,
        limits=limits,
    )
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
        method=made.method,
        tool=f"{made.tool} {made.tool_version}".strip(),
        evidence=evidence,
    )
    return made


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
