"""Who may answer someone who asks to enter, and who follows her request."""

from maillon.common.actors import Actor, Bearer
from maillon.ground.governance.models import AccessRequest, Charter, RecertificationAnswer
from maillon.ground.organisations import policy as organisations
from maillon.ground.organisations.models import Member, Network, Organisation

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


def may_run_recertification(member: Member, network: Network) -> bool:
    """Open one, remind of one: those who run the network."""
    return organisations.may_manage_network(member, network)


def may_answer_recertification(member: Member, answer: RecertificationAnswer) -> bool:
    """Whoever manages the organisation, and those who run the network."""
    here = answer.recertification.network_id == member.network_id
    return here and organisations.may_manage_organisation(member, answer.organisation)


def may_publish_charter(member: Member, network: Network) -> bool:
    """Those who run the network."""
    return organisations.may_manage_network(member, network)


def may_accept_charter(member: Member, charter: Charter, organisation: Organisation) -> bool:
    """Whoever manages the organisation, in the network of the charter; and those who run it, for a charter signed on paper."""
    return member.network_id == charter.network_id and organisations.may_manage_organisation(member, organisation)


def may_note_contribution(member: Member, network: Network) -> bool:
    """Those who run the network."""
    return organisations.may_manage_network(member, network)
