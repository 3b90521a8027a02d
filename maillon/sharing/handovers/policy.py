"""Who may plan a hand-over, do it, and read whose it is."""

from maillon.ground.organisations.models import Member, Role
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs import policy as needs
from maillon.sharing.needs.models import Need
from maillon.sharing.people import policy as people

HANDS_OVER = (Role.DISTRIBUTOR, Role.MANAGER, Role.PRESCRIBER, Role.TECHNICIAN, Role.VOLUNTEER)


def may_plan(member: Member, need: Need) -> bool:
    """The coordinator, a distributor, or whoever follows the request for its prescriber."""
    serves = member.has(Role.COORDINATOR, Role.DISTRIBUTOR)
    return member.network_id == need.network_id and (serves or needs.may_follow(member, need))


def may_hand_over(member: Member, handover: HandOver) -> bool:
    """The distributor that holds the appointment; the coordinator who stands in for it."""
    own = member.organisation_id == handover.distributor_id and member.has(*HANDS_OVER)
    return member.network_id == handover.network_id and (own or member.coordinates)


def may_identify(member: Member, handover: HandOver) -> bool:
    """Read whom it is for: her prescriber, and the distributor for its own appointments. Never the coordinator.

    An appointment called off gives the distributor no reason to know any more.
    """
    person = handover.need.person
    if person is None or member.network_id != handover.network_id:
        return False
    kept = handover.state != HandOver.State.CANCELLED
    at_the_desk = kept and member.organisation_id == handover.distributor_id and member.has(*HANDS_OVER)
    return at_the_desk or people.may_identify(member, person)
