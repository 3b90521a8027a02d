"""Who has what in hand; hours; skills."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations import policy as organisations
from maillon.ground.organisations.models import Member
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import IN_STOCK, Device
from maillon.matter.refurbishing import policy
from maillon.matter.refurbishing.models import Acquisition, Assignment, Bench, Hours, Skill

A_DAY = 16 * 60
OLDEST = datetime.timedelta(days=366)


@transaction.atomic
def end_assignment(device_id: uuid.UUID, *, by: Member) -> int:
    """The device is no longer in anyone's hands; the calling action allowed `by`."""
    return Assignment.objects.filter(device=device_id, ended_at=None).update(ended_at=timezone.now())


def _hand(device: Device, *, by: Member, member: Member | None = None, bench: Bench | None = None) -> Assignment:
    if device.state not in IN_STOCK:
        raise Refused(f"{device.title} est « {device.get_state_display().lower()} » : il n’est plus à l’atelier.")
    end_assignment(device.pk, by=by)
    return Assignment.objects.create(device=device, member=member, bench=bench, given_by=by)


@transaction.atomic
def take(device_id: uuid.UUID, *, by: Member) -> Assignment:
    """Take a device in hand. The second of two who take it at once is told who has it."""
    device = devices.lock(device_id, by=by)
    require(policy.may_take(by, device))
    held = Assignment.objects.filter(device=device, ended_at=None).select_related("member__user").first()
    if held and held.member_id == by.pk:
        return held
    if held and held.member is not None:
        raise Refused(f"{held.member.full_name} vient de prendre {device.title} : choisissez-en un autre.")
    return _hand(device, by=by, member=by, bench=held.bench if held else None)


@transaction.atomic
def give(device_id: uuid.UUID, *, by: Member, member: Member | None = None, bench: Bench | None = None) -> Assignment:
    """Put a device in the hands of someone of the workshop, or at one of its benches, or both."""
    device = devices.lock(device_id, by=by)
    require(policy.may_give(by, device))
    if member is None and bench is None:
        raise Refused("Choisissez une personne, ou un poste.", field="member")
    here = (device.network_id, device.holder_id)
    if member is not None and (here != (member.network_id, member.organisation_id) or not member.in_workshop):
        raise Refused("Cette personne n’est pas de l’atelier.", field="member")
    if bench is not None and (here != (bench.network_id, bench.organisation_id) or bench.closed_on):
        raise Refused("Ce poste n’est pas de l’atelier.", field="bench")
    held = Assignment.objects.filter(device=device, ended_at=None).first()
    if held and (held.member_id, held.bench_id) == (member and member.pk, bench and bench.pk):
        return held
    return _hand(device, by=by, member=member, bench=bench)


@transaction.atomic
def give_back(device_id: uuid.UUID, *, by: Member) -> None:
    """Leave a device for others; already left, nothing changes."""
    device = devices.lock(device_id, by=by)
    require(policy.may_take(by, device))
    held = Assignment.objects.filter(device=device, ended_at=None).first()
    if held is None or (held.member is None and not policy.may_give(by, device)):
        return
    held.device = device
    require(policy.may_give_back(by, held), "Cet appareil est en main : demandez à votre encadrant de le reprendre.")
    end_assignment(device.pk, by=by)
    if held.bench is not None and held.member is not None:
        _hand(device, by=by, bench=held.bench)


@transaction.atomic
def open_bench(name: str, *, by: Member) -> Bench:
    """Open a work place in one's workshop; one of that name already open is that one."""
    require(policy.may_run_workshop(by, by.organisation))
    if not name.strip():
        raise Refused("Nommez le poste, par exemple « Effacement ».", field="name")
    made, new = Bench.objects.get_or_create(
        network=by.network, organisation=by.organisation, name=name.strip()[:40], closed_on=None
    )
    if new:
        journal.record("refurbishing.open_bench", made, by=by, name=made.name)
    return made


@transaction.atomic
def close_bench(bench_id: uuid.UUID, *, by: Member) -> Bench:
    """Close a work place; what waited there waits for anyone."""
    bench = Bench.objects.locked().select_related("organisation").get(pk=bench_id)
    require(policy.may_close_bench(by, bench))
    if bench.closed_on is None:
        bench.closed_on = timezone.localdate()
        bench.save(update_fields=["closed_on"])
        here = Assignment.objects.filter(bench=bench, ended_at=None)
        here.filter(member=None).update(ended_at=timezone.now())
        here.update(bench=None)
        journal.record("refurbishing.close_bench", bench, by=by, name=bench.name)
    return bench


@transaction.atomic
def declare_hours(
    *,
    on: datetime.date,
    minutes: int,
    by: Member,
    what: str = "",
    hours_id: uuid.UUID | None = None,
    id: uuid.UUID | None = None,
) -> Hours:
    """Declare one's own time of a day, or mend what one declared (`hours_id`)."""
    if hours_id is None and (made := repeated(Hours, id)):
        return made
    require(policy.may_declare_hours(by))
    today = timezone.localdate()
    if on > today:
        raise Refused("Ce jour n’est pas encore passé.", field="on")
    if on < today - OLDEST:
        raise Refused("Ce jour date de plus d’un an : dites-le à votre encadrant.", field="on")
    if not 0 < minutes <= A_DAY:
        raise Refused("Une journée va d’une minute à seize heures.", field="hours")
    others = Hours.objects.select_for_update().filter(member=by, on=on)
    if sum(one.minutes for one in others if one.pk != hours_id) + minutes > A_DAY:
        raise Refused("Avec ce que vous avez déjà déclaré ce jour-là, cela dépasse seize heures.", field="hours")
    if hours_id is None:
        return Hours.objects.create(**({"id": id} if id else {}), member=by, on=on, minutes=minutes, what=what[:120])
    kept = Hours.objects.locked().select_related("member").get(pk=hours_id)
    require(policy.may_change_hours(by, kept))
    kept.on, kept.minutes, kept.what = on, minutes, what[:120]
    kept.save(update_fields=["on", "minutes", "what"])
    return kept


@transaction.atomic
def remove_hours(hours_id: uuid.UUID, *, by: Member) -> None:
    """Take back hours that one declared by mistake; already gone, nothing changes."""
    kept = Hours.objects.locked().select_related("member").filter(pk=hours_id).first()
    if kept is not None:
        require(policy.may_change_hours(by, kept))
        kept.delete()


@transaction.atomic
def claim_skill(skill: Skill, *, by: Member) -> Acquisition:
    """Say that one has learnt something; the supervisor validates it."""
    require(policy.may_declare_hours(by))
    return Acquisition.objects.get_or_create(member=by, skill=skill)[0]


@transaction.atomic
def validate_skill(skill: Skill, member_id: uuid.UUID, *, by: Member, note: str = "") -> Acquisition:
    """Confirm that someone of one's workshop has this skill, whether she claimed it or not."""
    member = Member.objects.locked().get(pk=member_id)
    require(policy.may_validate_skill(by, member), "Seul l’encadrant de l’atelier valide une compétence.")
    held, _ = Acquisition.objects.get_or_create(member=member, skill=skill)
    if held.validated_on is None:
        held.validated_on, held.validated_by, held.note = timezone.localdate(), by, note.strip()[:200]
        held.save(update_fields=["validated_on", "validated_by", "note"])
    return held


@transaction.atomic
def withdraw_skill(skill: Skill, member_id: uuid.UUID, *, by: Member) -> None:
    """Take back a validation (the supervisor), or what one only claims (the person)."""
    member = Member.objects.locked().get(pk=member_id)
    held = Acquisition.objects.locked().filter(member=member, skill=skill).first()
    own = by.pk == member.pk
    require(policy.may_validate_skill(by, member) or own)
    if held is None:
        return
    if own and held.validated_on is not None:
        raise Refused("Cette compétence est validée : seul votre encadrant peut revenir dessus.")
    held.delete()


@transaction.atomic
def lay_down(leaving: Member, *, by: Member) -> int:
    """Whatever someone who leaves had in hand goes back to the bench, or to the queue; returns how many devices."""
    require(organisations.may_let_go(by, leaving))
    held = list(Assignment.objects.filter(member=leaving, ended_at=None).select_related("device", "bench").locked())
    for one in held:
        end_assignment(one.device_id, by=by)
        if one.bench is not None and one.bench.closed_on is None and one.device.state in IN_STOCK:
            _hand(one.device, by=by, bench=one.bench)
    return len(held)
