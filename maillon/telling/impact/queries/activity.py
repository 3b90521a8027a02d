"""What the activity report tells beside the indicators: by member, by month, by category."""

import uuid
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import ExtractMonth

from maillon.ground.organisations.models import Organisation
from maillon.telling.impact.queries import records
from maillon.telling.impact.queries.privacy import hidden
from maillon.telling.impact.queries.scope import Scope


@dataclass(frozen=True)
class Share:
    """What one organisation collected and handed over in the year; `people` is None where too few to be told."""

    organisation: Organisation
    lots: int
    mass_g: int
    handed_over: int
    people: int | None


@dataclass(frozen=True)
class Month:
    """What one month, from 1 to 12, collected and handed over."""

    month: int
    mass_g: int
    handed_over: int


def _first_handed(scope: Scope) -> QuerySet:
    """Devices handed over for the first time, as `devices_redistributed` counts them."""
    return records.HANDED.rows(scope).filter(first=True)


def by_member(scope: Scope) -> list[Share]:
    """Every organisation that collected or handed over in the year, the most active first."""
    collected = {
        row["holder"]: (row["lots"], row["mass"])
        for row in records.LOTS.rows(scope)
        .order_by()
        .values("holder")
        .annotate(lots=Count("pk"), mass=Sum("weighed_g"))
    }
    handed: dict[uuid.UUID, int] = {
        row["distributor"]: row["number"]
        for row in _first_handed(scope)
        .order_by()
        .values(distributor=F("handover__distributor"))
        .annotate(number=Count("pk"))
    }
    people = _people_by_distributor(scope)
    found = [
        Share(organisation, *collected.get(pk, (0, 0)), handed.get(pk, 0), people.get(pk))
        for pk, organisation in Organisation.objects.in_bulk({*collected, *handed, *people}).items()
    ]
    return sorted(found, key=lambda share: (-share.mass_g, -share.handed_over, share.organisation.name))


def _people_by_distributor(scope: Scope) -> dict[uuid.UUID, int]:
    """People equipped, each by whoever handed over to her first; without the numbers that would single some out."""
    first = records.first_handovers(records.HANDED.rows(scope))
    counts = {
        row["distributor"]: row["number"] for row in first.order_by().values("distributor").annotate(number=Count("pk"))
    }
    secret = hidden({str(pk): number for pk, number in counts.items()})
    return {pk: number for pk, number in counts.items() if str(pk) not in secret}


def by_month(scope: Scope) -> list[Month]:
    """The twelve months, or those begun of the running year."""
    masses = _monthly(records.LOTS.rows(scope), "received_on", Sum("weighed_g"))
    handed = _monthly(_first_handed(scope), "handover__done_on", Count("pk"))
    return [Month(month, masses.get(month, 0), handed.get(month, 0)) for month in range(1, scope.last.month + 1)]


def _monthly(rows: QuerySet, field: str, amount: Sum | Count) -> dict[int, int]:
    counted = rows.order_by().annotate(month=ExtractMonth(field)).values("month").annotate(amount=amount)
    return {row["month"]: row["amount"] for row in counted}


def by_category(scope: Scope) -> list[tuple[str, int]]:
    """Devices handed over for the first time, by category, the most numerous first."""
    rows = _first_handed(scope).order_by().values(name=F("device__category__plural")).annotate(number=Count("pk"))
    return sorted(((row["name"], row["number"]) for row in rows), key=lambda row: (-row[1], row[0]))
