"""Who may answer someone who asks to enter, and who follows her request."""

from maillon.common.actors import Actor, Bearer
from maillon.ground.governance.models import AccessRequest
from maillon.ground.organisations import policy as organisations
from maillon.ground.organisations.models import Member, Network

ACCESS = "governance.access"


def may_answer_access(member: Member, asked: AccessRequest) -> bool:
    """Those who run the network."""
    return organisations.may_manage_network(member, asked.network)


def may_follow_access(actor: Actor, asked: AccessRequest) -> bool:
    """The holder of the link sent to the address of the request."""
    return isinstance(actor, Bearer) and actor.purpose == ACCESS and actor.actor_id == asked.pk


def may_change_rules(member: Member, network: Network) -> bool:
    """Those who run the network."""
    return organisations.may_manage_network(member, network)
