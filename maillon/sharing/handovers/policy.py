"""Who may plan a hand-over, do it, and read whose it is."""

from maillon.ground.organisations.models import Member, Role
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs.models import Need
from maillon.sharing.people import policy as people

HANDS_OVER = (Role.DISTRIBUTOR, Role.MANAGER, Role.PRESCRIBER, Role.TECHNICIAN, Role.VOLUNTEER)


def may_plan(member: Member, need: Need) -> bool:
    """The coordinator, a distributor, or the prescriber of the request."""
    own = member.organisation_id == need.prescriber_id and member.has(Role.PRESCRIBER, Role.MANAGER)
    return member.network_id == need.network_id and (own or member.has(Role.COORDINATOR, Role.DISTRIBUTOR))


def may_hand_over(member: Member, handover: HandOver) -> bool:
    """The distributor that holds the appointment; the coordinator who stands in for it."""
    own = member.organisation_id == handover.distributor_id and member.has(*HANDS_OVER)
    return member.network_id == handover.network_id and (own or member.coordinates)


def may_identify(member: Member, handover: HandOver) -> bool:
    """Read whom it is for: her prescriber, and the distributor for its own appointments. Never the coordinator."""
    person = handover.need.person
    if person is None or member.network_id != handover.network_id:
        return False
    at_the_desk = member.organisation_id == handover.distributor_id and member.has(*HANDS_OVER)
    return at_the_desk or people.may_identify(member, person)
