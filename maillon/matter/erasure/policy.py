"""Who may record an erasure and certify it."""

from maillon.ground.organisations.models import Member
from maillon.matter.devices import policy as devices
from maillon.matter.devices.models import Device


def may_record(member: Member, device: Device) -> bool:
    return devices.may_work_on(member, device)


def may_certify(member: Member, device: Device) -> bool:
    """Whoever works on it; the certificate says who did each erasure."""
    return devices.may_work_on(member, device)
