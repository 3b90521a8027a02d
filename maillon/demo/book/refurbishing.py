"""As `refurbishing.actions`."""

import datetime
import uuid
from collections.abc import Mapping

from maillon.demo.book.book import Book, local_day
from maillon.demo.book.devices import advance
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device, State
from maillon.matter.refurbishing.models import CpuScore, Examination, Installation, Review, cpu_key
from maillon.matter.refurbishing.queries import propose


def install(
    book: Book,
    device: Device,
    *,
    system: str,
    by: Member,
    at: datetime.datetime,
    until: datetime.date | None = None,
    id: uuid.UUID | None = None,
) -> Installation:
    made = book.enter(
        Installation,
        at,
        id=id,
        device=device,
        installer=by,
        system=system,
        until=until,
        on=local_day(at),
    )
    device.system, device.system_until = system, until
    if device.state == State.ERASED:
        advance(device, State.IN_REPAIR, at)
    book.record("refurbishing.install", device, by=by, at=at, label=device.label, system=system)
    return made


def examine(
    book: Book,
    device: Device,
    *,
    results: Mapping[str, str],
    cosmetic: str,
    by: Member,
    at: datetime.datetime,
    known_defects: str = "",
    second_check: bool = False,
    id: uuid.UUID | None = None,
) -> Examination:
    """As `examine`, with the proposed grade; with `second_check`, as where the network asks for one."""
    checks = book.checks[device.category.slug]
    proposal = propose(device, cosmetic, book.rule, book.score(device.cpu))
    passed = all(results[slug] == Examination.Result.GOOD for slug, blocking in checks if blocking)
    made = book.enter(
        Examination,
        at,
        id=id,
        device=device,
        examiner=by,
        results={slug: results[slug] for slug, _ in checks},
        cosmetic=cosmetic,
        rule=book.rule,
        proposed=proposal.grade,
        grade=proposal.grade,
        passed=passed,
        usage=proposal.usage,
        known_defects=known_defects,
    )
    if device.state == State.ERASED:
        advance(device, State.IN_REPAIR, at)
    if passed and second_check:
        book.enter(Review, at, examination=made)
    elif passed:
        advance(
            device,
            State.READY,
            at,
            tested_at=at,
            grade=proposal.grade,
            usage=proposal.usage,
            known_defects=known_defects,
        )
    book.record(
        "refurbishing.examine", device, by=by, at=at, label=device.label, passed=passed, grade=str(proposal.grade)
    )
    return made


def note_score(book: Book, name: str, score: int, *, by: Member, at: datetime.datetime) -> CpuScore:
    made = book.enter(
        CpuScore,
        at,
        network=by.network,
        key=cpu_key(name),
        name=name,
        score=score,
        noted_by=by,
        noted_on=local_day(at),
    )
    book.scores[made.key] = score
    book.record("refurbishing.note_score", made, by=by, at=at, cpu=name, score=score, before=None)
    return made
