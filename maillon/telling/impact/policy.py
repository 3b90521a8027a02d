"""Who reads the figures, and who reads every record behind them."""

from maillon.ground.organisations.models import Member, Role

READERS = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.FUNDER, Role.MANAGER)


def may_see_all(member: Member) -> bool:
    """The whole network's records; others see those that their organisation has a part in."""
    return member.has(Role.COORDINATOR, Role.ADMINISTRATOR)
