"""What visitors wrote by the contact page: one answered, two that wait, one held back."""

import datetime

from maillon.demo.book import pages
from maillon.demo.book.book import Book
from maillon.ground.organisations.models import Member
from maillon.telling.pages.models import Enquiry

DAY = datetime.timedelta(days=1)
# How many days ago, what about, who, and what was written.
WRITTEN = (
    (9, "join", "Yvon Trébrivan", "Je suis à la retraite, ancien électronicien. Où aider un matin par semaine ?"),
    (3, "give", "Solène Ribauval", "Notre club déménage : six écrans et deux unités. Peut-on les déposer samedi ?"),
    (1, "after", "Maïwenn Loguivy", "L’ordinateur de ma mère ne s’allume plus depuis hier. Qui peut le regarder ?"),
)
ADVERTISING = "Première page des moteurs garantie : https://a.example https://b.example https://c.example"


def write(book: Book, reader: Member, at: datetime.datetime) -> None:
    """Up to the evening before today."""
    for rank, (days, topic, name, text) in enumerate(WRITTEN):
        email = f"visiteur{rank + 1}@courriel.example"
        made = pages.write(book, reader, topic=topic, name=name, email=email, text=text, at=at - days * DAY)
        if rank == 0:
            pages.settle(book, made, by=reader, at=at - (days - 1) * DAY)
    spam = {"topic": Enquiry.Topic.OTHER, "name": "Agence Visible", "email": "offre@agence.example"}
    pages.write(book, reader, text=ADVERTISING, held=Enquiry.Held.LINKS, at=at - 2 * DAY, **spam)
