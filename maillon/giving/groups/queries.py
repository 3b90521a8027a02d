"""What a group's services gave while it followed them, and what became of it."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone

from maillon.common import numbers
from maillon.common.spreadsheets import Cell, Sheet
from maillon.giving.donations.models import Offer
from maillon.giving.donors.queries import FATE_OF, FATES, SAID
from maillon.giving.groups.models import GroupMember
from maillon.ground.organisations.models import Member, Network, Organisation, OrganisationRole
from maillon.matter.ledger.models import Account, Movement
from maillon.matter.lots.models import Lot


@dataclass
class Tally:
    """Devices and grams, by what became of them."""

    lots: int = 0
    offers: int = 0
    weighed_g: int = 0
    units: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    grams: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, other: "Tally") -> None:
        self.lots += other.lots
        self.offers += other.offers
        self.weighed_g += other.weighed_g
        for fate in FATES:
            self.units[fate] += other.units[fate]
            self.grams[fate] += other.grams[fate]

    @property
    def devices(self) -> int:
        return sum(self.units.values())

    @property
    def reused(self) -> int:
        return self.units["reused"]

    @property
    def told(self) -> str:
        """« 50 recyclés, 26 encore à l’atelier »."""
        held = [(fate, self.units[fate]) for fate in FATES if self.units[fate]]
        return ", ".join(f"{numbers.number(count)} {SAID[fate][count > 1]}" for fate, count in held)

    @property
    def shares(self) -> list[tuple[str, str, int, int]]:
        """(word, look, devices, grams) of each fate that holds something."""
        return [
            (word, look, self.units[fate], self.grams[fate])
            for fate, (word, look, _) in FATES.items()
            if self.units[fate] or self.grams[fate]
        ]


@dataclass(frozen=True)
class Followed:
    """One service of a group, between the days it is followed."""

    membership: GroupMember
    tally: Tally


@dataclass(frozen=True)
class FollowedLot:
    """One lot that a service gave, and what became of it."""

    lot: Lot
    tally: Tally


@dataclass(frozen=True)
class Outcome:
    """What the services of a group gave, of one year or since the beginning."""

    rows: list[Followed]
    lots: list[FollowedLot]
    offers: list[Offer]
    total: Tally
    until: datetime.date
    years: list[int]

    @property
    def waiting(self) -> list[Offer]:
        """The offers that have not arrived yet, the last ones."""
        return [offer for offer in self.offers if offer.state != Offer.State.RECEIVED][:20]


def groups_of(member: Member) -> list[dict[str, Any]]:
    """The groups that the member sees, with how many services each follows today."""
    today = timezone.localdate()
    rows = GroupMember.objects.visible_to(member).order_by().values("group", "group__name")
    counted = rows.annotate(
        services=Count("pk", filter=Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))),
        since=Min("starts_on"),
    )
    return list(counted.order_by("group__name"))


def sisters(network: Network, organisation: Organisation, on: datetime.date) -> QuerySet[Organisation]:
    """The other services of its groups that day, the groups themselves left out."""
    groups = GroupMember.objects.filter(network=network, organisation=organisation).in_force(on).values("group")
    same = GroupMember.objects.filter(network=network, group__in=groups).in_force(on).values("organisation")
    return Organisation.objects.filter(pk__in=same, merged_into=None).exclude(pk=organisation.pk).order_by("name")


def joinable(network: Network) -> QuerySet[Organisation]:
    """The organisations of the network that give, or may: those that a group can follow, or that can be a group."""
    present = network.affiliations.present().having(OrganisationRole.DONOR)
    return Organisation.objects.filter(pk__in=present.values("organisation")).order_by("name")


def services(network: Network, group: Organisation) -> list[GroupMember]:
    """The services of a group, present and past."""
    found = GroupMember.objects.filter(network=network, group=group)
    return list(found.select_related("organisation").order_by("organisation__name", "starts_on"))


def outcome(network: Network, group: Organisation, year: int | None = None) -> Outcome:
    """What the services of the group gave while they were followed; five queries, whatever their number."""
    today = timezone.localdate()
    until = min(datetime.date(year, 12, 31), today) if year else today
    members = services(network, group)
    lots, offers = _lots(network, members), _offers(network, members)
    years = sorted({lot.received_on.year for lot in lots} | {offer.year for offer in offers}, reverse=True)
    if year:
        lots = [lot for lot in lots if lot.received_on.year == year]
        offers = [offer for offer in offers if offer.year == year]
    tallies = _tallies(lots, until)
    rows = [Followed(one, _of(one, lots, offers, tallies)) for one in members]
    total = Tally()
    for row in rows:
        total.add(row.tally)
    return Outcome(rows, [FollowedLot(lot, tallies[lot.pk]) for lot in lots], offers, total, until, years)


def _during(member: GroupMember, day: str, whose: str) -> Q:
    """What this service gave between the days it is followed."""
    found = Q(**{whose: member.organisation_id, f"{day}__gte": member.starts_on})
    return found & Q(**{f"{day}__lte": member.ends_on}) if member.ends_on else found


def _lots(network: Network, members: Sequence[GroupMember]) -> list[Lot]:
    if not members:
        return []
    wanted = Q()
    for member in members:
        wanted |= _during(member, "received_on", "donor__organisation")
    found = Lot.objects.filter(wanted, network=network, merged_into=None)
    return list(found.select_related("donor", "holder").order_by("-received_on", "-number"))


def _offers(network: Network, members: Sequence[GroupMember]) -> list[Offer]:
    if not members:
        return []
    wanted = Q()
    for member in members:
        wanted |= _during(member, "created_at__date", "donor__organisation")
    found = Offer.objects.filter(wanted, network=network).exclude(state=Offer.State.WITHDRAWN)
    return list(found.select_related("donor").prefetch_related("lines__category").order_by("-created_at"))


def _of(member: GroupMember, lots: Iterable[Lot], offers: Iterable[Offer], tallies: dict[uuid.UUID, Tally]) -> Tally:
    made = Tally()
    for lot in lots:
        if lot.donor.organisation_id == member.organisation_id and _covers(member, lot.received_on):
            made.add(tallies[lot.pk])
    own = (offer for offer in offers if offer.donor and offer.donor.organisation_id == member.organisation_id)
    made.offers = sum(_covers(member, timezone.localdate(offer.created_at)) for offer in own)
    return made


def _covers(member: GroupMember, day: datetime.date) -> bool:
    return member.starts_on <= day and (member.ends_on is None or day <= member.ends_on)


def _tallies(lots: Sequence[Lot], until: datetime.date) -> dict[uuid.UUID, Tally]:
    """What had become of each lot that day, from its movements: as the donor's own report tells it."""
    made = {lot.pk: Tally(lots=1, weighed_g=lot.weighed_g) for lot in lots}
    rows = Movement.objects.filter(lot__in=list(made), on__lte=until).order_by().values_list("lot", "source", "target")
    counted = rows.annotate(mass=Sum("mass_g"), units=Sum("units", filter=Q(device__isnull=False), default=0))
    for lot, source, target, mass, units in counted:
        tally = made[lot]
        for account, sign in ((Account(source), -1), (Account(target), 1)):
            if account == Account.DONOR:
                continue
            fate = FATE_OF[account]
            tally.grams[fate] += sign * mass
            if account != Account.UNSORTED:
                tally.units[fate] += sign * units
    return made


HEADS = ("Service", "Suivi depuis le", "Suivi jusqu’au", "Offres", "Lots", "Masse (kg)", "Appareils")
LOT_HEADS = ("Lot", "Service", "Reçu le", "Reçu par", "Masse (kg)", "Appareils")


def sheets(made: Outcome) -> list[Sheet]:
    """The services, then their lots, for a spreadsheet."""
    words = [word for word, _, _ in FATES.values()]
    return [
        Sheet(
            "Services",
            [*HEADS, *words],
            [
                [
                    row.membership.organisation.name,
                    row.membership.starts_on,
                    row.membership.ends_on,
                    row.tally.offers,
                    row.tally.lots,
                    *_cells(row.tally),
                ]
                for row in made.rows
            ],
        ),
        Sheet(
            "Lots",
            [*LOT_HEADS, *words],
            [
                [one.lot.reference, one.lot.donor.name, one.lot.received_on, one.lot.holder.name, *_cells(one.tally)]
                for one in made.lots
            ],
        ),
    ]


def _cells(tally: Tally) -> list[Cell]:
    return [round(tally.weighed_g / 1000, 3), tally.devices, *(tally.units[fate] for fate in FATES)]
