"""Who says which services a group follows, and who follows them."""

from maillon.ground.organisations import policy as organisations
from maillon.ground.organisations.models import Member, Network, Organisation, Role


def may_compose(member: Member, network: Network) -> bool:
    """Say which services a group follows: those who run the network."""
    return organisations.may_manage_network(member, network)


def may_follow(member: Member, group: Organisation) -> bool:
    """Read the gifts of a group's services: whoever gives or manages for the group itself, and those who run the network."""
    own = member.organisation_id == group.pk and member.has(Role.DONOR, Role.MANAGER)
    return own or member.has(Role.COORDINATOR, Role.ADMINISTRATOR)
