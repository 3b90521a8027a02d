"""The records behind the figures: one queryset a kind, narrowed to a scope. Figures and their lists share these."""

from django.db.models import QuerySet

from maillon.ground.organisations.models import Membership, Site
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Count, Donor, Lot
from maillon.matter.refurbishing.models import Installation
from maillon.sharing.accompaniment.models import Enrolment, Session
from maillon.sharing.handovers.models import HandOver, HandOverItem
from maillon.sharing.needs.models import Need
from maillon.telling.impact.queries.scope import Scope


def memberships(scope: Scope) -> QuerySet[Membership]:
    """Adhesions in force on the last day, of the network itself or of the territory."""
    return Membership.objects.filter(network=scope.network, territory=scope.territory).in_force(scope.last)


def member_sites(scope: Scope) -> QuerySet[Site]:
    return Site.objects.filter(organisation__in=memberships(scope).values("organisation"))


def lots(scope: Scope) -> QuerySet[Lot]:
    """Lots received in the year; a transfer between members is not one."""
    return Lot.objects.filter(network=scope.network, **scope.during("received_on"), **scope.at("site__commune_code"))


def lots_of_head(scope: Scope) -> QuerySet[Lot]:
    return lots(scope).filter(holder=scope.network.head)


def lots_of_members(scope: Scope) -> QuerySet[Lot]:
    return lots(scope).exclude(holder=scope.network.head)


def counts(scope: Scope, *families: str) -> QuerySet[Count]:
    return Count.objects.filter(lot__in=lots(scope).values("pk"), category__family__in=families)


def equipment(scope: Scope) -> QuerySet[Count]:
    return counts(scope, Category.Family.DEVICE)


def accessories(scope: Scope) -> QuerySet[Count]:
    return counts(scope, Category.Family.ACCESSORY)


def donors(scope: Scope) -> QuerySet[Donor]:
    return Donor.objects.filter(pk__in=lots(scope).values("donor"))


def handovers(scope: Scope) -> QuerySet[HandOver]:
    return HandOver.objects.done().filter(network=scope.network, **scope.during("done_on"), **scope.at("commune_code"))


def handed_items(scope: Scope) -> QuerySet[HandOverItem]:
    return HandOverItem.objects.filter(handover__in=handovers(scope).values("pk"))


def served(scope: Scope) -> QuerySet[Need]:
    return Need.objects.filter(
        network=scope.network, state=Need.State.SERVED, **scope.during("served_on"), **scope.at("commune_code")
    )


def installations(scope: Scope) -> QuerySet[Installation]:
    return Installation.objects.filter(
        device__network=scope.network, **scope.during("on"), **scope.at("device__site__commune_code")
    )


def sessions(scope: Scope) -> QuerySet[Session]:
    return Session.objects.filter(
        network=scope.network,
        cancelled_at=None,
        starts_at__date__gte=scope.first,
        starts_at__date__lte=scope.last,
        **scope.at("commune_code"),
    )


def attendances(scope: Scope) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(session__in=sessions(scope).values("pk"), state=Enrolment.State.ATTENDED)
