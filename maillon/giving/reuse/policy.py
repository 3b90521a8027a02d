"""Who proposes to sister services, and which of them takes."""

from maillon.common.actors import Actor, Bearer
from maillon.giving.reuse.models import Invitee, Proposal
from maillon.ground.organisations.models import Member, Role
from maillon.matter.lots.models import Donor

OWN = "reuse.own"
TAKE = "reuse.take"
PUBLIC_BODIES = (Donor.Kind.STATE, Donor.Kind.AUTHORITY, Donor.Kind.PUBLIC)
"""Those that have sister services to offer to first."""


def may_lead(actor: Actor, proposal: Proposal) -> bool:
    """Whoever proposes: the holder of the link sent to its address, or its organisation's own members."""
    if isinstance(actor, Bearer):
        return actor.purpose == OWN and actor.actor_id == proposal.pk
    if isinstance(actor, Member):
        own = proposal.organisation_id is not None and proposal.organisation_id == actor.organisation_id
        named = own and actor.has(Role.DONOR, Role.MANAGER)
        return proposal.network_id == actor.network_id and (named or proposal.offered_by_id == actor.pk)
    return False


def may_take(actor: Actor, invitee: Invitee) -> bool:
    """A sister service: the holder of the link sent to it, or its own members."""
    if isinstance(actor, Bearer):
        return actor.purpose == TAKE and actor.actor_id == invitee.pk
    if isinstance(actor, Member):
        own = invitee.organisation_id is not None and invitee.organisation_id == actor.organisation_id
        return own and invitee.proposal.network_id == actor.network_id and actor.has(Role.DONOR, Role.MANAGER)
    return False
