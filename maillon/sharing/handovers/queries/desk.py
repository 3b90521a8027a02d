"""What the desk needs for one hand-over: the devices, what may be asked for them, what goes with them."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from maillon.common import geography
from maillon.ground.organisations.models import Affiliation, Member, Organisation, OrganisationRole
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Account, Category, Stock
from maillon.sharing.handovers.models import HandOver, HandOverItem
from maillon.sharing.handovers.queries.outlet import Outlet, outlet
from maillon.sharing.needs.models import Need, NeedItem


@dataclass(frozen=True)
class Piece:
    """One device of the hand-over, where it is, and what the law says of its price."""

    device: Device
    outlet: Outlet
    elsewhere: bool


def desk(handover: HandOver, on: datetime.date) -> list[Piece]:
    """What is reserved for this appointment, to prepare and to hand over."""
    items = (
        handover.need.items.filter(state=NeedItem.State.RESERVED)
        .select_related("device", "device__category", "device__holder")
        .prefetch_related("device__holder__qualities")
        .order_by("category__rank", "id")
    )
    devices = [item.device for item in items if item.device]
    return [
        Piece(device, outlet(handover, device, on), device.holder_id != handover.distributor_id) for device in devices
    ]


def handed(handover: HandOver) -> QuerySet[HandOverItem]:
    """The devices that left at this hand-over, with where they are now."""
    return handover.items.select_related("device", "device__category").order_by("id")


def stock_of(handover: HandOver) -> list[tuple[Category, int]]:
    """The accessories that its distributor has, counted in bulk."""
    rows = Stock.objects.filter(
        network=handover.network_id, holder=handover.distributor_id, account=Account.ACCESSORIES, units__gt=0
    )
    units: dict[str, int] = {
        row["category"]: row["total"] for row in rows.order_by().values("category").annotate(total=Sum("units"))
    }
    return [(category, units[category.pk]) for category in Category.objects.filter(pk__in=units)]


def distributors(member: Member, need: Need) -> list[tuple[Organisation, float]]:
    """Who may hand over: the distributors of the network, the request's prescriber, and who holds the devices.

    With the distance by road from the request's commune, the nearest first; in one commune the prescriber first.
    """
    holding = need.items.filter(state=NeedItem.State.RESERVED).values_list("device__holder", flat=True)
    rows = Affiliation.objects.visible_to(member).filter(ended_on=None).select_related("organisation")
    serving = {row.organisation for row in rows.having(OrganisationRole.DISTRIBUTOR)}
    serving |= {row.organisation for row in rows.filter(organisation__in=[need.prescriber_id, *holding])}
    near = [(one, geography.distance_km(need.commune, one.commune) * geography.ROAD_FACTOR) for one in serving]
    return sorted(near, key=lambda pair: (pair[1], pair[0].pk != need.prescriber_id, pair[0].name))
