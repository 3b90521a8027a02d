"""What members of a network hand on to each other, as it waits for each."""

from collections.abc import Iterator

from django.urls import reverse

from maillon.desk.queries.task import SHOWN, Task, late
from maillon.ground.organisations.models import Member, Role
from maillon.matter.transfers.models import Transfer


def transfers(member: Member) -> Iterator[Task]:
    """What other members sent her organisation, what it lists, and what did not arrive of what it sent."""
    seen = Transfer.objects.visible_to(member).select_related("sender", "receiver")
    for transfer in seen.to_receive().filter(receiver=member.organisation_id).order_by("sent_at")[:SHOWN]:
        yield Task(
            f"Recevoir le transfert de {transfer.sender}",
            f"Bon {transfer.reference}, à scanner à son arrivée",
            reverse("transfers:detail", args=[transfer.pk]),
            "Scanner ce qui arrive",
            transfer.sent_at,
            late(transfer.sent_at or transfer.created_at, 7),
            2,
        )
    mine = seen.filter(sender=member.organisation_id)
    if member.has(Role.SUPERVISOR, Role.LOGISTICIAN, Role.MANAGER, Role.COORDINATOR):
        for transfer in mine.to_settle().order_by("received_at")[:SHOWN]:
            yield Task(
                f"Régler les manquants du transfert à {transfer.receiver}",
                f"Bon {transfer.reference} : ils sont encore dans votre stock",
                reverse("transfers:detail", args=[transfer.pk]),
                "Dire ce qu’ils sont devenus",
                transfer.received_at,
                "late",
                1,
            )
    for transfer in mine.filter(state=Transfer.State.DRAFT).order_by("created_at")[:SHOWN]:
        yield Task(
            f"Faire partir le transfert vers {transfer.receiver}",
            "La liste est commencée",
            reverse("transfers:detail", args=[transfer.pk]),
            "Compléter et faire partir",
            transfer.created_at,
            late(transfer.created_at, 7),
            4,
        )
