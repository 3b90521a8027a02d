"""Who may send, receive and settle what goes from one member to another."""

from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.devices import policy as devices
from maillon.matter.lots import policy as lots
from maillon.matter.transfers.models import Transfer


def may_prepare(member: Member) -> bool:
    """Open a list of what leaves: whoever handles the things of her organisation."""
    return devices.may_take_in(member, member.organisation)


def may_agree(member: Member, organisation: Organisation) -> bool:
    """Bind this organisation to another: whoever answers for its stock; the coordinator for any of the network."""
    return lots.may_answer_for(member, organisation)


def may_send(member: Member, transfer: Transfer) -> bool:
    """Make its list, send it, call it back: whoever handles the sender's things; the coordinator for any."""
    return member.network_id == transfer.network_id and devices.may_take_in(member, transfer.sender)


def may_receive(member: Member, transfer: Transfer) -> bool:
    """Scan what arrives and end the reception: whoever handles the receiver's things; the coordinator for any."""
    return member.network_id == transfer.network_id and devices.may_take_in(member, transfer.receiver)


def may_settle(member: Member, transfer: Transfer) -> bool:
    """Say what became of what did not arrive: whoever answers for the sender's stock, where it still is."""
    return member.network_id == transfer.network_id and lots.may_answer_for(member, transfer.sender)
