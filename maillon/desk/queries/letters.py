"""What visitors wrote, in the queue of those who answer."""

from collections.abc import Iterator

from django.urls import reverse

from maillon.desk.queries.task import Task, late, plural
from maillon.ground.organisations.models import Member
from maillon.telling.pages.models import Enquiry


def enquiries(member: Member) -> Iterator[Task]:
    """The messages of the contact page that nobody has answered, told together; late past the network's own delay."""
    waiting = Enquiry.objects.visible_to(member).waiting().order_by("created_at")
    if oldest := waiting.first():
        count = waiting.count()
        yield Task(
            f"Répondre à {plural(count, 'visiteur', 'visiteurs')}",
            f"Sujet{' du plus ancien' if count > 1 else ''} : {oldest}",
            reverse("pages:enquiries"),
            "Lire",
            oldest.created_at,
            late(oldest.created_at, member.network.answer_days),
            2,
        )
