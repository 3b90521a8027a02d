"""Who may record an erasure, attest one, read one again, certify, revoke, and set the rules."""

from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member, Network, Role
from maillon.matter.devices import policy as devices
from maillon.matter.devices.models import Device
from maillon.matter.erasure.models import Erasure
from maillon.matter.lots import policy as lots
from maillon.matter.lots.models import Lot


def may_record(member: Member, device: Device) -> bool:
    return devices.may_work_on(member, device)


def may_attest(member: Member, device: Device) -> bool:
    """Stand for what no log proves: not a volunteer of one evening nor an employee in insertion alone."""
    vouches = member.coordinates or member.has(Role.TECHNICIAN, Role.SUPERVISOR, Role.MANAGER)
    return vouches and devices.may_work_on(member, device)


def may_recheck(member: Member, erasure: Erasure) -> bool:
    """A second person of the workshop: never whoever did the erasure, under any of her hats."""
    return devices.may_work_on(member, erasure.device) and member.user_id != erasure.operator.user_id


def may_certify(member: Member, device: Device) -> bool:
    """Whoever works on it; the certificate says who did each erasure."""
    return devices.may_work_on(member, device)


def may_certify_lot(member: Member, lot: Lot) -> bool:
    return lots.may_close(member, lot)


def may_revoke(member: Member, document: Document) -> bool:
    """Those who answer for the workshop that issued it, and those who run the network."""
    if member.network_id != document.network_id:
        return False
    own = member.organisation_id == document.issuer_id and member.has(Role.SUPERVISOR, Role.MANAGER)
    return own or member.has(Role.COORDINATOR, Role.ADMINISTRATOR)


def may_set_rules(member: Member, network: Network) -> bool:
    return member.network_id == network.pk and member.has(Role.COORDINATOR, Role.ADMINISTRATOR)
