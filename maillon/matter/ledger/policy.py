"""Who may arrange a site."""

from maillon.ground.organisations.models import Member, Organisation, Role


def may_arrange(member: Member, organisation: Organisation) -> bool:
    """Open, rename and close the locations of an organisation's sites: whoever handles things there."""
    handles = member.in_workshop or member.has(Role.LOGISTICIAN, Role.MANAGER)
    return member.coordinates or (member.organisation_id == organisation.pk and handles)
