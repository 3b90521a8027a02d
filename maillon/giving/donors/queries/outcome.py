"""What became of what a donor gave, from the movements of the ledger: of one lot, or of one year."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Sum
from django.utils import timezone

from maillon.common import numbers
from maillon.giving.donors.models import Acquisition
from maillon.ground.documents.models import Document
from maillon.matter.devices.models import EXITS, Device, State
from maillon.matter.ledger.models import Account, Category, Movement
from maillon.matter.lots.models import Donor, Lot

REUSED, PARTS, RECYCLED, PROGRESS, LOST, UNEXPLAINED = "reused", "parts", "recycled", "progress", "lost", "unexplained"
FATES = {
    REUSED: ("Réemployé", "out", "donné, vendu à prix solidaire ou prêté"),
    PARTS: ("Pièces", "end", "démonté : ses pièces en réparent d’autres"),
    RECYCLED: ("Recyclé", "end", "confié à un recycleur"),
    PROGRESS: ("En cours", "run", "à trier, à effacer, à réparer, ou prêt"),
    LOST: ("Perdu", "stop", "perte déclarée"),
    UNEXPLAINED: ("Inexpliqué", "stop", "pesé ou compté, et retrouvé dans aucun objet"),
}
SAID = {
    REUSED: ("réemployé", "réemployés"),
    PARTS: ("démonté pour ses pièces", "démontés pour leurs pièces"),
    RECYCLED: ("recyclé", "recyclés"),
    PROGRESS: ("encore à l’atelier", "encore à l’atelier"),
    LOST: ("perdu", "perdus"),
    UNEXPLAINED: ("inexpliqué", "inexpliqués"),
}
FATE_OF = {
    Account.PEOPLE: REUSED,
    Account.PARTS: PARTS,
    Account.WASTE: RECYCLED,
    Account.LOST: LOST,
    Account.GAP: UNEXPLAINED,
    Account.MEMBER: PROGRESS,
    Account.DEVICES: PROGRESS,
    Account.ACCESSORIES: PROGRESS,
    Account.UNSORTED: PROGRESS,
}


@dataclass(frozen=True)
class Line:
    """One device: what it is, what became of it, since when, and the proof that it was erased."""

    device: Device
    fate: str
    on: datetime.date
    certificate: str
    acquired_on: datetime.date | None

    @property
    def word(self) -> str:
        """« Remis », « Vendu », « Prêté » while it still is; else the fate alone."""
        if self.fate == REUSED and self.device.state in EXITS:
            return str(State(self.device.state).label)
        return FATES[self.fate][0]

    @property
    def look(self) -> str:
        return FATES[self.fate][1]

    def older_than(self, years: int, on: datetime.date) -> bool:
        """Whether it was bought more than so many years before that day, as far as the donor said."""
        if self.acquired_on is None:
            return False
        return (on.year - self.acquired_on.year, (on.month, on.day)) > (
            years,
            (self.acquired_on.month, self.acquired_on.day),
        )


@dataclass(frozen=True)
class Share:
    """What one fate holds: devices counted one by one, and all the mass, bulk included."""

    fate: str
    units: int
    device_g: int
    mass_g: int
    of_units: int
    of_g: int

    @property
    def word(self) -> str:
        return FATES[self.fate][0]

    @property
    def look(self) -> str:
        return FATES[self.fate][1]

    @property
    def meaning(self) -> str:
        return FATES[self.fate][2]

    @property
    def said(self) -> str:
        """« 12 réemployés »."""
        return f"{numbers.number(self.units)} {SAID[self.fate][self.units > 1]}"

    @property
    def percent(self) -> str:
        """Its share of the mass; empty when nothing was weighed."""
        return f"{numbers.number(100 * self.mass_g / self.of_g, 1)} %" if self.of_g else ""


@dataclass(frozen=True)
class Loose:
    """What has no label, of one category: accessories or furniture, counted and weighed in bulk, by fate."""

    category: Category
    fate: str
    units: int
    mass_g: int

    @property
    def word(self) -> str:
        return FATES[self.fate][0]

    @property
    def look(self) -> str:
        return FATES[self.fate][1]


@dataclass(frozen=True)
class Outcome:
    """What became of these lots, on a day; the shares weigh together what was weighed on arrival, to the gram."""

    donor: Donor
    lots: Sequence[Lot]
    until: datetime.date
    lines: list[Line]
    shares: list[Share]
    weighed_g: int
    to_label: int
    earlier: list[Line] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)

    @property
    def reused(self) -> list[Line]:
        return [line for line in self.lines if line.fate == REUSED]

    def share(self, fate: str) -> Share | None:
        return next((share for share in self.shares if share.fate == fate), None)

    @property
    def reused_words(self) -> str:
        """« 12 sur 34 »."""
        return f"{numbers.number(len(self.reused))} sur {numbers.number(len(self.lines) + self.to_label)}"


def of_lots(donor: Donor, lots: Sequence[Lot], until: datetime.date) -> Outcome:
    """What had become of these lots on that day; four queries."""
    lines = _lines(lots, until)
    grams = _grams(lots, until)
    weighed_g = sum(grams.values())
    units: dict[str, int] = defaultdict(int)
    device_g: dict[str, int] = defaultdict(int)
    for line in lines:
        units[line.fate] += 1
        device_g[line.fate] += line.device.mass_g
    shares = [
        Share(fate, units[fate], device_g[fate], grams[fate], len(lines), weighed_g)
        for fate in FATES
        if units[fate] or grams[fate]
    ]
    return Outcome(donor, lots, until, lines, shares, weighed_g, _to_label(lots, until), loose=_loose(lots, until))


def of_lot(lot: Lot) -> Outcome:
    """What has become of one lot until today."""
    return of_lots(lot.donor, [lot], timezone.localdate())


def of_year(donor: Donor, year: int) -> Outcome:
    """What had become at its end of what was received in the year; and what was reused in it of earlier lots."""
    until = min(datetime.date(year, 12, 31), timezone.localdate())
    given = list(Lot.objects.filter(donor=donor, received_on__lte=until, merged_into=None).order_by("received_on"))
    made = of_lots(donor, [lot for lot in given if lot.received_on.year == year], until)
    older = [lot for lot in given if lot.received_on.year < year]
    made.earlier.extend(line for line in _lines(older, until) if line.fate == REUSED and line.on.year == year)
    return made


def years(donor: Donor) -> list[int]:
    """The years of which there is something to report, the last one first."""
    first = Lot.objects.filter(donor=donor).order_by("received_on").values_list("received_on", flat=True).first()
    return list(range(timezone.localdate().year, first.year - 1, -1)) if first else []


def _lines(lots: Sequence[Lot], until: datetime.date) -> list[Line]:
    if not lots:
        return []
    devices = {
        device.pk: device
        for device in Device.objects.filter(lot__in=lots)
        .select_related("category", "lot")
        .order_by("category__rank", "label")
    }
    places = _places(lots, until)
    proofs = _certificates(devices)
    acquired = _acquired(lots)
    return [
        Line(device, FATE_OF[Account(places[key][0])], places[key][1], proofs.get(key, ""), acquired.get(key))
        for key, device in devices.items()
        if key in places
    ]


def _places(lots: Sequence[Lot], until: datetime.date) -> dict[uuid.UUID, tuple[str, datetime.date]]:
    """Where each device stands that day, since when: the account that its movements leave it in, counter-entries included."""
    sums: dict[uuid.UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    since: dict[tuple[uuid.UUID, str], datetime.date] = {}
    rows = Movement.objects.filter(lot__in=[lot.pk for lot in lots], device__isnull=False, on__lte=until)
    for device, source, target, units, on in rows.order_by("on", "pk").values_list(
        "device", "source", "target", "units", "on"
    ):
        if device is None:
            continue
        sums[device][source] -= units
        sums[device][target] += units
        since[device, target if units > 0 else source] = on
    found = {}
    for device, accounts in sums.items():
        account = next((name for name, units in accounts.items() if units > 0), None)
        if account not in (None, Account.DONOR, Account.UNSORTED):
            found[device] = (account, since[device, account])
    return found


def _grams(lots: Sequence[Lot], until: datetime.date) -> dict[str, int]:
    """The mass that each fate holds of these lots: together, what was weighed."""
    grams: dict[str, int] = defaultdict(int)
    rows = Movement.objects.filter(lot__in=[lot.pk for lot in lots], on__lte=until).order_by()
    for source, target, mass in rows.values_list("source", "target").annotate(mass=Sum("mass_g")):
        if source != Account.DONOR:
            grams[FATE_OF[Account(source)]] -= mass
        if target != Account.DONOR:
            grams[FATE_OF[Account(target)]] += mass
    return grams


def _loose(lots: Sequence[Lot], until: datetime.date) -> list[Loose]:
    """What was counted in bulk, and where it stands that day."""
    rows = Movement.objects.filter(lot__in=[lot.pk for lot in lots], on__lte=until, device=None)
    rows = rows.filter(category__family__in=Category.BULK).order_by()
    sums: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    moved = rows.values_list("category", "source", "target").annotate(units=Sum("units"), mass=Sum("mass_g"))
    for category, source, target, units, mass in moved:
        for account, sign in ((source, -1), (target, 1)):
            if account != Account.UNSORTED:
                fate = FATE_OF[Account(account)]
                held = sums[category, fate]
                sums[category, fate] = (held[0] + sign * units, held[1] + sign * mass)
    known = Category.objects.in_bulk({category for category, _ in sums})
    found = [Loose(known[category], fate, units, mass) for (category, fate), (units, mass) in sums.items() if units]
    return sorted(found, key=lambda one: (one.category.rank, list(FATES).index(one.fate)))


def _to_label(lots: Sequence[Lot], until: datetime.date) -> int:
    """How many units are counted and not entered one by one yet."""
    rows = Movement.objects.filter(lot__in=[lot.pk for lot in lots], on__lte=until).order_by()
    left = 0
    for source, target, units in rows.values_list("source", "target").annotate(units=Sum("units")):
        left += (target == Account.UNSORTED) * units - (source == Account.UNSORTED) * units
    return max(left, 0)


def _certificates(devices: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    held = Document.objects.filter(
        about__in=list(devices), kind=Document.Kind.ERASURE, replaced_by=None, revocation=None
    )
    return {one.about: one.reference for one in held.only("about", "kind", "year", "number").order_by("created_at")}


def _acquired(lots: Sequence[Lot]) -> dict[uuid.UUID, datetime.date]:
    said = Acquisition.objects.filter(device__lot__in=lots).order_by("created_at")
    return dict(said.values_list("device", "acquired_on"))
