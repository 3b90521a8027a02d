"""The evidence that décret 2023-266 asks of a public body: its rate of reuse in a year, and each figure that makes it."""

import datetime
import math
from dataclasses import dataclass

from django.utils import timezone

from maillon.common import numbers
from maillon.giving.donors.models import Reform, ReuseTarget
from maillon.giving.donors.queries.outcome import Line, Outcome
from maillon.matter.lots.models import Donor

PUBLIC = (Donor.Kind.STATE, Donor.Kind.AUTHORITY, Donor.Kind.PUBLIC)


@dataclass(frozen=True)
class Evidence:
    """One year of a public donor: what it declared, what was reused here, what is set apart, and the rate."""

    year: int
    target: ReuseTarget
    reform: Reform | None
    counted: list[Line]
    old: list[Line]
    undated: int
    outside: int

    @property
    def reused(self) -> int:
        """What counts: reused in the year, here and by the other ways that the donor proves."""
        return len(self.counted) + (self.reform.other_units if self.reform else 0)

    @property
    def base(self) -> int | None:
        """The stock that the rate is computed on; None when it is not declared, or nothing of it counts."""
        return self.reform.counted_units or None if self.reform else None

    @property
    def percent(self) -> float | None:
        return None if self.base is None else 100 * self.reused / self.base

    @property
    def reached(self) -> bool:
        return self.percent is not None and self.percent >= self.target.percent

    @property
    def missing(self) -> int:
        """How many more would reach the target."""
        return max(math.ceil((self.base or 0) * self.target.percent / 100) - self.reused, 0)

    @property
    def missing_words(self) -> str:
        """« 12 équipements »."""
        return f"{numbers.number(self.missing)} équipement{'s' if self.missing > 1 else ''}"

    @property
    def beyond(self) -> bool:
        """More was reused than the donor had in stock: older stock, or a declaration to read again."""
        return self.percent is not None and self.percent > 100


def evidence(outcome: Outcome, year: int) -> Evidence | None:
    """The evidence of a year; None for whoever the decree does not bind, and before it."""
    start = datetime.date(year, 1, 1)
    target = ReuseTarget.of(min(datetime.date(year, 12, 31), timezone.localdate()))
    if outcome.donor.kind not in PUBLIC or target is None:
        return None
    reused = [*outcome.reused, *outcome.earlier]
    bound = [line for line in reused if line.device.category_id in target.categories]
    old = [line for line in bound if line.older_than(target.oldest_years, start)]
    return Evidence(
        year=year,
        target=target,
        reform=Reform.objects.filter(donor=outcome.donor, year=year).order_by("-created_at").first(),
        counted=[line for line in bound if line not in old],
        old=old,
        undated=sum(line.acquired_on is None for line in bound),
        outside=len(reused) - len(bound),
    )
