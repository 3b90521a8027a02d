"""Every figure, computed from records."""

from maillon.telling.impact.queries.faults import Fault, faults
from maillon.telling.impact.queries.indicators import INDICATORS, Indicator
from maillon.telling.impact.queries.report import Report, report
from maillon.telling.impact.queries.scope import Scope, UnknownScope, scope

__all__ = ["INDICATORS", "Fault", "Indicator", "Report", "Scope", "UnknownScope", "faults", "report", "scope"]
