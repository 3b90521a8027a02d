"""A donor's space: who it is, where it is reached, what it finds there."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum
from django.urls import reverse

from maillon.common import links, numbers
from maillon.common.actors import Actor
from maillon.giving.donors import policy
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member, Network
from maillon.matter.devices.models import EXITS, Device, State
from maillon.matter.lots.models import Donor, Lot

# What a donor may open without an account: never an attestation of hand-over, which is between others.
OPEN_KINDS = (
    Document.Kind.AGREEMENT,
    Document.Kind.FRAME,
    Document.Kind.RECEPTION,
    Document.Kind.PICKUP,
    Document.Kind.ERASURE,
    Document.Kind.ERASURE_LOT,
    Document.Kind.OUTCOME,
    Document.Kind.RECEIPT,
)
RECENT = 8
LINK_DAYS = 365


def space_path(donor: Donor, at: datetime.datetime | None = None) -> str:
    """Where on this site the donor finds everything, without an account; by a link of that instant, or of now."""
    return reverse("donors:space", args=[links.seal(policy.SPACE, donor.pk, at=at)])


def space_url(donor: Donor, at: datetime.datetime | None = None) -> str:
    """The same as a link for an e-mail."""
    return settings.BASE_URL + space_path(donor, at)


def plans_url(donor: Donor) -> str:
    """Where the donor says what it will renew, without an account."""
    return settings.BASE_URL + reverse("donors:plans", args=[links.seal(policy.SPACE, donor.pk)])


def lot_url(lot: Lot, at: datetime.datetime | None = None) -> str:
    """Where the donor sees what became of a lot, without an account."""
    return settings.BASE_URL + reverse("donors:lot", args=[links.seal(policy.SPACE, lot.donor_id, at=at), lot.pk])


def offer_url(network: Network) -> str:
    """Where anyone offers equipment to the network."""
    return settings.BASE_URL + reverse("donations:offer", args=[network.slug])


def of_network(member: Member) -> QuerySet[Donor]:
    """The donors of the network that gave something, the last one first, with what they gave."""
    donors = Donor.objects.filter(network=member.network_id, lots__isnull=False)
    return donors.annotate(
        given=Count("lots"), given_g=Sum("lots__weighed_g"), last_on=Max("lots__received_on")
    ).order_by("-last_on", "name")


def own(member: Member) -> Donor | None:
    """The donor's file of the member's organisation in her network."""
    return Donor.objects.filter(network=member.network_id, organisation=member.organisation_id).first()


def names_donor(key: str) -> bool:
    """Whether an address names its donor by its key, for those who are signed in, rather than by a link."""
    try:
        uuid.UUID(key)
    except ValueError:
        return False
    return True


def reached(key: str, member: Member | None) -> tuple[Donor, Actor] | None:
    """The donor of an address, and who comes: the holder of its link, or a member of its network; None for neither."""
    donors = Donor.objects.select_related("network", "network__head", "organisation")
    bearer = links.unseal(policy.SPACE, key, days=LINK_DAYS)
    if bearer:
        donor = donors.filter(pk=bearer.actor_id).first()
        return (donor, bearer) if donor else None
    if member is None or not names_donor(key):
        return None
    donor = donors.filter(pk=key, network=member.network_id).first()
    return (donor, member) if donor else None


@dataclass(frozen=True)
class Progress:
    """Where one lot stands, in plain words."""

    lot: Lot
    units: int
    words: str
    settled: int

    @property
    def done(self) -> bool:
        return self.units > 0 and self.settled == self.units


STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("réemployé", EXITS),
    ("prêt pour quelqu’un", (State.READY, State.RESERVED)),
    ("en réparation ou en test", (State.ERASED, State.IN_REPAIR)),
    ("à effacer", (State.RECEIVED, State.SORTED, State.TO_ERASE, State.RETURNED)),
    ("démonté pour ses pièces", (State.DISMANTLED,)),
    ("recyclé", (State.RECYCLED,)),
    ("perdu", (State.LOST,)),
)
PLURALS = {
    "réemployé": "réemployés",
    "prêt pour quelqu’un": "prêts pour quelqu’un",
    "démonté pour ses pièces": "démontés pour leurs pièces",
    "recyclé": "recyclés",
    "perdu": "perdus",
}
SETTLED = (*EXITS, State.DISMANTLED, State.RECYCLED, State.LOST)


def progress(lots: Iterable[Lot]) -> list[Progress]:
    """Each lot in plain words, in two queries."""
    lots = list(lots)
    counted = dict(
        Lot.objects.filter(pk__in=[lot.pk for lot in lots])
        .filter(counts__category__family="device")
        .values_list("pk")
        .annotate(n=Sum("counts__counted"))
        .order_by()
    )
    states: dict[uuid.UUID, dict[str, int]] = {}
    rows = Device.objects.filter(lot__in=lots).order_by().values_list("lot", "state").annotate(n=Count("pk"))
    for lot, state, count in rows:
        states.setdefault(lot, {})[state] = count
    return [_progress(lot, states.get(lot.pk, {}), counted.get(lot.pk, 0)) for lot in lots]


def _progress(lot: Lot, states: dict[str, int], counted: int) -> Progress:
    entered = sum(states.values())
    parts = []
    for word, stage in STAGES:
        count = sum(states.get(state, 0) for state in stage)
        if count:
            parts.append(f"{numbers.number(count)} {word if count < 2 else PLURALS.get(word, word)}")
    if counted > entered and lot.state != Lot.State.CLOSED:
        parts.append(f"{numbers.number(counted - entered)} à étiqueter")
    settled = sum(states.get(state, 0) for state in SETTLED)
    return Progress(lot, max(counted, entered), ", ".join(parts) or "reçu et pesé, à trier", settled)


def papers(donor: Donor, lots: Iterable[Lot] | None = None) -> QuerySet[Document]:
    """The documents that are the donor's to read: of its offers, its lots and their devices, and of itself; newest first."""
    if lots is None:
        things = [
            donor.pk,
            *donor.offers.values_list("pk", flat=True),
            *donor.frames.values_list("pk", flat=True),
            *donor.lots.values_list("pk", flat=True),
        ]
        devices = Device.objects.filter(lot__donor=donor)
    else:
        things = [lot.pk for lot in lots]
        devices = Device.objects.filter(lot__in=things)
    about = Document.objects.filter(network=donor.network_id, kind__in=OPEN_KINDS)
    mine = about.filter(about__in=things) | about.filter(about__in=devices.values("pk"))
    return mine.filter(replaced_by=None, revocation=None).order_by("-issued_on", "kind", "-number")
