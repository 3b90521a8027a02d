"""Who reads and settles what visitors write, and who writes for the network."""

from maillon.ground.organisations.models import Member, Network, Role

RUNS = (Role.COORDINATOR, Role.ADMINISTRATOR)


def may_settle(member: Member, network: Network) -> bool:
    return member.network_id == network.pk and member.has(*RUNS)


def may_publish(member: Member, network: Network) -> bool:
    return member.network_id == network.pk and member.has(*RUNS)
