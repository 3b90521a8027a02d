"""What the driver reads, what the donor is told, what the pickup note states."""

import datetime
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.utils import timezone

from maillon.common import text
from maillon.giving.rounds.models import Round, Stop, Weighing
from maillon.ground.organisations.models import Member
from maillon.matter.lots.models import Lot
from maillon.matter.lots.queries import reception_facts

QUARTER = datetime.timedelta(minutes=15)


def announced_window(due_at: datetime.datetime, width: int) -> tuple[datetime.datetime, datetime.datetime]:
    """The hours told to the donor, on the quarter, around the expected arrival. `width` is in minutes."""
    first = due_at - datetime.timedelta(minutes=width // 2)
    first -= datetime.timedelta(minutes=first.minute % 15, seconds=first.second)
    last = first + datetime.timedelta(minutes=-(-width // 15) * 15)
    return first, max(last, first + QUARTER)


def announcement(stop: Stop, url: str, *, again: bool) -> tuple[str, str]:
    """Subject and text of what tells a donor when to expect the van; `url` is where she follows her gift."""
    offer, window = stop.offer, stop.window
    subject = f"{'Nouvel horaire : n' if again else 'N'}ous venons chercher votre don {offer.reference} {window}"
    body = (
        f"Bonjour,\n\nNotre véhicule passe {window}, à {offer.address or offer.commune.name} : {offer.summary}.\n"
        "Quelqu’un doit être là pour compter, peser et signer avec le chauffeur : une dizaine de minutes suffisent, "
        "puis le bon d’enlèvement vous est envoyé.\n\nUn empêchement ? Répondez à ce courrier, ou suivez votre don ici :\n"
        f"{url}\n\n{offer.network.name}\n"
    )
    return subject, body


def driver_rounds(member: Member) -> QuerySet[Round]:
    """The rounds that were sent to this driver and are not done, the first day first."""
    sent = Round.objects.whole().filter(driver=member, state__in=(Round.State.SENT, Round.State.RUNNING))
    return sent.order_by("day", "leaves_at")


def navigation(stop: Stop) -> str:
    """A `geo:` address, which opens the phone's own map; what it shows there is the address, or the commune."""
    offer = stop.offer
    where = f"{offer.address}, {offer.commune}" if offer.address else str(offer.commune)
    return f"geo:{stop.latitude:.5f},{stop.longitude:.5f}?q={quote(where)}"


def pickup_facts(lot: Lot, stop: Stop) -> dict[str, Any]:
    """What the pickup note states: the lot as any receipt, and how it was weighed, when, in which round.

    Who handed it over, the signature and the driver are printed from the stop, not kept here.
    """
    count = stop.round.stops.count() if stop.round else 0
    return {**reception_facts(lot), **stop_facts(stop, count, stop.weighings.select_related("container"))}


def stop_facts(stop: Stop, count: int, weighings: Iterable[Weighing]) -> dict[str, Any]:
    """What a note states of the stop itself; `count` is how many its round has."""
    round_ = stop.round
    return {
        "arrived_at": _local(stop.arrived_at or stop.ended_at),
        "left_at": _local(stop.ended_at),
        "round": f"Tournée du {round_.day:%d/%m/%Y}, arrêt {stop.rank} sur {count}" if round_ else "",
        "vehicle": " ".join(filter(None, (round_.vehicle.name, round_.vehicle.plate))) if round_ else "",
        "refusals": stop.refusals,
        "seals": stop.seals,
        "weighings": [
            {
                "container": str(weighing.container) if weighing.container else "",
                "gross_g": weighing.gross_g,
                "tare_g": weighing.tare_g,
            }
            for weighing in weighings
        ],
    }


def seals_of(lot: Lot) -> list[str]:
    """The numbers of the sealed containers that this lot came in, as noted where it was loaded."""
    return [seal for stop in Stop.objects.filter(lot=lot) for seal in text.several(stop.seals)]


def _local(instant: datetime.datetime | None) -> str:
    return timezone.localtime(instant).strftime("%Y-%m-%dT%H:%M:%S") if instant else ""
