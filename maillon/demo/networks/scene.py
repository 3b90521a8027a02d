"""What the seasons of one network share: its book, its agenda, its workshop, its desk; and the present, told from today."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from maillon.demo.book import Book, refurbishing
from maillon.demo.book.chain import Chain
from maillon.demo.networks import proofs
from maillon.demo.networks.agenda import Agenda, back_to_work, instant
from maillon.demo.networks.collection import Delivery, Filling, Giver
from maillon.demo.networks.ground import Ground, Team
from maillon.demo.networks.machines import SCORES
from maillon.demo.networks.names import Names, domain
from maillon.demo.networks.persons import Persons
from maillon.demo.networks.requests import Desk
from maillon.demo.networks.sessions import Sessions
from maillon.demo.networks.shelves import arrange
from maillon.demo.networks.workshop import Workshop
from maillon.ground.organisations.models import Member, Role
from maillon.matter.lots.models import Donor

# The records of the years before keep their dates; nothing that depends on today happens before this day.
PRESENT = datetime.date(2026, 1, 2)
EARLIEST_TODAY = datetime.date(2026, 1, 12)
LONGEST_PRESENT = datetime.timedelta(days=300)
# How many days ago the deliveries of the present came, the latest first; then one in so many days.
RECENT = (1, 4, 8, 12, 16, 21, 27, 34, 42, 51)
EVERY = 14


@dataclass
class Scene:
    """One network being built."""

    book: Book
    ground: Ground
    names: Names
    today: datetime.date

    def open(self, accounts: Mapping[Role, Member]) -> None:
        """Once its organisations are known, and who acts for them in the demonstration."""
        self.accounts, self.coordinator = accounts, accounts[Role.COORDINATOR]
        self.agenda = Agenda()
        for name, score in SCORES.items():
            refurbishing.note_score(self.book, name, score, by=self.coordinator, at=self.ground.at)
        self.workshop = Workshop(self.book, self.agenda, self.coordinator)
        # People are drawn as they come, in the order of time.
        played = Names(self.book.random, self.names.landline, self.names.series)
        self.persons = Persons(self.book, self.agenda, played)
        self.sessions = Sessions(self.book, self.agenda, self.persons)
        self.desk = Desk(self.book, self.agenda, self.persons, self.sessions, self.coordinator)

    def play(self) -> None:
        """Let everything happen that was planned, up to the morning of today; then say where the stock stands."""
        self.agenda.play(instant(self.today, 0))
        proofs.add(self)
        arrange(self.book, self.today)

    def season(self, name: str) -> tuple[Random, Filling]:
        """The randomness of one season, its own: other seasons change nothing in it."""
        random = Random(f"{self.ground.network.slug}/{name}")
        self.names.random = random
        return random, Filling(random, self.book.categories)

    @property
    def begins(self) -> datetime.date:
        """The first day of the present."""
        return max(PRESENT, self.today - LONGEST_PRESENT)

    def recent_days(self) -> list[datetime.date]:
        """The days of the deliveries of the present, in order."""
        ages = [*RECENT, *range(RECENT[-1] + EVERY, LONGEST_PRESENT.days, EVERY)]
        days = [back_to_work(self.today - datetime.timedelta(days=age)) for age in ages]
        return sorted(day for day in days if day > self.begins)

    def giver(self, kind: str, commune_code: str) -> Giver:
        first_name, last_name = self.names.person()
        contact = f"{first_name} {last_name}"
        if kind == Donor.Kind.PERSON:
            mailbox = self.names.mailbox(contact, "courriel.example")
            return Giver(contact, kind, commune_code, contact, mailbox, self.names.mobile())
        name = self.names.organisation(kind)
        return Giver(
            name=name,
            kind=kind,
            commune_code=commune_code,
            contact=contact,
            email=self.names.mailbox(contact, domain(name)),
            phone=self.names.phone(),
            siret=self.names.siret(),
        )

    def known_giver(self, member: Member) -> Giver:
        """A donor whose organisation has an account here."""
        organisation = member.organisation
        return Giver(
            name=organisation.name,
            kind=organisation.kind,
            commune_code=organisation.commune_code,
            contact=member.full_name,
            email=member.user.email,
            phone=organisation.phone,
            siret=organisation.siret,
        )

    def givers(
        self, kinds: Mapping[str, int], communes: Sequence[str], random: Random, known: Sequence[Giver] = ()
    ) -> list[Giver]:
        """So many donors of each kind, in these communes, the known ones among them."""
        left = Counter(kinds)
        left.subtract(giver.kind for giver in known)
        made = [self.giver(kind, random.choice(communes)) for kind, count in left.items() for _ in range(count)]
        return [*known, *made]

    def deliveries(
        self,
        days: Sequence[datetime.date],
        teams: Sequence[Team],
        givers: Sequence[Giver],
        random: Random,
        *,
        offered: float = 0.8,
    ) -> list[Delivery]:
        """One on each day, each donor giving at least once, each team receiving at least once."""
        hands = [*teams, *random.choices(teams, k=max(0, len(days) - len(teams)))][: len(days)]
        sources = [*givers, *random.choices(givers, k=max(0, len(days) - len(givers)))][: len(days)]
        random.shuffle(hands)
        random.shuffle(sources)
        return [
            Delivery(
                team=team,
                giver=giver,
                day=day,
                share=random.uniform(0.5, 1.7),
                offered=giver.kind != Donor.Kind.PERSON and random.random() < offered,
            )
            for day, team, giver in zip(days, hands, sources, strict=True)
        ]


MAIL = datetime.timedelta(days=30)


def raise_curtain(
    slug: str, opened_on: datetime.date, landline: str, series: str, today: datetime.date, chain: Chain
) -> Scene:
    """An empty network, on the day it opens. `landline` and `series`: see `Names`."""
    book = Book(Random(slug), mail_since=instant(today) - MAIL, chain=chain)
    random = Random(f"{slug}/ground")
    names = Names(random, landline, series)
    return Scene(book, Ground(book, names, random, opened_on), names, today)
