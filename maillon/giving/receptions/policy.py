"""Who may check what came."""

from maillon.ground.organisations.models import Member, Role
from maillon.matter.lots import policy as lots
from maillon.matter.lots.models import Lot


def may_check(member: Member, lot: Lot) -> bool:
    """Whoever may give the balance of the lot: those who handle its holder's goods, the coordinator for any."""
    return lots.may_close(member, lot)


def may_read(member: Member, lot: Lot) -> bool:
    """Those who may check, and whoever administers the network."""
    return may_check(member, lot) or (member.network_id == lot.network_id and member.has(Role.ADMINISTRATOR))
