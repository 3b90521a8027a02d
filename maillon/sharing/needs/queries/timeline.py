"""The story of a request, from the journal."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Member
from maillon.sharing.needs.models import Need

# verb → what happened, the look of its link
TOLD = {
    "needs.ask": ("Demande envoyée", ""),
    "needs.question": ("Précision demandée", ""),
    "needs.reply": ("Réponse donnée", ""),
    "needs.reserve": ("Appareil réservé", ""),
    "needs.release": ("Réservation retirée", "cut"),
    "needs.expire": ("Réservation échue", "cut"),
    "needs.drop": ("Un équipement en moins", ""),
    "needs.refuse": ("Demande refusée", "cut"),
    "needs.cancel": ("Demande annulée", "cut"),
    "needs.serve": ("Matériel remis", ""),
}
NEXT = {
    Need.State.WAITING: ("En attente d’un appareil", "Matériel réservé"),
    Need.State.QUESTION: ("Une réponse est attendue", "Matériel réservé"),
    Need.State.RESERVED: ("Rendez-vous à fixer", "Remise"),
    Need.State.APPOINTED: ("Rendez-vous pris", "Remise"),
}


@dataclass(frozen=True)
class Fact:
    """One link of the chain."""

    title: str
    text: str = ""
    at: datetime.datetime | None = None
    who: str = ""
    look: str = ""


def timeline(need: Need) -> list[Fact]:
    """What happened, where it is now, what comes next."""
    entries = [entry for entry in Entry.objects.about(need.pk) if entry.verb in TOLD]
    names = _names(entry.actor for entry in entries)
    facts = [
        Fact(
            TOLD[entry.verb][0],
            entry.data.get("label", ""),
            entry.at,
            names.get(entry.actor, "Maillon"),
            TOLD[entry.verb][1],
        )
        for entry in entries
    ]
    if need.state in NEXT:
        now, after = NEXT[Need.State(need.state)]
        facts += [Fact(now, at=need.state_since, look="now"), Fact(after, look="next")]
    return facts


def _names(actors: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    members = Member.objects.filter(pk__in={actor for actor in actors if actor}).select_related("user", "organisation")
    return {member.pk: f"{member.full_name}, {member.organisation_name}" for member in members}
