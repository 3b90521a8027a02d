"""Requests, and the hand-overs that serve them."""

import datetime
from collections import defaultdict
from random import Random

from maillon.demo.book import Book, accompaniment, handovers, needs
from maillon.demo.networks.agenda import DAY, Agenda, instant, worked
from maillon.demo.networks.bundles import Bundle
from maillon.demo.networks.persons import Persons
from maillon.demo.networks.sessions import Sessions
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs.models import Need

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
PRICES = {"laptop": (7000, 9000, 12000, 15000), "desktop": (5000, 7000, 9000), "monitor": (1500, 2000)}
OTHER_PRICES = (4000, 5000)


class Desk:
    """Puts requests and hand-overs on the agenda of a network."""

    def __init__(self, book: Book, agenda: Agenda, persons: Persons, sessions: Sessions, coordinator: Member):
        self.book = book
        self.agenda = agenda
        self.persons = persons
        self.sessions = sessions
        self.coordinator = coordinator

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
            bundle.meeting = self.sessions.meet(bundle.team, soonest, latest, random, seats=seats, **meeting)
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
            bundle.meeting.expect(planned)

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
        person = self.persons.enter(bundle.prescriber, bundle.team.commune_code, at)
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
