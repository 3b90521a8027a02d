"""Who receives what: bundles of units, the sessions at which they are handed over, the requests they answer."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from maillon.common.actors import PLATFORM
from maillon.common.calendar import add_months
from maillon.demo.book import Book, accompaniment, handovers, needs, people
from maillon.demo.networks.agenda import Agenda, instant, workday, worked
from maillon.demo.networks.collection import Unit
from maillon.demo.networks.ground import Team
from maillon.demo.networks.names import Names
from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.devices.models import Device
from maillon.sharing.accompaniment.models import Enrolment, Programme, Session
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs.models import Need
from maillon.sharing.people.jobs import KEPT_YEARS
from maillon.sharing.people.models import Person

DAY = datetime.timedelta(days=1)
PATIENCE = 14 * DAY
LOAN = 365 * DAY
WAIVERS = (
    "Remise à domicile, la personne ne se déplace pas",
    "Déjà à l’aise : niveau constaté en entretien",
    "Interprète indisponible, prise en main prévue plus tard",
)
FOR_ITSELF = "Association : elle forme elle-même les personnes qu’elle accueille"
ACCOMPANIMENTS = (
    "Prise en main, puis deux ateliers",
    "Atelier du mardi, six séances",
    "Rendez-vous individuel chaque quinzaine",
    "Suivi par le conseiller numérique",
)
PROJECTS = list(Need.Project.values)
LEVELS = list(Need.Level.values)
CONNECTIONS = list(Need.Connection.values)
STATUSES = list(Person.Status.values)
PRICES = {"laptop": (7000, 9000, 12000, 15000), "desktop": (5000, 7000, 9000), "monitor": (1500, 2000)}
OTHER_PRICES = (4000, 5000)


@dataclass(slots=True, eq=False)
class Meeting:
    """A session to be, and the seats that are left."""

    team: Team
    starts_at: datetime.datetime
    seats: int
    left: int
    kind: str
    title: str
    minutes: int
    programme: Programme | None = None
    first_enrolled: datetime.datetime | None = None
    session: Session | None = None


@dataclass(slots=True, eq=False)
class Bundle:
    """What one request will receive. `way`: gift, sale or loan; a sale at `price_cents` a device, or at a usual price."""

    units: list[Unit]
    team: Team
    prescriber: Member
    way: str = HandOver.Kind.GIFT.value
    price_cents: int | None = None
    association: Organisation | None = None
    meeting: Meeting | None = None
    waiver: str = ""
    need: Need | None = None
    enrolment: Enrolment | None = None
    handover: HandOver | None = None

    @property
    def ready_at(self) -> datetime.datetime:
        return max(unit.ready_at for unit in self.units if unit.ready_at)


class Desk:
    """Puts requests, sessions and hand-overs on the agenda of a network."""

    def __init__(self, book: Book, agenda: Agenda, names: Names, coordinator: Member):
        self.book = book
        self.agenda = agenda
        self.names = names
        self.coordinator = coordinator
        self.meetings: dict[Organisation, dict[datetime.date, list[Meeting]]] = defaultdict(dict)

    def meet(
        self,
        team: Team,
        earliest: datetime.date,
        latest: datetime.date,
        random: Random,
        *,
        seats: int = 8,
        kind: str = Session.Kind.HANDOVER,
        title: str = "Prise en main de l’ordinateur",
        minutes: int = 120,
        programme: Programme | None = None,
    ) -> Meeting:
        """A seat at a session of this team within two weeks, else at a new one on one of its days; by `latest`."""
        planned = self.meetings[team.organisation]
        for later in range((min(earliest + PATIENCE, latest) - earliest).days + 1):
            for meeting in planned.get(earliest + later * DAY, ()):
                if meeting.left and meeting.kind == kind and meeting.programme is programme:
                    meeting.left -= 1
                    return meeting
        weekdays = (team.organisation.pk.int % 5, (team.organisation.pk.int // 5 + 2) % 5)
        day = min(earliest, latest)
        while day < latest and day.weekday() not in weekdays:
            day += DAY
        day = workday(day) if workday(day) <= latest else latest
        planned.setdefault(day, [])
        hour = (7, 8, 12, 13)[len(planned[day]) % 4]
        meeting = Meeting(team, instant(day, hour, 30), seats, seats - 1, str(kind), title, minutes, programme)
        planned[day].append(meeting)
        return meeting

    def promise(
        self,
        bundle: Bundle,
        random: Random,
        *,
        earliest: datetime.date,
        latest: datetime.date,
        floor: datetime.date,
        seats: int = 8,
        waived: float = 0.05,
        **meeting: object,
    ) -> None:
        """Fix the hand-over of a bundle, and put its acts on the agenda; nothing of it happens before `floor`."""
        ready = bundle.ready_at
        soonest = max(ready.date() + random.randint(3, 16) * DAY, earliest)
        if bundle.association is not None:
            bundle.waiver = FOR_ITSELF
        elif random.random() < waived:
            bundle.waiver = random.choice(WAIVERS)
        if bundle.waiver:
            handed = worked(min(soonest, latest), random)
        else:
            bundle.meeting = self.meet(bundle.team, soonest, latest, random, seats=seats, **meeting)
            handed = bundle.meeting.starts_at + datetime.timedelta(minutes=random.randint(70, 110))
        if handed - ready < datetime.timedelta(hours=4):
            raise ValueError(f"Promised for {handed}, ready on {ready}: deliveries come too late for this season.")
        lead = max(handed - random.randint(2, 9) * DAY, ready + datetime.timedelta(minutes=30))
        reserved = min(lead, handed - datetime.timedelta(hours=3))
        asked = handed - random.randint(12, 50) * DAY - datetime.timedelta(minutes=random.randrange(300))
        asked = max(min(asked, reserved - DAY), instant(floor, 8, random.randrange(60)))
        reserved = max(reserved, asked)
        planned = reserved + min((handed - reserved) / 2, datetime.timedelta(minutes=random.randint(25, 3000)))
        self.agenda.at(asked, lambda at: self._ask(bundle, at))
        self.agenda.at(reserved, lambda at: self._reserve(bundle, at))
        self.agenda.at(planned, lambda at: self._plan(bundle, handed, at))
        self.agenda.at(handed, lambda at: self._hand_over(bundle, at))
        if bundle.meeting is not None:
            # The session is opened before anyone is enrolled.
            first = bundle.meeting.first_enrolled
            bundle.meeting.first_enrolled = min(first, planned) if first else planned

    def hold(self, floor: datetime.date) -> None:
        """Put the planning of the sessions on the agenda, once all who come are known."""
        for days in self.meetings.values():
            for meetings in days.values():
                for meeting in meetings:
                    self._hold(meeting, floor)
        self.meetings.clear()

    def _hold(self, meeting: Meeting, floor: datetime.date) -> None:
        usual = meeting.starts_at - 20 * DAY
        planned = min(usual, (meeting.first_enrolled or usual) - DAY)
        planned = max(planned, instant(floor, 8))
        if meeting.first_enrolled:
            planned = min(planned, meeting.first_enrolled)
        self.agenda.at(planned - datetime.timedelta(minutes=1), lambda at: self._open(meeting, at))

    def workshop(
        self,
        team: Team,
        day: datetime.date,
        random: Random,
        *,
        came: int,
        absent: int = 1,
        seats: int = 12,
        kind: str = Session.Kind.WORKSHOP,
        title: str = "Atelier",
        minutes: int = 120,
        programme: Programme | None = None,
        organisations: Sequence[Organisation] = (),
        planned: datetime.datetime | None = None,
        enrolled: datetime.datetime | None = None,
    ) -> None:
        """A session that stands by itself: `came` persons come and `absent` do not; or someone of each organisation."""
        starts_at = instant(workday(day), random.choice((7, 8, 12, 13)), 30)
        meeting = Meeting(team, starts_at, seats, 0, str(kind), title, minutes, programme)
        enrolled = enrolled or starts_at - random.randint(3, 15) * DAY
        ended = starts_at + datetime.timedelta(minutes=minutes)
        self.agenda.at(planned or enrolled - 9 * DAY, lambda at: self._open(meeting, at))
        for rank in range(len(organisations) or came + absent):
            organisation = organisations[rank] if organisations else None
            self._attend(meeting, enrolled, ended, organisation, rank < came or bool(organisations))

    def _attend(
        self,
        meeting: Meeting,
        enrolled: datetime.datetime,
        ended: datetime.datetime,
        organisation: Organisation | None,
        came: bool,
    ) -> None:
        lead, seat = meeting.team.lead, {}

        def enrol(at: datetime.datetime) -> None:
            person = None if organisation else self.enter(lead, meeting.team.commune_code, at)
            seat["kept"] = accompaniment.enrol(
                self.book, meeting.session, person=person, organisation=organisation, by=lead, at=at
            )

        self.agenda.at(enrolled, enrol)
        self.agenda.at(
            ended,
            lambda at: accompaniment.note_attendance(self.book, seat["kept"], came=came, by=lead, at=at),
        )

    def _open(self, meeting: Meeting, at: datetime.datetime) -> None:
        team = meeting.team
        meeting.session = accompaniment.plan(
            self.book,
            kind=meeting.kind,
            title=meeting.title,
            place=team.place,
            commune_code=team.commune_code,
            starts_at=meeting.starts_at,
            minutes=meeting.minutes,
            seats=meeting.seats,
            programme=meeting.programme,
            by=team.lead,
            at=at,
        )

    def enter(self, prescriber: Member, commune_code: str, at: datetime.datetime) -> Person:
        """Someone whom the prescriber accompanies; one in ten by a reference alone."""
        chance = self.book.random
        known: dict[str, object] = {"status": chance.choice(STATUSES), "easy_reading": chance.random() < 0.08}
        if chance.random() < 0.1:
            known |= {"reference": f"D-{chance.randrange(1000, 9999)}"}
        else:
            first_name, last_name = self.names.person()
            known |= {
                "first_name": first_name,
                "last_name": last_name,
                "born_on": self.names.birthday(at.year),
                "phone": self.names.mobile(),
            }
        person = people.enter(self.book, by=prescriber, at=at, commune_code=commune_code, **known)
        self._forget(person, at)
        return person

    def _forget(self, person: Person, at: datetime.datetime) -> None:
        """Anonymise her when nobody has met her for the time that the law allows; look again then if someone has."""
        due = instant(add_months(person.last_contact_on, 12 * KEPT_YEARS) + DAY, 2)
        if at < due:
            self.agenda.at(due, lambda at: self._forget(person, at))
        else:
            people.anonymise(self.book, person, by=PLATFORM, at=at)

    def _ask(self, bundle: Bundle, at: datetime.datetime) -> None:
        chance = self.book.random
        items = [self.book.categories[unit.category] for unit in bundle.units]
        usage = bundle.units[0].usage or Device.Usage.EVERYDAY
        if bundle.association is not None:
            bundle.need = needs.ask(
                self.book,
                items=items,
                usage=Device.Usage.OCCASIONAL,
                association=bundle.association,
                projects=[Need.Project.STUDY],
                by=bundle.prescriber,
                at=at,
            )
            return
        person = self.enter(bundle.prescriber, bundle.team.commune_code, at)
        bundle.need = needs.ask(
            self.book,
            items=items,
            usage=usage,
            person=person,
            projects=chance.sample(PROJECTS, chance.randint(1, 2)),
            requirements=requirements(items[0].slug, chance),
            connection=chance.choice(CONNECTIONS),
            level=chance.choices(LEVELS, (55, 35, 10))[0],
            accompaniment=chance.choice(ACCOMPANIMENTS),
            by=bundle.prescriber,
            at=at,
        )

    def _reserve(self, bundle: Bundle, at: datetime.datetime) -> None:
        assert bundle.need is not None
        for item, unit in zip(bundle.need.items.all(), bundle.units, strict=True):
            needs.reserve(self.book, item, unit.device, by=self.coordinator, at=at)

    def _plan(self, bundle: Bundle, handed: datetime.datetime, at: datetime.datetime) -> None:
        assert bundle.need is not None
        meeting = bundle.meeting
        if meeting is not None:
            bundle.enrolment = accompaniment.enrol(
                self.book, meeting.session, person=bundle.need.person, by=bundle.team.lead, at=at
            )
        bundle.handover = handovers.plan(
            self.book,
            bundle.need,
            distributor=bundle.team.organisation,
            planned_at=meeting.starts_at if meeting else handed,
            place=bundle.team.place,
            commune_code=bundle.team.commune_code,
            by=bundle.team.lead,
            at=at,
            enrolment=bundle.enrolment,
            waiver=bundle.waiver,
        )

    def _hand_over(self, bundle: Bundle, at: datetime.datetime) -> None:
        assert bundle.handover is not None
        lead, chance = bundle.team.lead, self.book.random
        if bundle.enrolment is not None:
            accompaniment.note_attendance(self.book, bundle.enrolment, came=True, by=lead, at=at)
        prices = {}
        if bundle.way == HandOver.Kind.SALE:
            prices = {
                unit.device.pk: bundle.price_cents or chance.choice(PRICES.get(unit.category, OTHER_PRICES))
                for unit in bundle.units
            }
        handovers.hand_over(
            self.book,
            bundle.handover,
            kind=bundle.way,
            prices=prices,
            accessories=self._accessories(bundle),
            return_on=at.date() + LOAN if bundle.way == HandOver.Kind.LOAN else None,
            by=lead,
            at=at,
        )

    def _accessories(self, bundle: Bundle) -> dict:
        """A charger with each portable, a keyboard and a mouse with each desktop, as long as there are some."""
        wanted: dict[str, int] = defaultdict(int)
        for unit in bundle.units:
            for slug in {"laptop": ("charger",), "desktop": ("keyboard", "mouse")}.get(unit.category, ()):
                wanted[slug] += 1
        found = {}
        for slug, count in wanted.items():
            category = self.book.categories[slug]
            if handovers.in_stock(self.book, bundle.handover, category) >= count:
                found[category] = count
        return found


def requirements(category: str, random: Random) -> list[str]:
    """What the person needs of the equipment; most need nothing special."""
    if category not in ("laptop", "desktop") or random.random() < 0.75:
        return []
    wishes = {
        "laptop": (Need.Requirement.LIGHT, Need.Requirement.CAMERA, Need.Requirement.SCREEN_READER),
        "desktop": (Need.Requirement.LARGE_SCREEN, Need.Requirement.SCREEN_READER),
    }
    return [random.choice(wishes[category]).value]


def bundles(
    units: Iterable[Unit], random: Random, *, persons: int | None, to_associations: int | None, parcels: int
) -> tuple[list[list[Unit]], list[list[Unit]]]:
    """(for persons, for associations): one machine to each of `persons` (None: every machine), some with a screen.

    `to_associations` units, all the other machines and the other screens, make `parcels` parcels; None: half the screens
    go with the other machines.
    """
    screens = sorted((unit for unit in units if unit.category == "monitor"), key=_when)
    mains = [unit for unit in units if unit.category != "monitor"]
    random.shuffle(mains)
    persons = len(mains) if persons is None else persons
    kept, given = sorted(mains[:persons], key=_when), mains[persons:]
    wanting = [unit for unit in kept if unit.category == "desktop"]
    wanting += [unit for unit in kept if unit.category == "laptop"]
    if to_associations is None:
        to_associations = len(given) + len(screens) // 2 if given else 0
    with_screens = len(screens) - (to_associations - len(given))
    if not 0 <= with_screens <= len(wanting):
        raise ValueError(f"{len(mains)} machines and {len(screens)} screens do not make these bundles.")
    pairs = dict(zip(sorted(wanting[:with_screens], key=_when), screens, strict=False))
    given += screens[with_screens:]
    groups = [[unit, pairs[unit]] if unit in pairs else [unit] for unit in kept]
    return groups, parcelled(sorted(given, key=_when), parcels)


def parcelled(units: Sequence[Unit], parcels: int) -> list[list[Unit]]:
    """The units in so many parcels of about the same size, in order."""
    if not units:
        return []
    cuts = [round(rank * len(units) / parcels) for rank in range(parcels + 1)]
    return [list(units[first:last]) for first, last in pairwise(cuts) if last > first]


def _when(unit: Unit) -> datetime.datetime:
    assert unit.ready_at is not None
    return unit.ready_at
