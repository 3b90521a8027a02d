"""The list that each figure opens onto: the records it counts, those that the reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from maillon.common import numbers
from maillon.ground.organisations.models import Member
from maillon.telling.impact import policy
from maillon.telling.impact.queries.flows import LABELS, NAMES, movements
from maillon.telling.impact.queries.indicators import BY_KEY
from maillon.telling.impact.queries.kinds import LISTED, MOVEMENTS, SOURCES
from maillon.telling.impact.queries.report import BALANCE_METHOD
from maillon.telling.impact.queries.scope import Scope
from maillon.telling.impact.queries.shapes import Kind


@dataclass(frozen=True)
class Listing:
    """The records of one figure, ready to be paged."""

    title: str
    method: str
    kind: Kind
    visible: QuerySet
    hidden: int
    """How many others it counts, that the reader may not open."""

    @property
    def hidden_told(self) -> str:
        others = f"{numbers.number(self.hidden)} autre{'s' if self.hidden > 1 else ''}"
        return f"Ce chiffre en compte {others}, que seuls voient l’animation du réseau et les membres concernés."


def listing(key: str, scope: Scope, member: Member, narrowed: Mapping[str, str]) -> Listing | None:
    """The list of this figure, or flow of the mass balance; None for a key that is neither.

    `narrowed` keeps one donor or one commune. Raises ValidationError for a donor that is no identifier.
    """
    if key in BY_KEY:
        indicator = BY_KEY[key]
        title, method, rows = indicator.name, indicator.method, indicator.records(scope)
        kind = LISTED[indicator.listed] if indicator.listed else SOURCES[indicator.source]
    elif key in FLOWS:
        title, method, kind = LABELS[FLOWS[key]], BALANCE_METHOD, MOVEMENTS
        rows = movements(scope, FLOWS[key])
    else:
        return None
    for name, field in kind.filters:
        if narrowed.get(name):
            rows = rows.filter(**{field: narrowed[name]})
    seen = rows if policy.may_see_all(member) else kind.visible(rows, member)
    hidden = 0 if seen is rows else rows.count() - seen.count()
    return Listing(title, method, kind, kind.ready(seen), hidden)


FLOWS = {pattern.format(told): name for name, told in NAMES.items() for pattern in ("mass_{}_g", "units_{}")}
