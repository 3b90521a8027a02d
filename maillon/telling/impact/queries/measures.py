"""How a figure is drawn from its records, many figures at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Aggregate, Count, Q, QuerySet, Sum

from maillon.telling.impact.queries.records import Source
from maillon.telling.impact.queries.scope import Scope

Value = int | float | None


@dataclass(frozen=True)
class Measure:
    """How a figure is drawn from its rows: their number, that of their distinct values, or their sum."""

    expression: type[Aggregate]
    field: str = "pk"
    distinct: bool = False
    divisor: int = 1

    def over(self, where: Q) -> Aggregate:
        options: dict[str, Any] = {"distinct": True} if self.distinct else {}
        return self.expression(self.field, filter=where, **options)

    def value(self, found: int | None) -> Value:
        """In the unit of the figure; what is whole stays whole."""
        found = found or 0
        return found // self.divisor if found % self.divisor == 0 else found / self.divisor


ROWS = Measure(Count)


def distinct(field: str) -> Measure:
    return Measure(Count, field, distinct=True)


def total(field: str, divisor: int = 1) -> Measure:
    return Measure(Sum, field, divisor=divisor)


def _all(scope: Scope) -> Q:
    return Q()


@dataclass(frozen=True)
class Indicator:
    """One figure: `method` is its definition in plain French, shown wherever the figure is.

    `listed` says what its list shows, a row each, where that is not the rows themselves. `people` marks the figures
    that count helped persons: too small, they are told to no one who does not see the records.
    """

    key: str
    name: str
    unit: str
    method: str
    chapter: str
    source: Source
    measure: Measure = ROWS
    where: Callable[[Scope], Q] = _all
    listed: Callable[[QuerySet], QuerySet] | None = None
    growth_years: int = 0
    people: bool = False

    def compute(self, scope: Scope) -> Value:
        return figures([self], [scope])[0][self.key]

    def records(self, scope: Scope) -> QuerySet:
        """What the figure is made of: as many rows as it counts, or rows whose amounts add up to it."""
        rows = self.source.rows(scope).filter(self.where(scope))
        return self.listed(rows) if self.listed else rows


@dataclass(frozen=True)
class _Draw:
    """One amount to draw: of which indicator, in which year; `rank` is that of the scope asked for."""

    name: str
    indicator: Indicator
    scope: Scope
    rank: int

    @property
    def expression(self) -> Aggregate:
        in_year = self.indicator.source.of_year(self.scope)
        return self.indicator.measure.over(in_year & self.indicator.where(self.scope))


def figures(indicators: Iterable[Indicator], scopes: Sequence[Scope]) -> list[dict[str, Value]]:
    """The values of these indicators in each of these scopes of one place, with one query a kind of records."""
    by_source: dict[Source, list[_Draw]] = {}
    for indicator in indicators:
        draws = by_source.setdefault(indicator.source, [])
        for rank, scope in enumerate(scopes):
            draws.append(_Draw(f"{indicator.key}_{rank}", indicator, scope, rank))
            if indicator.growth_years:
                earlier = scope.earlier(indicator.growth_years)
                draws.append(_Draw(f"{indicator.key}_{rank}_then", indicator, earlier, rank))
    found: list[dict[str, Value]] = [{} for _ in scopes]
    for source, draws in by_source.items():
        amounts = _drawn(source, draws)
        for draw in draws:
            if not draw.name.endswith("_then"):
                found[draw.rank][draw.indicator.key] = _value(draw, amounts)
    return found


def _drawn(source: Source, draws: Sequence[_Draw]) -> dict[str, int | None]:
    """All the amounts that come from one source, in one query."""
    years = {draw.scope for draw in draws}
    rows = source.of_place(draws[0].scope).filter(reduce(or_, map(source.of_year, years)))
    return rows.aggregate(**{draw.name: draw.expression for draw in draws})


def _value(draw: _Draw, amounts: dict[str, int | None]) -> Value:
    """In the unit of the figure; a growth is in per cent, None when there was nothing to compare with."""
    value = draw.indicator.measure.value(amounts[draw.name])
    if not draw.indicator.growth_years:
        return value
    then = amounts[f"{draw.name}_then"]
    return round(((value or 0) - then) * 100 / then) if then else None
