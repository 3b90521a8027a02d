"""As `pages.actions`."""

import datetime

from maillon.common.actors import PUBLIC
from maillon.demo.book.book import Book
from maillon.ground.organisations.models import Member
from maillon.telling.pages.models import Enquiry


def write(
    book: Book, reader: Member, *, topic: str, name: str, email: str, text: str, at: datetime.datetime, held: str = ""
) -> Enquiry:
    """As `write`, without the e-mail that tells of it."""
    network = reader.network
    made = book.enter(Enquiry, at, network=network, topic=topic, name=name, email=email, text=text, held=held)
    book.record("pages.write", made, by=PUBLIC, at=at, topic=topic, held=held)
    return made


def settle(book: Book, enquiry: Enquiry, *, by: Member, at: datetime.datetime) -> None:
    enquiry.answered_at, enquiry.answered_by = at, by
    book.record("pages.settle", enquiry, by=by, at=at)
