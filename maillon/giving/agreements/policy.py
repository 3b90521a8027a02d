"""Who writes the texts of agreements, and who binds whom over several years."""

from maillon.giving.agreements.models import Frame
from maillon.ground.organisations.models import Member, Network, Organisation, Role


def may_write(member: Member, network: Network) -> bool:
    """The texts of a network: its coordinator."""
    return member.network_id == network.pk and member.coordinates


def may_bind(member: Member, beneficiary: Organisation) -> bool:
    """Record a framework agreement: the coordinator for anyone, a manager for her own organisation."""
    return member.coordinates or (member.organisation_id == beneficiary.pk and member.has(Role.MANAGER))


def may_change(member: Member, frame: Frame) -> bool:
    """Join its paper, renew it, end it."""
    return member.network_id == frame.network_id and may_bind(member, frame.beneficiary)
