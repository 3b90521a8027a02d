"""Who may change a network's organisations and members."""

from maillon.ground.organisations.models import Member, Network, Organisation, Role


def may_manage_network(member: Member, network: Network) -> bool:
    return member.network_id == network.pk and member.has(Role.COORDINATOR, Role.ADMINISTRATOR)


def may_manage_organisation(member: Member, organisation: Organisation) -> bool:
    """The manager of the organisation, or the coordinator of the network it is affiliated to."""
    own = member.organisation_id == organisation.pk and member.has(Role.MANAGER)
    return own or (
        member.has(Role.COORDINATOR, Role.ADMINISTRATOR)
        and organisation.affiliations.filter(network=member.network_id).exists()
    )
