"""Who may answer someone who asks to enter, and who follows her request."""

from maillon.common.actors import Actor, Bearer
from maillon.ground.governance.models import AccessRequest, Charter, Group, RecertificationAnswer, Seat
from maillon.ground.organisations import policy as organisations
from maillon.ground.organisations.models import Member, Network, Organisation

ACCESS = "governance.access"
CALENDAR = "governance.calendar"


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


def may_open_group(member: Member, network: Network) -> bool:
    """Those who run the network."""
    return organisations.may_manage_network(member, network)


def may_run_group(member: Member, group: Group) -> bool:
    """Plan its meetings, propose, conclude: who leads it, and those who run the network."""
    return organisations.may_manage_network(member, group.network) or _sits(member, group, leads=True)


def may_read_group(member: Member, group: Group) -> bool:
    """Read its documents and who said what: who is in it, and those who run the network."""
    return organisations.may_manage_network(member, group.network) or _sits(member, group)


def may_join_group(member: Member, group: Group) -> bool:
    """Anybody of the network."""
    return member.network_id == group.network_id


def may_speak(member: Member, group: Group) -> bool:
    """Give a voice on a decision: who is in the group."""
    return _sits(member, group)


def may_end_seat(member: Member, seat: Seat) -> bool:
    """Leave a group, or make someone leave it: herself, or who runs the group."""
    return seat.member_id == member.pk or may_run_group(member, seat.group)


def _sits(member: Member, group: Group, *, leads: bool = False) -> bool:
    seats = group.seats.filter(member=member, ended_on__isnull=True)
    return (seats.filter(leads=True) if leads else seats).exists()
