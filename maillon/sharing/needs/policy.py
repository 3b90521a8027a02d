"""Who may ask, who decides, who follows."""

from maillon.ground.organisations.models import Member, Role
from maillon.sharing.needs.models import Need


def may_ask(member: Member) -> bool:
    return member.has(Role.PRESCRIBER, Role.MEDIATOR, Role.DISTRIBUTOR, Role.MANAGER)


def may_decide(member: Member, need: Need) -> bool:
    """Reserve for it, ask, refuse: the coordinator, or a distributor of the network."""
    return member.network_id == need.network_id and member.has(Role.COORDINATOR, Role.DISTRIBUTOR)


def may_follow(member: Member, need: Need) -> bool:
    """Answer, cancel: the organisation that asked."""
    return member.network_id == need.network_id and member.organisation_id == need.prescriber_id and may_ask(member)
