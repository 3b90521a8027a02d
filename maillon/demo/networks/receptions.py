"""What the lists of donors say of some lots at the end of the last day: one to check, one under way, one concluded."""

import datetime
from collections import Counter
from collections.abc import Iterable
from random import Random

from maillon.demo.book import receptions
from maillon.demo.book.book import read
from maillon.demo.networks.agenda import DAY, instant
from maillon.demo.networks.ground import Team
from maillon.demo.networks.scene import Scene
from maillon.giving.donations.models import AnnouncedUnit, Delivery, Offer
from maillon.giving.rounds.models import Stop
from maillon.matter.devices import reports
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Donor, Lot

MODELS = {
    "laptop": ("Lenovo", "ThinkPad T480"),
    "desktop": ("Dell", "OptiPlex 7050"),
    "monitor": ("Iiyama", "ProLite B2480"),
}
LACKING, LIGHTER_G = 3, 1_400
WHY = "Gardés par le service comptable, rendus l’an prochain"


def check(scene: Scene, head: Team) -> None:
    """The evening before today, once everything else has happened."""
    scene.agenda.at(instant(scene.today - DAY, 19), lambda at: _check(scene, head, at))


def _check(scene: Scene, head: Team, at: datetime.datetime) -> None:
    book, random = scene.book, Random(12)
    came = [one for one in reversed(book.rows[Delivery]) if one.lot.holder == head.organisation]
    companies = [one for one in came if one.offer.donor_kind != Donor.Kind.PERSON]
    is_open = [one for one in companies if one.lot.state == Lot.State.SORTING]
    over = [one for one in companies if one.lot.state == Lot.State.CLOSED]
    for one in is_open[:1]:
        receptions.announce(book, one.offer, _list(scene, one.lot, random))
        one.lot.to_check = True
    for one in is_open[1:2]:
        announced = receptions.announce(book, one.offer, _list(scene, one.lot, random))
        reception, _ = receptions.begin(book, one.lot, announced, by=head.lead, at=at)
        receptions.keep_donor_log(book, one.offer, "nwipe-poste-12.log", _log(), by=head.lead, at=at)
        receptions.weigh(book, reception, one.lot.weighed_g - LIGHTER_G, by=head.lead, at=at)
        for stop in (stop for stop in book.rows[Stop] if stop.lot is one.lot):
            stop.seals = "SC-00431, SC-00432"
    for one in over[:1]:
        _conclude(scene, head, one, random)
    waiting = (one for one in reversed(book.rows[Offer]) if one.network == head.lead.network)
    told = [one for one in waiting if one.state == Offer.State.SUBMITTED and one.donor_kind == Donor.Kind.COMPANY]
    for offer in told[:1]:
        units = {line.category: line.units for line in read(offer, "lines")}
        receptions.announce(book, offer, _lines(units.items(), random))


def _log() -> reports.Report:
    """What the donor's own nwipe says of a disk that nobody has looked at yet."""
    erased = reports.Erasure(
        disk_model="KINGSTON SA400S37240G",
        disk_serial="FX9D0N0RDISK",
        size_bytes=240_000_000_000,
        method="PRNG Stream",
        tool="nwipe",
        tool_version="0.42",
        verdict=reports.Verdict.ERASED,
        errors=0,
        read_back=True,
    )
    return reports.Report(kind="nwipe", erasures=(erased,))


def _conclude(scene: Scene, head: Team, delivery: Delivery, random: Random) -> None:
    """Of a lot whose balance was given, with the reasons that were."""
    book, lot = scene.book, delivery.lot
    announced = receptions.announce(book, delivery.offer, _list(scene, lot, random))
    at = instant(lot.closed_on or scene.today - DAY, 18)
    reception, listed = receptions.begin(book, lot, announced, by=head.lead, at=at)
    entered = Counter(device.category.pk for device in book.rows[Device] if device.lot is lot)
    reasons: dict[str, str] = {}
    lacks = 0
    for category, lines in _by_category(listed):
        left = entered[category.pk]
        for line in lines[left:]:
            reasons[f"line:{line.pk.hex}"] = WHY
            lacks += 1
    for count in read(lot, "counts"):
        if not count.category.counted_in_bulk and count.counted != entered[count.category.pk]:
            reasons[f"count:{count.category.pk}"] = lot.gap_reason or WHY
    receptions.conclude(book, reception, reasons, missing=lacks, by=head.lead, at=at)


def _by_category(listed: Iterable) -> list[tuple[Category, list]]:
    lines: dict[Category, list] = {}
    for line in listed:
        lines.setdefault(line.category, []).append(line)
    return list(lines.items())


def _list(scene: Scene, lot: Lot, random: Random) -> list[AnnouncedUnit]:
    """What the donor says the lot holds: what came of it, what is not entered yet, and a few laptops more."""
    came = [device for device in scene.book.rows[Device] if device.lot is lot]
    left = Counter({count.category: count.counted for count in read(lot, "counts")})
    left -= Counter(device.category for device in came)
    left[scene.book.categories["laptop"]] += LACKING
    more = [(category, units) for category, units in left.items() if not category.counted_in_bulk]
    return _lines(more, random, came)


def _lines(units: Iterable[tuple[Category, int]], random: Random, came: Iterable[Device] = ()) -> list[AnnouncedUnit]:
    made = [
        AnnouncedUnit(
            line=rank + 1,
            category=device.category,
            manufacturer=device.manufacturer,
            model=device.model,
            serial=device.serial,
            asset_tag=f"INV-{4000 + rank}",
        )
        for rank, device in enumerate(came, start=1)
    ]
    for category, count in units:
        manufacturer, model = MODELS.get(category.pk, ("", ""))
        for _ in range(count):
            rank = len(made) + 1
            made.append(
                AnnouncedUnit(
                    line=rank + 1,
                    category=category,
                    manufacturer=manufacturer,
                    model=model,
                    serial=f"FX{random.randrange(16**7):07X}" if rank % 3 else "",
                    asset_tag=f"INV-{4000 + rank}",
                    acquired_on=datetime.date(2019, 1 + rank % 12, 12),
                )
            )
    return made
