"""Who may run a fleet, plan, and drive."""

from maillon.giving.rounds.models import Round, Stop, Vehicle
from maillon.ground.organisations.models import WORKSHOP, Member, Organisation, Role

PLANNERS = frozenset({Role.COORDINATOR, Role.LOGISTICIAN})
AT_THE_DOOR = frozenset({Role.COORDINATOR, Role.LOGISTICIAN, Role.DRIVER, Role.MANAGER, *WORKSHOP})


def may_run_fleet(member: Member, organisation: Organisation) -> bool:
    """Enter and withdraw vehicles: the coordinator for any, logistics and the manager for their own organisation."""
    own = member.organisation_id == organisation.pk and member.has(Role.LOGISTICIAN, Role.MANAGER)
    return member.coordinates or own


def may_set_practice(member: Member) -> bool:
    """How the network collects, and its containers."""
    return member.coordinates or member.has(Role.LOGISTICIAN)


def may_plan(member: Member, vehicle: Vehicle) -> bool:
    """Send this vehicle somewhere."""
    own = member.organisation_id == vehicle.organisation_id and member.has(Role.LOGISTICIAN)
    return member.network_id == vehicle.network_id and (member.coordinates or own)


def may_prepare(member: Member) -> bool:
    """Say what an offer to collect weighs, when and where it can be collected."""
    return member.has(*PLANNERS)


def may_change(member: Member, round_: Round) -> bool:
    """Move its stops, send it, cancel it."""
    return may_plan(member, round_.vehicle)


def may_drive(member: Member, round_: Round) -> bool:
    """Say what happens at its stops: its driver, or whoever may plan it."""
    return round_.driver_id == member.pk or may_change(member, round_)


def may_collect(member: Member, stop: Stop) -> bool:
    """Count, weigh and have signed, on the road or at the door of the workshop."""
    if stop.round is not None:
        return may_drive(member, stop.round)
    own = member.organisation_id == stop.site.organisation_id and member.has(*AT_THE_DOOR)
    return member.network_id == stop.network_id and (member.coordinates or own)
