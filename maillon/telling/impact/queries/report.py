"""The yearly report: all indicators of a scope, and its mass balance."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from maillon.matter.ledger.queries import Balance, balance, of_period
from maillon.telling.impact.queries.flows import LABELS, NAMES
from maillon.telling.impact.queries.indicators import INDICATORS
from maillon.telling.impact.queries.measures import Indicator, Value, figures
from maillon.telling.impact.queries.scope import Scope

BALANCE_METHOD = (
    "Bilan matière : entrées + retours + transferts reçus = remis + déchets + pertes + transferts envoyés + variation de "
    "stock + inexpliqué, au gramme."
)


class Line(NamedTuple):
    """One figure of the report, as a spreadsheet has it."""

    key: str
    name: str
    value: Value
    unit: str
    method: str


@dataclass(frozen=True)
class Report:
    """The figures of one scope, with those of the year before; the balance is that of the whole network."""

    scope: Scope
    figures: list[tuple[Indicator, Value]]
    before: dict[str, Value]
    units: Balance
    grams: Balance

    @property
    def values(self) -> dict[str, Value]:
        return {indicator.key: value for indicator, value in self.figures}

    def lines(self) -> list[Line]:
        """The indicators, in order."""
        return [
            Line(indicator.key, indicator.name, value, indicator.unit, indicator.method)
            for indicator, value in self.figures
        ]

    def balance_lines(self) -> list[Line]:
        """The mass balance in grams, then in units; none for a territory, which has no balance of its own."""
        if self.scope.territory is not None:
            return []
        sides = ((self.grams, "g", "mass_{}_g"), (self.units, "objets", "units_{}"))
        return [
            Line(pattern.format(NAMES[name]), LABELS[name], amount, unit, BALANCE_METHOD)
            for side, unit, pattern in sides
            for name, amount in side.as_dict().items()
        ]

    def as_json(self) -> dict[str, Any]:
        """The object that `maillon report --format json` prints; its shape is stable."""
        return {
            "network": self.scope.network.slug,
            "year": self.scope.year,
            "territory": self.scope.territory.slug if self.scope.territory else None,
            "indicators": {
                line.key: {"value": line.value, "unit": line.unit, "method": line.method}
                for line in [*self.lines(), *self.balance_lines()]
            },
        }

    def without(self, keys: set[str]) -> "Report":
        """The same report, silent on these figures."""
        kept = [(indicator, None if indicator.key in keys else value) for indicator, value in self.figures]
        return replace(self, figures=kept).without_before(keys)

    def without_before(self, keys: set[str]) -> "Report":
        """The same report, silent on what these figures were the year before."""
        return replace(self, before={key: None if key in keys else value for key, value in self.before.items()})


def report(scope: Scope) -> Report:
    """Compute every indicator of the scope, and its mass balance."""
    now, before = figures(INDICATORS, [scope, scope.before()])
    units, grams = balance(of_period(scope.network.pk, scope.first, scope.last))
    return Report(scope, [(indicator, now[indicator.key]) for indicator in INDICATORS], before, units, grams)
