"""Who may bring a spreadsheet in."""

from maillon.common.tables import Kind
from maillon.ground.imports.models import Import
from maillon.ground.organisations.models import Member


def may_send(member: Member, kind: Kind) -> bool:
    """Whoever may do by hand what a line does."""
    return kind.may(member)


def may_lead(member: Member, sheet: Import, kind: Kind) -> bool:
    """Choose its columns, accept it, abandon it, undo it: her organisation's, or the network's for its coordinator."""
    own = sheet.author.organisation_id == member.organisation_id or member.coordinates
    return sheet.network_id == member.network_id and own and kind.may(member)
