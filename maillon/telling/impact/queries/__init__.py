"""Every figure, computed from records."""

from maillon.telling.impact.queries.faults import Fault, faults
from maillon.telling.impact.queries.indicators import BY_KEY, CHAPTERS, INDICATORS
from maillon.telling.impact.queries.measures import Indicator, Value, figures
from maillon.telling.impact.queries.report import Line, Report, report
from maillon.telling.impact.queries.scope import Scope, UnknownScope, scope, scope_of

__all__ = [
    "BY_KEY",
    "CHAPTERS",
    "INDICATORS",
    "Fault",
    "Indicator",
    "Line",
    "Report",
    "Scope",
    "UnknownScope",
    "Value",
    "faults",
    "figures",
    "report",
    "scope",
    "scope_of",
]
