"""Who may install, test, grade and check; who runs the workshop and its rules."""

from maillon.ground.organisations.models import Member, Network, Organisation, Role
from maillon.matter.devices import policy as devices
from maillon.matter.devices.models import Device
from maillon.matter.refurbishing.models import Assignment, Bench, Hours, Review


def may_install(member: Member, device: Device) -> bool:
    return devices.may_work_on(member, device)


def may_examine(member: Member, device: Device) -> bool:
    return devices.may_work_on(member, device)


def may_review(member: Member, review: Review) -> bool:
    """Whoever works on the device; that it is someone else is the action's rule, said in a sentence."""
    return devices.may_work_on(member, review.examination.device)


def may_note_score(member: Member, network: Network) -> bool:
    return member.network_id == network.pk and (member.in_workshop or member.coordinates)


def may_rule(member: Member, network: Network) -> bool:
    """Write a version of the grading table, the catalogue of systems, what the network asks of its workshops."""
    return member.network_id == network.pk and member.coordinates


def may_take(member: Member, device: Device) -> bool:
    return devices.may_work_on(member, device)


def may_give(member: Member, device: Device) -> bool:
    """Put a device in someone's hands, or at a bench."""
    return member.has(Role.SUPERVISOR, Role.TECHNICIAN) and devices.may_work_on(member, device)


def may_give_back(member: Member, assignment: Assignment) -> bool:
    return assignment.member_id == member.pk or may_give(member, assignment.device)


def may_run_workshop(member: Member, organisation: Organisation) -> bool:
    """Open and close its benches."""
    return member.organisation_id == organisation.pk and member.has(Role.SUPERVISOR, Role.MANAGER)


def may_close_bench(member: Member, bench: Bench) -> bool:
    return member.network_id == bench.network_id and may_run_workshop(member, bench.organisation)


def may_declare_hours(member: Member) -> bool:
    return member.in_workshop


def may_change_hours(member: Member, hours: Hours) -> bool:
    """Her own alone: a supervisor reads them, and asks her to mend them."""
    return hours.member.user_id == member.user_id and hours.member.network_id == member.network_id


def supervises(member: Member, other: Member) -> bool:
    """Whether this other works in her workshop."""
    same = (member.network_id, member.organisation_id) == (other.network_id, other.organisation_id)
    return same and member.has(Role.SUPERVISOR) and other.in_workshop


def may_see_person(member: Member, other: Member) -> bool:
    """What one person did and learnt: that person, and her supervisor."""
    return member.pk == other.pk or supervises(member, other)


def may_validate_skill(member: Member, other: Member) -> bool:
    """The supervisor, and of nobody's skills but others'."""
    return member.user_id != other.user_id and supervises(member, other)
