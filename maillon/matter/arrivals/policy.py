"""Who may say which device a report is of."""

from maillon.ground.organisations.models import Member, Role
from maillon.matter.arrivals.models import Arrival
from maillon.matter.devices import policy as devices


def may_see(member: Member) -> bool:
    """Read what arrived, and how to make more arrive: whoever takes equipment in, and those who run the network."""
    return devices.may_take_in(member, member.organisation) or member.has(Role.ADMINISTRATOR)


def may_attach(member: Member, arrival: Arrival) -> bool:
    """Whoever takes in and works on the equipment of the organisation that received it."""
    return member.network_id == arrival.network_id and devices.may_take_in(member, arrival.holder)
