"""Sessions: hand-over sessions with the seats that requests take, workshops that stand by themselves."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from maillon.demo.book import Book, accompaniment
from maillon.demo.networks.agenda import DAY, Agenda, instant, workday
from maillon.demo.networks.ground import Team
from maillon.demo.networks.persons import Persons
from maillon.ground.organisations.models import Organisation
from maillon.sharing.accompaniment.models import Programme, Session

PATIENCE = 14 * DAY
HOURS = (7, 8, 12, 13)  # UTC, and a half


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

    def expect(self, enrolled: datetime.datetime) -> None:
        """Someone will be enrolled at that instant: the session must be open by then."""
        self.first_enrolled = min(self.first_enrolled or enrolled, enrolled)


class Sessions:
    """Puts sessions on the agenda of a network."""

    def __init__(self, book: Book, agenda: Agenda, persons: Persons):
        self.book = book
        self.agenda = agenda
        self.persons = persons
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
        noted: bool = True,
    ) -> None:
        """A session that stands by itself: `came` persons come and `absent` do not; or someone of each organisation.

        Unless it is `noted`, nobody has said yet who came.
        """
        starts_at = instant(workday(day), random.choice((7, 8, 12, 13)), 30)
        meeting = Meeting(team, starts_at, seats, 0, str(kind), title, minutes, programme)
        enrolled = enrolled or starts_at - random.randint(3, 15) * DAY
        ended = starts_at + datetime.timedelta(minutes=minutes)
        self.agenda.at(planned or enrolled - 9 * DAY, lambda at: self._open(meeting, at))
        for rank in range(len(organisations) or came + absent):
            organisation = organisations[rank] if organisations else None
            present = rank < came or bool(organisations)
            self._attend(meeting, enrolled, ended if noted else None, organisation, present)

    def _attend(
        self,
        meeting: Meeting,
        enrolled: datetime.datetime,
        ended: datetime.datetime | None,
        organisation: Organisation | None,
        came: bool,
    ) -> None:
        lead, seat = meeting.team.lead, {}

        def enrol(at: datetime.datetime) -> None:
            person = None if organisation else self.persons.enter(lead, meeting.team.commune_code, at)
            seat["kept"] = accompaniment.enrol(
                self.book, meeting.session, person=person, organisation=organisation, by=lead, at=at
            )

        self.agenda.at(enrolled, enrol)
        if ended:
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
