"""The list of requests."""

from functools import cache

from django.db.models import Prefetch

from maillon.common import geography
from maillon.ground.organisations.models import Member, Role
from maillon.matter.ledger.models import Category
from maillon.sharing.needs.models import Need, NeedItem, NeedQuerySet

OPEN, ALL = "", "toutes"


@cache
def kinds() -> list[tuple[str, str]]:
    """The kinds of devices, as choices of a filter. They change with a migration only: read once, at the first list."""
    rows = Category.objects.filter(family=Category.Family.DEVICE).values_list("slug", "name")
    return [("", "Tous"), *rows]


def sees_network(member: Member) -> bool:
    """Whether she reads the whole queue: then without any identity."""
    return member.has(Role.COORDINATOR, Role.ADMINISTRATOR, Role.DISTRIBUTOR)


def page_of(member: Member) -> NeedQuerySet:
    """The requests that she may see, ready for a list or a page; no identity is read."""
    needs = Need.objects.visible_to(member).select_related("network", "prescriber", "association")
    items = NeedItem.objects.select_related("category", "device__category", "device__holder")
    return needs.prefetch_related(Prefetch("items", items.order_by("category__rank", "id")))


def filtered(
    needs: NeedQuerySet,
    *,
    state: str = OPEN,
    category: str = "",
    usage: str = "",
    commune: geography.Commune | None = None,
) -> NeedQuerySet:
    """Those of a state (open ones by default, the oldest first; others the newest first), category, usage, commune."""
    needs = needs.open() if state == OPEN else needs if state == ALL else needs.filter(state=state)
    if state not in (OPEN, *Need.OPEN):
        needs = needs.order_by("-asked_on", "-number")
    if category:
        needs = needs.filter(pk__in=NeedItem.objects.filter(category=category).values("need"))
    if usage:
        needs = needs.filter(usage=usage)
    if commune:
        needs = needs.filter(commune_code=commune.code)
    return needs
