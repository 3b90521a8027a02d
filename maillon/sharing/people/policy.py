"""Who may read an identity."""

from maillon.ground.organisations.models import Member, Role
from maillon.sharing.people.models import Person


def may_enter(member: Member) -> bool:
    """Those who accompany people, or hand equipment over to them."""
    return member.has(Role.PRESCRIBER, Role.MEDIATOR, Role.DISTRIBUTOR, Role.MANAGER, Role.VOLUNTEER)


def may_identify(member: Member, person: Person) -> bool:
    """The organisation that accompanies her. Other grounds (an appointment, an open case) are asked where they live."""
    return (
        member.network_id == person.network_id
        and member.organisation_id == person.organisation_id
        and may_enter(member)
    )
