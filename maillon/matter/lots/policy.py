"""Who may receive, count and close a lot."""

from maillon.ground.organisations.models import Member, Organisation, Role
from maillon.matter.lots.models import Lot


def may_receive(member: Member, holder: Organisation) -> bool:
    """Whoever handles goods for the organisation that receives; the coordinator for any."""
    handles = member.in_workshop or member.has(Role.LOGISTICIAN, Role.DRIVER, Role.MANAGER)
    return member.coordinates or (member.organisation_id == holder.pk and handles)


def may_label(member: Member) -> bool:
    """Print the labels of devices: whoever takes them in, in any organisation; drivers and donors do not."""
    return member.coordinates or member.in_workshop or member.has(Role.LOGISTICIAN, Role.MANAGER)


def may_close(member: Member, lot: Lot) -> bool:
    return member.network_id == lot.network_id and may_receive(member, lot.holder)
