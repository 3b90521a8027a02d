"""What came of a lot against what should have: line by line, category by category, its mass, its seals."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from maillon.common import numbers
from maillon.giving.donations.models import AnnouncedUnit
from maillon.giving.receptions.models import ListedUnit, Reception
from maillon.giving.receptions.queries.matching import Match, match
from maillon.giving.rounds.queries import seals_of
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Lot
from maillon.matter.lots.queries import balance
from maillon.matter.transfers.models import Seal

MISSING, UNEXPECTED, COUNT, MASS, SEAL = "missing", "unexpected", "count", "mass", "seal"
WORDS = {
    MISSING: ("Manquant", "stop"),
    UNEXPECTED: ("Inattendu", "wait"),
    COUNT: ("Décompte", "wait"),
    MASS: ("Masse", "wait"),
    SEAL: ("Scellé", "stop"),
}


@dataclass(frozen=True)
class Gap:
    """One difference: what it is of, what it is in words, and its reason when it was given."""

    subject: str
    kind: str
    what: str
    told: str
    reason: str = ""
    may_come: bool = False
    """Not found yet, while the lot is still being entered."""

    @property
    def name(self) -> str:
        """The name of its field."""
        return "reason_" + "".join(sign if sign.isalnum() else "_" for sign in self.subject)

    @property
    def word(self) -> str:
        return "Pas encore trouvé" if self.may_come else WORDS[self.kind][0]

    @property
    def look(self) -> str:
        return "soon" if self.may_come else WORDS[self.kind][1]


@dataclass
class Sum:
    """One category: announced with the offer, counted on the note, listed, entered at the workshop."""

    category: Category
    announced: int | None = None
    counted: int = 0
    listed: int | None = None
    entered: int = 0


@dataclass
class Tally:
    """The whole comparison of one lot. What is not entered yet counts as missing until it is."""

    lot: Lot
    reception: Reception | None
    matches: list[Match]
    strangers: list[Device]
    sums: list[Sum]
    seals: list[tuple[str, str]]
    gaps: list[Gap] = field(default_factory=list)

    @property
    def announced(self) -> int:
        """Units of the list; without one, of the note."""
        return sum(one.listed.units for one in self.matches) if self.matches else sum(one.counted for one in self.sums)

    @property
    def received(self) -> int:
        return sum(one.received for one in self.matches) if self.matches else sum(one.entered for one in self.sums)

    @property
    def missing(self) -> int:
        return sum(one.missing for one in self.matches) if self.matches else max(self.announced - self.received, 0)

    @property
    def unexpected(self) -> int:
        return len(self.strangers) if self.matches else max(self.received - self.announced, 0)

    @property
    def unexplained(self) -> list[Gap]:
        return [gap for gap in self.gaps if not gap.reason]

    @property
    def open(self) -> bool:
        return self.lot.state != Lot.State.CLOSED

    @property
    def told_gaps(self) -> list[Gap]:
        """What the donor reads of it: nothing before the end, when what is missing may still come."""
        return [] if self.open else self.gaps

    @property
    def heavier_g(self) -> int:
        """What the workshop weighs more than the note says; zero while it has not weighed."""
        weighed = self.reception.weighed_g if self.reception else None
        return weighed - self.lot.weighed_g if weighed else 0


def listed(lot: Lot, reception: Reception | None) -> list[ListedUnit]:
    """What should be there: the list of the reception, or that of the offer as it will be copied; not saved then."""
    if reception is not None:
        return list(reception.listed.select_related("category"))
    return [copied(one) for one in announced(lot)]


def announced(lot: Lot) -> Iterable[AnnouncedUnit]:
    """The list that the donor joined to the offer that this lot came of."""
    return AnnouncedUnit.objects.filter(offer__deliveries__lot=lot).select_related("category")


def copied(one: AnnouncedUnit) -> ListedUnit:
    """A line of the offer as a line of the reception; its key is always the same."""
    return ListedUnit(
        id=uuid.uuid5(uuid.NAMESPACE_OID, f"announced-{one.pk}"),
        line=one.line,
        category=one.category,
        units=one.units,
        manufacturer=one.manufacturer,
        model=one.model,
        serial=one.serial,
        asset_tag=one.asset_tag,
    )


def tally(lot: Lot) -> Tally:
    """Compare a lot with all that describes it; some eight queries whatever its size."""
    reception = Reception.objects.filter(lot=lot).first()
    units = listed(lot, reception)
    devices = list(Device.objects.filter(lot=lot).select_related("category").order_by("category__rank", "label"))
    covered = {one.category_id for one in units}
    matches, strangers = match(units, devices)
    strangers = [one for one in strangers if one.category_id in covered]
    found = reception.seals if reception else {}
    seals = [(number, found.get(number, "")) for number in seals_of(lot)]
    made = Tally(lot, reception, matches, strangers, _sums(lot, units, devices), seals)
    reasons = dict(reception.explanations.values_list("subject", "reason")) if reception else {}
    made.gaps = [
        replace(gap, reason=reasons.get(gap.subject, ""), may_come=made.open and gap.kind == MISSING)
        for gap in _gaps(made, covered)
    ]
    return made


def _sums(lot: Lot, units: Iterable[ListedUnit], devices: Iterable[Device]) -> list[Sum]:
    sums: dict[str, Sum] = {}

    def of(category: Category) -> Sum:
        return sums.setdefault(category.pk, Sum(category))

    for line in balance(lot).lines:
        one = of(line.count.category)
        one.announced, one.counted = line.count.announced, line.count.counted
        if one.category.family != Category.Family.DEVICE:
            one.entered = line.entered
    for unit in units:
        one = of(unit.category)
        one.listed = (one.listed or 0) + unit.units
    for device in devices:
        of(device.category).entered += 1
    return sorted(sums.values(), key=lambda one: (one.category.rank, one.category.name))


def _gaps(made: Tally, covered: set[str]) -> Iterator[Gap]:
    for number, state in made.seals:
        if state in (Seal.BROKEN, Seal.ABSENT):
            yield Gap(f"seal:{number}", SEAL, f"Scellé {number}", Seal(state).label.lower())
    if made.heavier_g:
        more = "de plus" if made.heavier_g > 0 else "de moins"
        told = f"{numbers.kg(abs(made.heavier_g))} {more} qu’au bon"
        yield Gap("mass", MASS, "Masse repesée", told)
    for one in made.matches:
        if one.missing:
            told = f"{one.missing} sur {one.listed.units}" if one.listed.units > 1 else one.listed.numbers
            yield Gap(f"line:{one.listed.pk.hex}", MISSING, f"Ligne {one.listed.line} : {one.listed.title}", told)
    for device in made.strangers:
        serial = f"série {device.serial}" if device.serial else "sans numéro de série lu"
        yield Gap(f"device:{device.pk.hex}", UNEXPECTED, f"{device.title} ({device.label})", serial)
    for sum_ in made.sums:
        if told := _miscounted(sum_, sum_.category.pk in covered):
            yield Gap(f"count:{sum_.category.pk}", COUNT, sum_.category.plural, told)


def _miscounted(one: Sum, covered: bool) -> str:
    """What the numbers of a category say of each other: announced is compared with the note only where no list is."""
    if not covered and one.announced is not None and one.announced != one.counted:
        return f"{one.announced} annoncé{_s(one.announced)}, {one.counted} au bon, {one.entered} entré{_s(one.entered)}"
    return f"{one.counted} au bon, {one.entered} entré{_s(one.entered)}" if one.counted != one.entered else ""


def _s(count: int) -> str:
    return "s" if count > 1 else ""
