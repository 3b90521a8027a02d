"""Who may scan series of devices, and keep the inventory of a place."""

from maillon.ground.organisations.models import Member, Organisation
from maillon.matter.devices import policy as devices


def may_scan(member: Member, holder: Organisation) -> bool:
    """Whoever handles the things of the organisation that holds them; each act asks its own permission again."""
    return devices.may_take_in(member, holder)


def may_take_stock(member: Member, holder: Organisation) -> bool:
    return may_scan(member, holder)
