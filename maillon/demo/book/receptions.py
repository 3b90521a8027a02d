"""As `receptions.actions`."""

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence

from maillon.demo.book.book import Book
from maillon.giving.donations.models import AnnouncedUnit, Offer
from maillon.giving.receptions.models import Explanation, ListedUnit, Reception
from maillon.ground.organisations.models import Member
from maillon.matter.devices import reports
from maillon.matter.erasure.models import DonorLog
from maillon.matter.lots.models import Lot


def announce(book: Book, offer: Offer, units: Sequence[AnnouncedUnit]) -> list[AnnouncedUnit]:
    """The list that was joined to an offer."""
    said = ("line", "category", "units", "manufacturer", "model", "serial", "asset_tag", "acquired_on")
    return [book.row(AnnouncedUnit, offer=offer, **{name: getattr(unit, name) for name in said}) for unit in units]


def begin(
    book: Book, lot: Lot, announced: Sequence[AnnouncedUnit], *, by: Member, at: datetime.datetime
) -> tuple[Reception, list[ListedUnit]]:
    lot.to_check = True
    reception = book.enter(Reception, at, lot=lot)
    listed = []
    for one in announced:
        said = ("line", "category", "units", "manufacturer", "model", "serial", "asset_tag")
        told = {name: getattr(one, name) for name in said}
        listed.append(book.enter(ListedUnit, at, reception=reception, **told))
    book.record("receptions.begin", lot, by=by, at=at, lot=lot.reference)
    return reception, listed


def keep_donor_log(
    book: Book, offer: Offer, name: str, report: reports.Report, *, by: Member, at: datetime.datetime
) -> DonorLog:
    """As `erasure.keep_donor_logs`, of one file."""
    facts = report.as_json()
    evidence = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    said = {"about": offer.pk, "name": name, "evidence": evidence, "facts": facts}
    log = book.enter(DonorLog, at, network=offer.network, **said)
    book.record("erasure.keep_donor_log", log, by=by, at=at, evidence=evidence, disks=len(report.erasures))
    return log


def weigh(book: Book, reception: Reception, weighed_g: int, *, by: Member, at: datetime.datetime) -> None:
    reception.weighed_g = weighed_g
    told = {"lot": reception.lot.reference, "mass_g": weighed_g}
    book.record("receptions.weigh", reception.lot, by=by, at=at, **told)


def conclude(
    book: Book,
    reception: Reception,
    reasons: Mapping[str, str],
    *,
    missing: int,
    by: Member,
    at: datetime.datetime,
) -> None:
    """Of a lot whose balance is given."""
    for subject, reason in reasons.items():
        book.row(Explanation, reception=reception, subject=subject, reason=reason)
    reception.concluded_at, reception.concluded_by = at, by
    told = {"lot": reception.lot.reference, "missing": missing, "unexpected": 0, "gaps": len(reasons)}
    book.record("receptions.conclude", reception.lot, by=by, at=at, **told)
