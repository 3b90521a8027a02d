"""As `people.actions`."""

import datetime
import uuid
from typing import Any

from maillon.common.actors import Actor
from maillon.demo.book.book import Book, local_day
from maillon.ground.organisations.models import Member
from maillon.sharing.people.models import Person, fingerprint


def enter(
    book: Book,
    *,
    by: Member,
    at: datetime.datetime,
    commune_code: str,
    last_name: str = "",
    first_name: str = "",
    born_on: datetime.date | None = None,
    phone: str = "",
    email: str = "",
    reference: str = "",
    id: uuid.UUID | None = None,
    **profile: Any,
) -> Person:
    """As `enter`, of someone whose file is not open yet."""
    day = local_day(at)
    person = book.enter(
        Person,
        at,
        id=id,
        network=by.network,
        organisation=by.organisation,
        identity={
            "last_name": last_name,
            "first_name": first_name,
            "born_on": born_on.isoformat() if born_on else None,
            "phone": phone,
            "email": email,
            "reference": reference,
        },
        fingerprint=fingerprint(last_name, first_name, born_on),
        commune_code=commune_code,
        informed_on=day,
        last_contact_on=day,
        age_bracket=Person.AgeBracket.of(born_on, day) if born_on else Person.AgeBracket.UNSAID,
        **profile,
    )
    book.record("people.enter", person, by=by, at=at)
    return person


def meet(person: Person, on: datetime.date) -> None:
    person.last_contact_on = max(person.last_contact_on, on)


def anonymise(book: Book, person: Person, *, by: Actor, at: datetime.datetime) -> Person:
    person.identity, person.fingerprint = None, f"{book.random.getrandbits(256):064x}"
    person.anonymised_on = local_day(at)
    book.record("people.anonymise", person, by=by, at=at)
    return person
