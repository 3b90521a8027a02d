"""The queue of a workshop, its team's totals, and what one person did."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum, When
from django.utils import timezone

from maillon.ground.organisations.models import WORKSHOP, Member, Organisation
from maillon.matter.devices.models import Device, State
from maillon.matter.erasure.models import Erasure
from maillon.matter.refurbishing.models import (
    Acquisition,
    Assignment,
    Bench,
    Examination,
    Hours,
    Installation,
    Review,
    Skill,
)

IN_QUEUE = (State.RECEIVED, State.RETURNED, State.SORTED, State.TO_ERASE, State.ERASED, State.IN_REPAIR)


@dataclass(frozen=True)
class Deed:
    """What is to be done with a device, said to someone who begins: a verb, a drawing, a few short steps."""

    key: str
    title: str
    icon: str
    steps: tuple[str, ...]
    url: str


SORT = Deed(
    "sort",
    "Trier",
    "box",
    ("Regardez l’appareil : entier ? récent ?", "Branchez-le : s’allume-t-il ?", "Choisissez : réemploi ou recyclage."),
    "devices:detail",
)
ERASE = Deed(
    "erase",
    "Effacer le disque",
    "disk",
    ("Branchez l’appareil au secteur.", "Démarrez sur la clé d’effacement.", "Joignez le journal quand c’est fini."),
    "erasure:panel",
)
INSTALL = Deed(
    "install",
    "Installer le système",
    "download",
    ("Démarrez sur la clé d’installation.", "Suivez l’installation jusqu’au bout.", "Notez le système installé."),
    "refurbishing:panel",
)
TEST = Deed(
    "test",
    "Tester et noter",
    "list",
    ("Ouvrez le test pas à pas.", "Essayez une chose à la fois.", "Répondez : marche, en panne ou absent."),
    "refurbishing:guide",
)
REPAIR = Deed(
    "repair",
    "Réparer",
    "wrench",
    ("Lisez ce qui est en panne.", "Réparez, ou demandez de l’aide.", "Testez de nouveau."),
    "refurbishing:panel",
)
REVIEW = Deed(
    "review",
    "Contrôler",
    "eye",
    (
        "Quelqu’un d’autre l’a testé bon.",
        "Allumez-le, refaites les essais importants.",
        "Dites s’il est bon, ou à reprendre.",
    ),
    "refurbishing:review",
)
DEEDS = (SORT, ERASE, INSTALL, TEST, REPAIR, REVIEW)


@dataclass(frozen=True)
class Work:
    """One line of the queue: a device, what to do, and who has it."""

    device: Device
    deed: Deed
    assignment: Assignment | None
    begun: bool = False

    @property
    def holder(self) -> Member | None:
        return self.assignment.member if self.assignment else None


def queue(member: Member, *, mine: str = "", bench: Bench | None = None) -> QuerySet[Device]:
    """The devices that the member's workshop has to do, hers and the oldest first; `mine`: moi, libres or controle."""
    held = Assignment.objects.filter(ended_at=None)
    current = Prefetch("assignments", held.select_related("member__user", "bench"), to_attr="hands")
    last = Prefetch(
        "examinations", Examination.objects.order_by("-created_at").select_related("review"), to_attr="tests"
    )
    found = Device.objects.filter(network=member.network_id, holder=member.organisation_id, state__in=IN_QUEUE)
    of_me = held.filter(device=OuterRef("pk"), member=member)
    if mine == "moi":
        found = found.filter(Exists(of_me))
    elif mine == "libres":
        found = found.exclude(Exists(held.filter(device=OuterRef("pk"), member__isnull=False)))
    elif mine == "controle":
        found = found.filter(Exists(_to_review().filter(examination__device=OuterRef("pk"))))
    if bench is not None:
        found = found.filter(Exists(held.filter(device=OuterRef("pk"), bench=bench)))
    first = Case(When(Exists(of_me), then=0), default=1)
    ordered = found.annotate(first=first).order_by("first", "state_since", "pk")
    return ordered.select_related("category").prefetch_related(current, last)


def _to_review() -> QuerySet[Review]:
    return Review.objects.waiting()


def works(devices: list[Device]) -> list[Work]:
    """What is to be done with each device of a page; the devices come from `queue`."""
    begun = set(
        Device.objects.filter(pk__in=[one.pk for one in devices], findings__current=True).values_list("pk", flat=True)
    )
    return [Work(one, deed_of(one), _first(one.__dict__["hands"]), one.pk in begun) for one in devices]


def _first(rows: list[Assignment]) -> Assignment | None:
    return rows[0] if rows else None


def deed_of(device: Device) -> Deed:
    """What is to be done with a device read by `queue`."""
    if device.state in (State.RECEIVED, State.RETURNED, State.SORTED):
        return SORT
    if device.state == State.TO_ERASE:
        return ERASE
    last = next(iter(device.__dict__["tests"]), None)
    if last is not None and (device.cleared_at is None or last.created_at >= device.cleared_at):
        review = getattr(last, "review", None)
        if review is not None and review.verdict == Review.Verdict.WAITING:
            return REVIEW
        return TEST if last.passed and review is None else REPAIR
    return INSTALL if device.category.holds_data and not device.system else TEST


def benches(member: Member) -> QuerySet[Bench]:
    """The open work places of the member's workshop, with how many devices wait at each."""
    waiting = Count("assignments", filter=Q(assignments__ended_at=None))
    return Bench.objects.visible_to(member).filter(closed_on=None).annotate(waiting=waiting)


def team(member: Member) -> QuerySet[Member]:
    """The people of the member's workshop, by name."""
    roles = Q()
    for role in WORKSHOP:
        roles |= Q(roles__icontains=f'"{role.value}"')
    here = Member.objects.active().filter(roles, network=member.network_id, organisation=member.organisation_id)
    return here.select_related("user").order_by("user__last_name", "user__first_name")


@dataclass(frozen=True)
class Tally:
    """What a team did since a day, together: nobody is named, nobody is counted apart."""

    since: datetime.date
    label: str
    erased: int
    installed: int
    ready: int


@dataclass(frozen=True)
class Wall:
    """What hangs on the wall of a workshop."""

    organisation: Organisation
    tallies: list[Tally]
    waiting: list[tuple[str, str, int]]


def wall(member: Member) -> Wall:
    """The totals of the member's workshop: today, this week, this month, and what waits."""
    today = timezone.localdate()
    spans = (
        ("Aujourd’hui", today),
        ("Cette semaine", today - datetime.timedelta(days=today.weekday())),
        ("Ce mois-ci", today.replace(day=1)),
    )
    where = (member.network_id, member.organisation_id)
    tallies = [_tally(label, since, *where) for label, since in spans]
    states = dict(
        Device.objects.filter(network=where[0], holder=where[1], state__in=IN_QUEUE)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    waiting = [
        ("à trier", "box", _sum(states, State.RECEIVED, State.RETURNED, State.SORTED)),
        ("à effacer", "disk", _sum(states, State.TO_ERASE)),
        ("à installer et tester", "wrench", _sum(states, State.ERASED, State.IN_REPAIR)),
    ]
    return Wall(member.organisation, tallies, waiting)


def _sum(states: dict[str, int], *some: State) -> int:
    return sum(states.get(state.value, 0) for state in some)


def _tally(label: str, since: datetime.date, network: uuid.UUID, organisation: uuid.UUID) -> Tally:
    start = timezone.make_aware(datetime.datetime.combine(since, datetime.time()))
    mine = {"device__network": network, "device__holder": organisation}
    devices = Device.objects.filter(network=network, holder=organisation)
    return Tally(
        since,
        label,
        Erasure.objects.filter(**mine, verdict__in=Erasure.SUCCESSES, created_at__gte=start).count(),
        Installation.objects.filter(**mine, on__gte=since).count(),
        devices.filter(tested_at__gte=start).count(),
    )


@dataclass
class Person:
    """What one person did and learnt, for that person and her supervisor."""

    member: Member
    minutes: int = 0
    months: list[tuple[datetime.date, int]] = field(default_factory=list)
    skills: list[tuple[str, list[tuple[Skill, Acquisition | None]]]] = field(default_factory=list)

    @property
    def validated(self) -> int:
        return sum(held is not None and held.validated_on is not None for _, rows in self.skills for _, held in rows)


def person(member: Member) -> Person:
    """Her hours by month, over a year, and her skills by domain."""
    since = timezone.localdate().replace(day=1) - datetime.timedelta(days=335)
    months: dict[datetime.date, int] = defaultdict(int)
    for on, minutes in Hours.objects.filter(member=member, on__gte=since).values_list("on", "minutes"):
        months[on.replace(day=1)] += minutes
    held = {one.skill_id: one for one in Acquisition.objects.filter(member=member).select_related("validated_by__user")}
    domains: dict[str, list[tuple[Skill, Acquisition | None]]] = defaultdict(list)
    for skill in Skill.objects.all():
        domains[skill.domain].append((skill, held.get(skill.pk)))
    return Person(member, sum(months.values()), sorted(months.items(), reverse=True), list(domains.items()))


HOURS_HEADS = ("Jour", "Nom", "Rôle", "Heures", "À quoi")


def hours_rows(member: Member) -> list[tuple[datetime.date, str, str, float, str]]:
    """The hours that this member may see, the last first, as a spreadsheet takes them."""
    seen = Hours.objects.visible_to(member).select_related("member__user").order_by("-on", "pk")
    return [(one.on, one.member.full_name, one.member.roles_label, one.minutes / 60, one.what) for one in seen]


def people(member: Member) -> list[tuple[Member, int, int]]:
    """For a supervisor: each person of her workshop by name, minutes of this year, skills validated. Never sorted by them."""
    year = timezone.localdate().year
    mine = list(team(member))
    minutes = dict(
        Hours.objects.filter(member__in=mine, on__year=year).order_by().values_list("member").annotate(n=Sum("minutes"))
    )
    skills = dict(
        Acquisition.objects.filter(member__in=mine, validated_on__isnull=False)
        .order_by()
        .values_list("member")
        .annotate(n=Count("pk"))
    )
    return [(one, minutes.get(one.pk, 0), skills.get(one.pk, 0)) for one in mine]
