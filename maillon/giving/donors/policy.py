"""Who reads what became of a gift, and who speaks for the donor."""

from maillon.common.actors import Actor, Bearer
from maillon.giving.donors.models import Receipt
from maillon.ground.organisations.models import Member, Network, Role
from maillon.matter.lots.models import Donor, Lot

SPACE = "donors.space"
"""The purpose of the link that opens a donor's space without an account."""


def may_read(actor: Actor, donor: Donor) -> bool:
    """The donor, by its account or its link, and the coordinator: serial numbers are for nobody else."""
    if isinstance(actor, Member) and actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return actor.network_id == donor.network_id
    return may_declare(actor, donor)


def may_declare(actor: Actor, donor: Donor) -> bool:
    """Say something in the donor's name: its own members in the role of donor, or the holder of its link."""
    if isinstance(actor, Bearer):
        return actor.purpose == SPACE and actor.actor_id == donor.pk
    if isinstance(actor, Member):
        own = donor.organisation_id is not None and donor.organisation_id == actor.organisation_id
        return own and actor.network_id == donor.network_id and actor.has(Role.DONOR, Role.MANAGER)
    return False


def may_invite(member: Member, donor: Donor) -> bool:
    """Send a donor the link to its space: the coordinator of the network."""
    return member.network_id == donor.network_id and member.coordinates


def may_withdraw_quotation(actor: Actor, donor: Donor) -> bool:
    """The donor itself, and the coordinator of the network, who answers for what it publishes."""
    return may_declare(actor, donor) or (isinstance(actor, Member) and may_invite(actor, donor))


def may_pitch(member: Member, network: Network) -> bool:
    """Write the case made to donors: the coordinator of the network."""
    return member.network_id == network.pk and member.coordinates


def may_issue_receipt(member: Member, lot: Lot) -> bool:
    """For the organisation that received the gift, or the head of the network: its coordinator or its manager."""
    issues = member.organisation_id in (lot.holder_id, lot.network.head_id)
    return member.network_id == lot.network_id and issues and member.has(Role.COORDINATOR, Role.MANAGER)


def may_cancel_receipt(member: Member, receipt: Receipt) -> bool:
    """Only for the organisation that issued it."""
    document = receipt.document
    own = member.network_id == document.network_id and member.organisation_id == document.issuer_id
    return own and member.has(Role.COORDINATOR, Role.MANAGER)
