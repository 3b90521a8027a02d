"""Who may plan a session, enrol at it, note who came."""

from maillon.ground.organisations.models import Member, Role
from maillon.sharing.accompaniment.models import Session


def may_plan(member: Member) -> bool:
    return member.has(Role.MEDIATOR, Role.DISTRIBUTOR, Role.MANAGER, Role.PRESCRIBER, Role.COORDINATOR)


def may_enrol(member: Member, session: Session) -> bool:
    """Prescribers for those whom they accompany; whoever plans sessions; the coordinator for a request she serves."""
    return session.network_id == member.network_id and may_plan(member)


def may_note_attendance(member: Member, session: Session) -> bool:
    return (
        session.network_id == member.network_id
        and session.organisation_id == member.organisation_id
        and may_plan(member)
    )
