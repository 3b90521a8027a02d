"""The mass balance as flows: what came in, what became of it, and the movements behind each."""

import uuid
from dataclasses import dataclass

from django.db.models import Case, F, Q, QuerySet, Sum, When

from maillon.matter.ledger.models import STOCK, Account, Movement
from maillon.matter.ledger.queries import INFLOWS, OUTFLOWS, Balance, balance, of_period
from maillon.matter.lots.models import Lot
from maillon.telling.impact.queries.scope import Scope

# The end of the keys that `maillon report` prints, `mass_…_g` and `units_…`, by the name that the ledger gives.
NAMES = {
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
LABELS = {
    "received": "Collecté",
    "returns": "Revenu",
    "transfers_in": "Reçu d’un autre membre",
    "reuse_out": "Remis",
    "waste_out": "Confié au recycleur",
    "losses": "Perdu",
    "transfers_out": "Envoyé à un autre membre",
    "stock_change": "Stock en plus",
    "unexplained": "Inexpliqué",
}
TONES = {
    "received": "#1d4f7c",
    "returns": "#4f8f83",
    "transfers_in": "#8a8374",
    "reuse_out": "#0b5d51",
    "waste_out": "#5b6672",
    "losses": "#b3261e",
    "transfers_out": "#8a8374",
    "stock_change": "#a99f8a",
    "unexplained": "#b3261e",
}
# What is told of a flow that goes the other way than usual.
BACKWARDS = {
    "losses": "Retrouvé",
    "stock_change": "Pris sur le stock",
    "unexplained": "Pesé en moins",
    "waste_out": "Repris au recycleur",
    "received": "Rendu au donateur",
}
INCOMING = ("received", "returns", "transfers_in")
HEAD, OTHERS = "Tête de réseau", "Adhérents"
MEMBERS_TONE = "#3f74a3"
NOTABLE_PERCENT = 2


@dataclass(frozen=True)
class Flow:
    """One band of the diagram, and one line of its table, in grams and in units."""

    name: str
    label: str
    mass_g: int
    units: int
    tone: str

    @property
    def key(self) -> str:
        """Under which its movements are listed."""
        return f"mass_{NAMES[self.name]}_g"


def flows(units: Balance, grams: Balance) -> tuple[list[Flow], list[Flow]]:
    """What came in and what became of it; both sides weigh the same. What is zero is left out.

    A negative amount goes to the other side under its other name, so that no band has a negative width.
    """
    came: list[Flow] = []
    went: list[Flow] = []
    for name, mass_g in grams.as_dict().items():
        count = getattr(units, name)
        usual, other = (came, went) if name in INCOMING else (went, came)
        if mass_g > 0:
            usual.append(Flow(name, LABELS[name], mass_g, count, TONES[name]))
        elif mass_g < 0:
            label = BACKWARDS.get(name, LABELS[name])
            other.append(Flow(name, label, -mass_g, -count, TONES[name]))
    return came, went


def split_by_head(scope: Scope, came: list[Flow]) -> list[Flow]:
    """The same incoming flows, what was collected being that of the head and that of the adherents."""
    of_head = of_period(scope.network.pk, scope.first, scope.last, holder=scope.network.head_id)
    units, grams = balance(of_head.filter(Q(source=Account.DONOR) | Q(target=Account.DONOR)))
    split: list[Flow] = []
    for flow in came:
        if flow.name != "received" or not 0 < grams.received < flow.mass_g:
            split.append(flow)
            continue
        split.append(Flow("received", HEAD, grams.received, units.received, TONES["received"]))
        split.append(Flow("received", OTHERS, flow.mass_g - grams.received, flow.units - units.received, MEMBERS_TONE))
    return split


def movements(scope: Scope, name: str) -> QuerySet[Movement]:
    """The movements of one flow in the year, each with what it adds to it: `added_g` and `added_units`."""
    plus, minus = _ways(name)
    rows = of_period(scope.network.pk, scope.first, scope.last).filter(plus | minus)
    return rows.annotate(
        added_g=Case(When(plus, then=F("mass_g")), default=-F("mass_g")),
        added_units=Case(When(plus, then=F("units")), default=-F("units")),
    )


def _ways(name: str) -> tuple[Q, Q]:
    """The movements that add to this flow, and those that take from it, as the ledger's balance counts them."""
    if name == "stock_change":
        return ~Q(source__in=STOCK), ~Q(target__in=STOCK)
    entering, leaving = Q(target__in=STOCK), Q(source__in=STOCK)
    nothing = Q(pk__in=())
    if name in INFLOWS.values():
        account = _account(INFLOWS, name)
        back = Q(target=account) & leaving if account not in OUTFLOWS else nothing
        return Q(source=account) & entering, back
    account = _account(OUTFLOWS, name)
    back = Q(source=account) & entering if account not in INFLOWS else nothing
    return Q(target=account) & leaving, back


def _account(flows_of: dict[Account, str], name: str) -> Account:
    return next(account for account, flow in flows_of.items() if flow == name)


@dataclass(frozen=True)
class Gap:
    """A lot whose sorting ended with a difference: grams and units weighed or counted and found in no unit."""

    lot: Lot
    mass_g: int
    units: int

    @property
    def notable(self) -> bool:
        """Whether it is more than what scales and packaging explain, or nobody said why."""
        return not self.lot.gap_reason or abs(self.mass_g) * 100 > self.lot.weighed_g * NOTABLE_PERCENT


def gaps(scope: Scope) -> list[Gap]:
    """The lots that make the unexplained difference of the year, the largest first."""
    sums: dict[uuid.UUID, tuple[int, int]] = {
        row["lot"]: (row["g"], row["u"])
        for row in movements(scope, "unexplained")
        .filter(lot__isnull=False)
        .order_by()
        .values("lot")
        .annotate(g=Sum("added_g"), u=Sum("added_units"))
        if row["lot"] and (row["g"] or row["u"])
    }
    lots = Lot.objects.filter(pk__in=sums, network=scope.network).select_related("holder")
    found = [Gap(lot, *sums[lot.pk]) for lot in lots]
    return sorted(found, key=lambda gap: (-abs(gap.mass_g), gap.lot.reference))
