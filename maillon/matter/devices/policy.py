"""Who may do what to a device."""

from maillon.ground.organisations.models import Member, Organisation, Role, SiteToken
from maillon.matter.devices.models import Device
from maillon.matter.lots import policy as lots


def may_take_in(member: Member, holder: Organisation) -> bool:
    """Whoever works in the workshop or the depot of the organisation that holds the lot."""
    handles = member.in_workshop or member.has(Role.LOGISTICIAN, Role.MANAGER)
    return member.coordinates or (member.organisation_id == holder.pk and handles)


def may_work_on(member: Member, device: Device) -> bool:
    """Bench work: the workshop of the organisation that holds it."""
    return member.network_id == device.network_id and may_take_in(member, device.holder)


def may_correct(member: Member, device: Device) -> bool:
    """Put right what was written of it by mistake."""
    return member.network_id == device.network_id and lots.may_answer_for(member, device.holder)


def may_report(by: Member | SiteToken, device: Device) -> bool:
    """Say what the machine is: whoever works on it, and the machines of a site of the organisation that holds it."""
    if isinstance(by, SiteToken):
        return (by.network_id, by.site.organisation_id) == (device.network_id, device.holder_id)
    return may_work_on(by, device)


def may_reserve(member: Member, device: Device) -> bool:
    """Promise it: the coordinator, or the distributor and manager of the organisation that holds it."""
    if member.network_id != device.network_id:
        return False
    own = member.organisation_id == device.holder_id and member.has(Role.DISTRIBUTOR, Role.MANAGER)
    return member.coordinates or own


def may_hand_out(member: Member, device: Device) -> bool:
    """Let it leave, or take it back: whoever hands equipment over in the network. To whom is the hand-over's own rule."""
    hands_over = member.has(Role.DISTRIBUTOR, Role.PRESCRIBER, Role.MANAGER, Role.COORDINATOR) or member.in_workshop
    return member.network_id == device.network_id and hands_over
