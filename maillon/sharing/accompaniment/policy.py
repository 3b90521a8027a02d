"""Who may plan a session, enrol at it, note who came."""

from maillon.ground.organisations.models import Member, Role
from maillon.sharing.accompaniment.models import Enrolment, Session

PLANS = (Role.MEDIATOR, Role.DISTRIBUTOR, Role.MANAGER, Role.PRESCRIBER, Role.COORDINATOR)
READS = (*PLANS, Role.ADMINISTRATOR)


def may_plan(member: Member) -> bool:
    return member.has(*PLANS)


def may_hold(member: Member, session: Session) -> bool:
    """Run it: whoever plans sessions in the organisation that holds this one."""
    return (
        session.network_id == member.network_id
        and session.organisation_id == member.organisation_id
        and may_plan(member)
    )


def may_enrol(member: Member, session: Session) -> bool:
    """Prescribers for those whom they accompany; whoever plans sessions; the coordinator for a request she serves."""
    return session.network_id == member.network_id and may_plan(member)


def may_withdraw(member: Member, enrolment: Enrolment) -> bool:
    """The organisation that accompanies the person, that is enrolled itself, or that holds the session."""
    own = member.organisation_id in (
        enrolment.organisation_id,
        enrolment.person.organisation_id if enrolment.person else None,
    )
    return may_hold(member, enrolment.session) or (own and may_enrol(member, enrolment.session))


def may_note_attendance(member: Member, session: Session) -> bool:
    return may_hold(member, session)
