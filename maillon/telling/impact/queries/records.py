"""The records behind the figures: one source a kind, narrowed to a place and to a year. Figures and lists share them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, When, Window
from django.db.models.functions import Cast, RowNumber

from maillon.ground.accounts.models import User
from maillon.ground.organisations.models import Membership, Organisation, SignIn, Site, Visits, in_force
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Count as LotCount
from maillon.matter.lots.models import Donor, Lot
from maillon.matter.refurbishing.models import Installation
from maillon.sharing.accompaniment.models import Enrolment, Session
from maillon.sharing.directory.models import Place
from maillon.sharing.handovers.models import HandOver, HandOverItem
from maillon.sharing.needs.models import Need
from maillon.telling.impact.queries.scope import Scope


@dataclass(frozen=True)
class Source:
    """One kind of records: those of the network or territory, and which of them are of the year."""

    of_place: Callable[[Scope], QuerySet]
    of_year: Callable[[Scope], Q]

    def rows(self, scope: Scope) -> QuerySet:
        return self.of_place(scope).filter(self.of_year(scope))


def _person(path: str) -> Case:
    """Whom a row is about, the same in the files of two organisations; null when about no person.

    The keyed hash of names and birth date where they are known, else the file itself.
    """
    unknown = When(**{f"{path}__fingerprint": ""}, then=Cast(f"{path}_id", CharField()))
    return Case(unknown, default=F(f"{path}__fingerprint"), output_field=CharField())


# Adhesions in force on the last day, of the network itself or of the territory.
MEMBERSHIPS = Source(
    lambda scope: Membership.objects.filter(network=scope.network, territory=scope.territory),
    lambda scope: in_force(scope.last),
)
SITES = Source(
    lambda scope: Site.objects.all(),
    lambda scope: Q(organisation__in=MEMBERSHIPS.rows(scope).values("organisation")),
)
# A transfer between members is not a lot; nor is one that was merged into another, which counts for both.
LOTS = Source(
    lambda scope: Lot.objects.filter(network=scope.network, merged_into=None, **scope.at("site__commune_code")),
    lambda scope: scope.during("received_on"),
)
COUNTS = Source(
    lambda scope: LotCount.objects.filter(
        lot__network=scope.network,
        category__family__in=Category.GIVEN,
        **scope.at("lot__site__commune_code"),
    ),
    lambda scope: scope.during("lot__received_on"),
)
INSTALLATIONS = Source(
    lambda scope: Installation.objects.filter(
        installer__network=scope.network, **scope.at("device__site__commune_code")
    ),
    lambda scope: scope.during("on"),
)
# One row a device handed over: an appointment that was kept has at least one.
HANDED = Source(
    lambda scope: HandOverItem.objects.filter(
        handover__network=scope.network,
        handover__state=HandOver.State.DONE,
        **scope.at("handover__commune_code"),
    ).annotate(whom=_person("handover__need__person")),
    lambda scope: scope.during("handover__done_on"),
)
# Where they were served: the commune of the hand-over, not that of whoever asked.
SERVED = Source(
    lambda scope: Need.objects.filter(
        pk__in=HandOver.objects.done().filter(network=scope.network, **scope.at("commune_code")).values("need"),
        state=Need.State.SERVED,
    ),
    lambda scope: scope.during("served_on"),
)
SESSIONS = Source(
    lambda scope: Session.objects.filter(network=scope.network, cancelled_at=None, **scope.at("commune_code")),
    lambda scope: scope.at_some_hour("starts_at"),
)
ATTENDANCES = Source(
    lambda scope: Enrolment.objects.filter(
        session__network=scope.network,
        session__cancelled_at=None,
        state=Enrolment.State.ATTENDED,
        **scope.at("session__commune_code"),
    ).annotate(whom=_person("person")),
    lambda scope: scope.at_some_hour("session__starts_at"),
)
# Pages of the directory that are there on the last day of the year, whenever they were entered.
PLACES = Source(
    lambda scope: Place.objects.filter(network=scope.network, merged_into=None, **scope.at("commune_code")),
    lambda scope: Q(created_at__lt=scope.end) & (Q(closed_on=None) | Q(closed_on__gt=scope.last)),
)
# Who signs in is counted in the network: nobody says from which commune.
VISITS = Source(
    lambda scope: Visits.objects.none() if scope.territory else Visits.objects.filter(network=scope.network),
    lambda scope: scope.during("on"),
)
SIGN_INS = Source(
    lambda scope: SignIn.objects.none() if scope.territory else SignIn.objects.filter(network=scope.network),
    lambda scope: scope.during("first_on"),
)


# What is listed where a figure counts distinct things: one row a thing, from the rows it was counted in.


def organisations(rows: QuerySet[Membership]) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=rows.values("organisation"))


def departements(rows: QuerySet[Site]) -> QuerySet:
    return rows.order_by("departement").values("departement").annotate(number=Count("pk"))


def donors(rows: QuerySet[Lot]) -> QuerySet[Donor]:
    return Donor.objects.filter(pk__in=rows.values("donor"))


def devices(rows: QuerySet[Installation]) -> QuerySet[Device]:
    return Device.objects.filter(pk__in=rows.values("device"))


def installers(rows: QuerySet[Installation]) -> QuerySet[User]:
    return User.objects.filter(pk__in=rows.values("installer__user"))


def distributors(rows: QuerySet[HandOverItem]) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=rows.values("handover__distributor"))


def communes(rows: QuerySet[HandOverItem]) -> QuerySet:
    """Their codes, without a number: few hand-overs in a commune could tell for whom they were."""
    return rows.order_by("handover__commune_code").values(commune_code=F("handover__commune_code")).distinct()


def first_handovers(rows: QuerySet[Any]) -> QuerySet[HandOver]:
    """One a person: her first hand-over of the year."""
    ranked = rows.filter(whom__isnull=False).annotate(
        rank=Window(
            RowNumber(),
            partition_by=F("whom"),
            order_by=[F("handover__done_on").asc(), F("handover").asc(), F("pk").asc()],
        )
    )
    return HandOver.objects.filter(pk__in=ranked.filter(rank=1).values("handover"))


def attended(rows: QuerySet[Enrolment]) -> QuerySet[Session]:
    """The sessions, each with the number of people who came."""
    return _with_number(rows)


def first_attended(rows: QuerySet[Any]) -> QuerySet[Session]:
    """The sessions, each with the number of people for whom it was the first of the year."""
    ranked = rows.filter(whom__isnull=False).annotate(
        rank=Window(RowNumber(), partition_by=F("whom"), order_by=[F("session__starts_at").asc(), F("pk").asc()])
    )
    return _with_number(Enrolment.objects.filter(pk__in=ranked.filter(rank=1).values("pk")))


def _with_number(rows: QuerySet[Enrolment]) -> QuerySet[Session]:
    return Session.objects.filter(enrolments__in=rows.values("pk")).annotate(number=Count("enrolments"))
