"""What visitors wrote, and what did not reach people, in the queue of those who answer."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse

from maillon.desk.queries.task import Task, late, plural
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Member
from maillon.sharing.directory.models import Suggestion
from maillon.telling.pages.models import Enquiry


def written(member: Member) -> Iterator[Task]:
    """What visitors wrote, and what the network wrote in vain."""
    yield from _enquiries(member)
    yield from _unsent(member)


def _enquiries(member: Member) -> Iterator[Task]:
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


def _unsent(member: Member) -> Iterator[Task]:
    """The e-mails of the network that did not leave after all their tries, told together."""
    lost = Message.objects.filter(network=member.network_id, state=Message.State.FAILED).order_by("created_at")
    if oldest := lost.first():
        yield Task(
            plural(lost.count(), "courrier n’est pas parti", "courriers ne sont pas partis"),
            f"Le plus ancien : {oldest.subject}",
            reverse("desk:letters") + "?etat=failed",
            "Voir",
            oldest.created_at,
            "late",
            2,
        )


def suggestions(member: Member) -> Iterator[Task]:
    """What visitors propose to change in the pages of the directory that she keeps, told together."""
    waiting = Suggestion.objects.visible_to(member).waiting()
    told = waiting.aggregate(count=Count("pk"), oldest=Min("created_at"))
    if told["count"]:
        yield Task(
            f"Examiner {plural(told['count'], 'proposition', 'propositions')} de visiteurs",
            "Ce qui aurait changé dans l’annuaire ; rien ne change avant votre accord",
            reverse("directory:suggestions"),
            "Examiner",
            told["oldest"],
            late(told["oldest"], member.network.answer_days),
            3,
        )
