"""Lots as a list, and where a lot may be received."""

import uuid
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member, Organisation, Role, Site
from maillon.matter.ledger.models import Account, Stock
from maillon.matter.lots.models import Count, Lot


def filtered(lots: QuerySet[Lot], asked: dict[str, Any]) -> QuerySet[Lot]:
    """The lots that the answers of the filter keep: state, year, holder, part of the donor's name."""
    if asked.get("etat"):
        lots = lots.filter(state=asked["etat"])
    if asked.get("annee"):
        lots = lots.filter(year=asked["annee"])
    if asked.get("detenteur"):
        lots = lots.filter(holder=asked["detenteur"])
    if asked.get("donateur"):
        lots = lots.filter(donor__name__icontains=asked["donateur"])
    return lots


def with_progress(lots: QuerySet[Lot]) -> QuerySet[Lot]:
    """Each lot with `units`, counted on arrival, and `left`, neither entered nor explained."""
    counted = Count.objects.filter(lot=OuterRef("pk")).order_by().values("lot").annotate(n=Sum("counted")).values("n")
    unsorted = (
        Stock.objects.filter(lot=OuterRef("pk"), account=Account.UNSORTED)
        .order_by()
        .values("lot")
        .annotate(n=Sum("units"))
        .values("n")
    )
    return lots.select_related("donor", "holder").annotate(
        units=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        left=Coalesce(Subquery(unsorted, output_field=IntegerField()), 0),
    )


def choosable_sites(member: Member) -> QuerySet[Site]:
    """The sites where this member may receive: her organisation's; every one of the network for the coordinator."""
    sites = Site.objects.visible_to(member).filter(receives=True).select_related("organisation").distinct()
    if not member.coordinates:
        sites = sites.filter(organisation=member.organisation_id)
    return sites.order_by("organisation__name", "name")


def holders(member: Member) -> list[tuple[uuid.UUID, str]]:
    """Who received lots in the network, for those who see them all; empty for the others, without a query."""
    if not member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return []
    received = Lot.objects.filter(holder=OuterRef("pk"), network=member.network_id)
    return list(Organisation.objects.filter(Exists(received)).values_list("pk", "name"))


def documents(lot: Lot, member: Member) -> list[Document]:
    """The documents about this lot that the member may open, newest first."""
    return list(
        Document.objects.visible_to(member).filter(about=lot.pk).select_related("replaced_by").order_by("-created_at")
    )
