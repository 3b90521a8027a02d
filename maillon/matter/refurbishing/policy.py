"""Who may install, test and grade."""

from maillon.ground.organisations.models import Member
from maillon.matter.devices import policy as devices
from maillon.matter.devices.models import Device


def may_install(member: Member, device: Device) -> bool:
    return devices.may_work_on(member, device)


def may_examine(member: Member, device: Device) -> bool:
    return devices.may_work_on(member, device)
