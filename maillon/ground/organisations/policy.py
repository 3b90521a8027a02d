"""Who may change a network's organisations and members."""

from maillon.ground.organisations.models import Member, Network, Organisation, Role

OF_THE_NETWORK = frozenset({Role.COORDINATOR.value, Role.ADMINISTRATOR.value, Role.FUNDER.value})
"""Roles that open the whole network, beyond one's own organisation."""


def may_manage_network(member: Member, network: Network) -> bool:
    return member.network_id == network.pk and member.has(Role.COORDINATOR, Role.ADMINISTRATOR)


def may_manage_organisation(member: Member, organisation: Organisation) -> bool:
    """The manager of the organisation, or the coordinator of the network it is affiliated to."""
    own = member.organisation_id == organisation.pk and member.has(Role.MANAGER)
    return own or may_prove(member, organisation)


def may_let_go(by: Member, leaving: Member) -> bool:
    """End what someone does for her organisation: herself, or whoever manages it, in the same network."""
    same = by.network_id == leaving.network_id
    return same and (by.pk == leaving.pk or may_manage_organisation(by, leaving.organisation))


def may_prove(member: Member, organisation: Organisation) -> bool:
    """Say what the organisation is in law: the coordinator of a network it is affiliated to, not itself."""
    return (
        member.has(Role.COORDINATOR, Role.ADMINISTRATOR)
        and organisation.affiliations.filter(network=member.network_id, ended_on=None).exists()
    )


def may_grant(member: Member, role: str) -> bool:
    """Give this role to someone, or take it back: those of the network are given by those who run it."""
    if role == Role.ADMINISTRATOR:
        return member.has(Role.ADMINISTRATOR)
    if role in OF_THE_NETWORK:
        return member.has(Role.COORDINATOR, Role.ADMINISTRATOR)
    return True
