"""What figures about helped persons may tell: never fewer than five in a cell, nor by taking one figure from another.

Two things are published: how many people were equipped in each commune, and their total, for the network and for each
of its territories. A commune of fewer than five is hidden, and with it the next smallest ones, so that neither what is
left of the total nor the rule itself tells it. Communes are hidden inside *regions*, the pieces that the territories
cut the network into: whatever is added or taken away between territories and network is a sum of regions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from maillon.telling.impact.queries import records
from maillon.telling.impact.queries.indicators import INDICATORS
from maillon.telling.impact.queries.records import Source
from maillon.telling.impact.queries.report import Report
from maillon.telling.impact.queries.scope import Scope

SMALLEST = 5
"""The fewest people that a published cell may count."""
LEAST_HIDDEN = 3
"""Two hidden cells tell each other to whoever knows one of them."""


@dataclass(frozen=True)
class Cells:
    """People by place: those that may be told, and how many people are in the others, all together."""

    shown: dict[str, int] = field(default_factory=dict)
    grouped: int = 0

    @property
    def total(self) -> int:
        return sum(self.shown.values()) + self.grouped


def hidden(counts: Mapping[str, int]) -> set[str]:
    """Which of these cells must not be told, when their total is known; empty when none is small.

    Once the small ones are hidden, the smallest others follow until a small one could be anything from one to four,
    given all that remains to be seen. All are hidden when that cannot be reached.
    """
    small = sum(1 for number in counts.values() if number < SMALLEST)
    if not small:
        return set()
    ordered = sorted(counts, key=lambda name: (counts[name], name))
    for size in range(max(small, LEAST_HIDDEN), len(ordered)):
        together = sum(counts[name] for name in ordered[:size])
        if _uncertain(together, small, size - small, at_most=counts[ordered[size]]):
            return set(ordered[:size])
    return set(ordered)


def _uncertain(together: int, small: int, others: int, *, at_most: int) -> bool:
    """Whether a small cell among hidden ones could be one, and could be four, knowing what they count together.

    `at_most` is what no hidden cell exceeds: the smallest that is told.
    """
    could_be_one = together - others * at_most - (small - 1) * (SMALLEST - 1) <= 1
    could_be_largest = together - others * SMALLEST - (small - 1) >= SMALLEST - 1
    return together >= SMALLEST and could_be_one and could_be_largest


def _safe(counts: Mapping[str, int]) -> bool:
    """Whether the total of these cells may be known at all."""
    total = sum(counts.values())
    if not total or hidden(counts) != set(counts):
        return True
    return total >= max(SMALLEST, len(counts) + SMALLEST - 2)


def cells(regions: Iterable[Mapping[str, int]]) -> Cells:
    """What may be told of these regions, each by itself."""
    shown: dict[str, int] = {}
    grouped = 0
    for counts in regions:
        secret = hidden(counts)
        shown.update({name: number for name, number in counts.items() if name not in secret})
        grouped += sum(counts[name] for name in secret)
    return Cells(shown, grouped)


# Where, and in what order, a person is met: she counts where she was first.
PLACES: dict[str, tuple[Source, str, tuple[str, ...]]] = {
    "people_equipped": (records.HANDED, "handover__commune_code", ("handover__done_on", "handover", "pk")),
    "people_trained": (records.ATTENDANCES, "session__commune_code", ("session__starts_at", "pk")),
}


def _by_commune(scope: Scope, key: str) -> dict[str, int]:
    """People by commune in the whole network, each counted once, where she was first met in the year."""
    source, place, order = PLACES[key]
    rows = source.rows(scope.whole()).filter(whom__isnull=False).order_by(*order)
    first: dict[str, str] = {}
    for whom, commune in rows.values_list("whom", place).iterator(chunk_size=5000):
        first.setdefault(whom, commune)
    counts: dict[str, int] = {}
    for commune in first.values():
        counts[commune] = counts.get(commune, 0) + 1
    return counts


def _regions(scope: Scope, counts: Mapping[str, int]) -> dict[frozenset[str], dict[str, int]]:
    """The same counts, cut by the territories: the key says which territories a piece is in."""
    territories = list(scope.network.territories.values_list("slug", "communes"))
    pieces: dict[frozenset[str], dict[str, int]] = {}
    for commune, number in counts.items():
        signature = frozenset(slug for slug, communes in territories if commune in communes)
        pieces.setdefault(signature, {})[commune] = number
    return pieces


def equipped_by_commune(scope: Scope) -> Cells | None:
    """People equipped in the year by commune; None where too few were to tell anything.

    When a region is too small, the territories that would single it out are not told, and the network is one region.
    """
    counts = _by_commune(scope, "people_equipped")
    regions = _regions(scope, counts)
    if all(_safe(region) for region in regions.values()):
        chosen = regions.items()
        slug = scope.territory.slug if scope.territory else None
        found = cells(region for signature, region in chosen if slug is None or slug in signature)
        return found if found.shown else None
    if scope.territory or not _safe(counts):
        return None
    found = cells([counts])
    return found if found.shown else None


def discreet(report: Report) -> Report:
    """The report for whoever does not see the records: silent on the people whom it would single out."""
    values, scope = report.values, report.scope
    people = [indicator.key for indicator in INDICATORS if indicator.people]
    silent = {key for key in people if 0 < (values[key] or 0) < SMALLEST}
    if scope.territory:
        for key in people:
            regions = _regions(scope, _by_commune(scope, key)).values()
            if not all(_safe(region) for region in regions):
                silent.add(key)
    quiet = report.without(silent)
    # The year before has its own small regions: without looking for them, only that of the network may be told.
    hushed = {key for key in people if scope.territory or 0 < (report.before[key] or 0) < SMALLEST}
    return quiet.without_before(hushed)
