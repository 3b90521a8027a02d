"""What an inventory finds otherwise than written."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from maillon.common.spreadsheets import Cell
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger.models import Location
from maillon.matter.scanning.models import Difference, Scan, Stocktake

Kind, Decision = Difference.Kind, Difference.Decision


@dataclass(frozen=True)
class Gap:
    """One difference not yet settled: what may be decided of it, the usual decision first."""

    kind: str
    code: str
    title: str
    place: str
    choices: tuple[str, ...]
    device: Device | None = None

    @property
    def look(self) -> str:
        return Difference.LOOK[self.kind]

    @property
    def word(self) -> str:
        return str(Kind(self.kind).label)


@dataclass(frozen=True)
class Tally:
    """How many devices were expected and seen, and the differences."""

    expected: int
    seen: int
    gaps: list[Gap]


def standing_at(location: Location) -> QuerySet[Device]:
    """The devices written as standing in a location, on a zone's shelves too."""
    return Device.objects.stocked().filter(Q(location=location) | Q(location__parent=location))


def tally(stocktake: Stocktake) -> Tally:
    """Compare what was scanned with what is written now; three queries."""
    related = ("category", "location__parent", "location__site")
    expected = {device.pk: device for device in standing_at(stocktake.location).select_related(*related)}
    scans = list(Scan.objects.filter(card=stocktake.card, undone_at=None).order_by("at"))
    keys = {scan.device_id for scan in scans if scan.device_id}
    seen = Device.objects.filter(pk__in=keys, network=stocktake.network_id).select_related(*related)
    gaps = [
        Gap(
            Kind.MISSING,
            device.label,
            device.title,
            _place(device),
            (Decision.SOUGHT, Decision.LOST, Decision.LEFT)
            if device.state != State.RESERVED
            else (Decision.SOUGHT, Decision.LEFT),
            device,
        )
        for device in expected.values()
        if device.pk not in keys
    ]
    gaps += [_found(device) for device in seen if device.pk not in expected]
    strange = {scan.code: scan.sentence for scan in scans if scan.device_id is None}
    gaps += [Gap(Kind.UNEXPECTED, code, sentence, "", (Decision.LEFT,)) for code, sentence in strange.items()]
    return Tally(len(expected), len(keys), sorted(gaps, key=lambda gap: (ORDER.index(gap.kind), gap.code)))


ORDER: list[str] = [Kind.MISSING, Kind.ELSEWHERE, Kind.UNEXPECTED]


def _place(device: Device) -> str:
    return device.location.path if device.location else ""


def _found(device: Device) -> Gap:
    if not device.in_stock:
        choices = (Decision.FOUND, Decision.LEFT) if device.state == State.LOST else (Decision.LEFT,)
        return Gap(
            Kind.UNEXPECTED, device.label, device.title, f"noté « {device.get_state_display()} »", choices, device
        )
    kind = Kind.ELSEWHERE if device.location else Kind.UNEXPECTED
    place = _place(device) or "sans emplacement"
    return Gap(kind, device.label, device.title, place, (Decision.MOVED, Decision.LEFT), device)


HEADS = ("Écart", "Code", "Appareil", "Emplacement noté", "Décision", "Motif")


def exported(stocktake: Stocktake) -> list[tuple[Cell, ...]]:
    """The differences as rows of a spreadsheet, under HEADS: those settled, or those found so far."""
    if stocktake.closed_at:
        return [
            (
                gap.get_kind_display(),
                gap.code,
                gap.title,
                gap.place,
                gap.get_decision_display(),
                gap.reason,
            )
            for gap in stocktake.differences.all()
        ]
    return [(gap.word, gap.code, gap.title, gap.place, "", "") for gap in tally(stocktake).gaps]
