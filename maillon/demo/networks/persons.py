"""Helped persons: entered by their prescribers, forgotten when nobody has met them for two years."""

import datetime

from maillon.common.actors import PLATFORM
from maillon.common.calendar import add_months
from maillon.demo.book import Book, people
from maillon.demo.networks.agenda import DAY, Agenda, instant
from maillon.demo.networks.names import Names
from maillon.ground.organisations.models import Member
from maillon.sharing.people.jobs import KEPT_YEARS
from maillon.sharing.people.models import Person

STATUSES = list(Person.Status.values)


class Persons:
    """Opens files, and closes them in time. `names` are drawn as the acts are played, in the order of time."""

    def __init__(self, book: Book, agenda: Agenda, names: Names):
        self.book = book
        self.agenda = agenda
        self.names = names

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
