"""Who may put right what was written by mistake."""

from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Member, Role
from maillon.matter.devices import policy as devices
from maillon.matter.devices.models import Device


def may_undo(member: Member, device: Device, last: Entry | None) -> bool:
    """Whoever corrects; and whoever works on it, for what she has just done herself."""
    own = last is not None and last.actor == member.pk and devices.may_work_on(member, device)
    return devices.may_correct(member, device) or own


def may_withdraw_report(member: Member, device: Device, last: Entry | None) -> bool:
    """Take back a machine report: whoever corrects; and whoever has just attached the last one herself."""
    own = may_undo(member, device, last) and last is not None and last.verb == "devices.identify"
    return devices.may_correct(member, device) or own


def may_seek(member: Member) -> bool:
    """See what looks wrong: those who may put it right."""
    return may_merge(member) or member.has(Role.SUPERVISOR, Role.LOGISTICIAN, Role.MANAGER)


def may_merge(member: Member) -> bool:
    """Say that two organisations, or two donors, are one: those who run the network."""
    return member.has(Role.COORDINATOR, Role.ADMINISTRATOR)
