"""Who may receive, count and close a lot."""

from maillon.ground.organisations.models import Member, Organisation, Role
from maillon.matter.lots.models import Lot


def may_receive(member: Member, holder: Organisation) -> bool:
    """Whoever handles goods for the organisation that receives; the coordinator for any."""
    handles = member.in_workshop or member.has(Role.LOGISTICIAN, Role.DRIVER, Role.MANAGER)
    return member.coordinates or (member.organisation_id == holder.pk and handles)


def may_see(member: Member, lot: Lot) -> bool:
    """As `Lot.objects.visible_to`, of a lot that is read already: a member that holds its devices may not see the lot."""
    own = member.organisation_id in (lot.holder_id, lot.donor.organisation_id)
    return member.network_id == lot.network_id and (own or member.has(Role.COORDINATOR, Role.ADMINISTRATOR))


def may_label(member: Member) -> bool:
    """Print the labels of devices: whoever takes them in, in any organisation; drivers and donors do not."""
    return member.coordinates or member.in_workshop or member.has(Role.LOGISTICIAN, Role.MANAGER)


def may_close(member: Member, lot: Lot) -> bool:
    return member.network_id == lot.network_id and may_receive(member, lot.holder)


def may_answer_for(member: Member, holder: Organisation) -> bool:
    """Put right what its organisation wrote by mistake: whoever answers for the workshop or depot; the coordinator for any."""
    answers = member.has(Role.SUPERVISOR, Role.LOGISTICIAN, Role.MANAGER)
    return member.coordinates or (member.organisation_id == holder.pk and answers)


def may_correct(member: Member, lot: Lot) -> bool:
    return member.network_id == lot.network_id and may_answer_for(member, lot.holder)
