"""The yearly report: all indicators of a scope, and its mass balance."""

from dataclasses import dataclass
from typing import Any

from maillon.matter.ledger.queries import Balance, balance, of_period
from maillon.telling.impact.queries.indicators import INDICATORS, Indicator, Value
from maillon.telling.impact.queries.scope import Scope

BALANCE_NAMES = {
    "received": "in",
    "returns": "returns",
    "transfers_in": "transfers_in",
    "reuse_out": "reuse_out",
    "waste_out": "waste_out",
    "losses": "losses",
    "transfers_out": "transfers_out",
    "stock_change": "stock_change",
    "unexplained": "unexplained",
}
BALANCE_METHOD = (
    "Bilan matière : entrées + retours + transferts reçus = remis + déchets + pertes + transferts envoyés + variation de "
    "stock + inexpliqué, au gramme."
)


@dataclass(frozen=True)
class Report:
    """The figures of one scope; the balance is that of the whole network."""

    scope: Scope
    figures: list[tuple[Indicator, Value]]
    units: Balance
    grams: Balance

    def as_json(self) -> dict[str, Any]:
        """The object that `maillon report --format json` prints; its shape is stable."""
        indicators: dict[str, Any] = {
            indicator.key: {"value": value, "unit": indicator.unit, "method": indicator.method}
            for indicator, value in self.figures
        }
        if self.scope.territory is None:
            for side, unit, pattern in ((self.grams, "g", "mass_{}_g"), (self.units, "objets", "units_{}")):
                for name, amount in side.as_dict().items():
                    key = pattern.format(BALANCE_NAMES[name])
                    indicators[key] = {"value": amount, "unit": unit, "method": BALANCE_METHOD}
        return {
            "network": self.scope.network.slug,
            "year": self.scope.year,
            "territory": self.scope.territory.slug if self.scope.territory else None,
            "indicators": indicators,
        }


def report(scope: Scope) -> Report:
    """Compute every indicator of the scope, and its mass balance."""
    figures = [(indicator, indicator.compute(scope)) for indicator in INDICATORS]
    units, grams = balance(of_period(scope.network.pk, scope.first, scope.last))
    return Report(scope, figures, units, grams)
