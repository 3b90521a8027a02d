"""The brick that goes with the equipment."""

from maillon.sharing.accompaniment.models import Enrolment
from maillon.sharing.needs.models import Need


def missing_accompaniment(need: Need, enrolment: Enrolment | None, waiver: str) -> str:
    """Why this seat, or this reason to do without, is not what the network requires; empty when it is."""
    if enrolment is not None:
        if need.person_id and enrolment.person_id != need.person_id:
            return "Cette inscription est celle d’une autre personne."
        if enrolment.state == Enrolment.State.CANCELLED or enrolment.session.cancelled_at:
            return (
                f"La place à « {enrolment.session.title} » est annulée : choisissez une autre séance, ou dites pourquoi "
                "s’en passer."
            )
        return ""
    if need.network.accompaniment_required and not waiver.strip():
        return (
            "Dans ce réseau, le matériel ne va pas sans accompagnement : choisissez une séance, ou dites pourquoi "
            "s’en passer."
        )
    return ""
