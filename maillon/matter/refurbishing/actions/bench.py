"""Install, test, grade, check."""

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from maillon.common import moments
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.refurbishing import policy, queries
from maillon.matter.refurbishing.actions.team import end_assignment
from maillon.matter.refurbishing.models import Examination, Finding, Installation, Review

AT_BENCH = (State.ERASED, State.IN_REPAIR, State.READY)


def _check_at_bench(device: Device) -> None:
    if device.state not in AT_BENCH:
        raise Refused(f"{device.title} n’est pas à l’établi : il est « {device.get_state_display().lower()} ».")


def _when(device: Device, at: datetime.datetime | None) -> datetime.datetime:
    """When the act was done, where a phone says it later. Raises Refused if the device was tested since."""
    last = device.examinations.first()
    if last and moments.overtaken(at, last.created_at):
        raise Refused(
            f"{device.title} a été testé depuis, le {moments.moment(last.created_at)} : regardez ce qui a été trouvé, et "
            "n’envoyez votre réponse que si elle reste vraie."
        )
    return moments.believed(at, since=max(device.created_at, last.created_at) if last else device.created_at)


@transaction.atomic
def install(
    device_id: uuid.UUID,
    *,
    system: str,
    by: Member,
    until: datetime.date | None = None,
    on: datetime.date | None = None,
    at: datetime.datetime | None = None,
    id: uuid.UUID | None = None,
) -> Installation:
    """Note that a system was installed on an erased device, and until when it is maintained.

    Without `until`, the day is the one of the network's catalogue, when it knows this system. `at`: when it was done, where
    a phone says it later; `on` is that day.
    """
    if made := repeated(Installation, id):
        return made
    device = devices.lock(device_id, by=by)
    require(policy.may_install(by, device))
    if device.state not in AT_BENCH:
        raise Refused(f"{device.title} doit d’abord être effacé : on n’installe rien sur des données.")
    if not system.strip():
        raise Refused("Dites quel système est installé.", field="system")
    until = until or queries.until_of(device.network_id, system)
    when = moments.believed(at, since=device.created_at)
    made = Installation.objects.create(
        **({"id": id} if id else {}),
        device=device,
        installer=by,
        system=system[:80],
        until=until,
        on=on or timezone.localdate(when),
        created_at=when,
    )
    Device.objects.filter(pk=device.pk).update(system=system[:80], system_until=until)
    if device.state == State.ERASED:
        devices.advance(device.pk, State.IN_REPAIR, by=by, at=when)
    journal.record("refurbishing.install", device, by=by, at=when, label=device.label, system=system[:80])
    return made


@transaction.atomic
def note(
    device_id: uuid.UUID,
    check: str,
    *,
    result: str,
    by: Member,
    remark: str = "",
    at: datetime.datetime | None = None,
    id: uuid.UUID | None = None,
) -> Finding:
    """Keep one answer of the guided test; it takes the place of the former answer to the same check."""
    if made := repeated(Finding, id):
        return made
    device = devices.lock(device_id, by=by)
    require(policy.may_examine(by, device))
    _check_at_bench(device)
    if check not in {one.slug for one in queries.checks_for(device)}:
        raise Refused("Ce contrôle n’est pas de ce genre de matériel.", field="result")
    if result not in Examination.Result.values:
        raise Refused("Répondez : marche, en panne ou absent.", field="result")
    when = _when(device, at)
    Finding.objects.filter(device=device, check_of=check, current=True).update(current=False)
    return Finding.objects.create(
        **({"id": id} if id else {}),
        device=device,
        check_of_id=check,
        finder=by,
        result=result,
        note=remark.strip()[:200],
        created_at=when,
    )


@transaction.atomic
def conclude(
    device_id: uuid.UUID,
    *,
    cosmetic: str,
    by: Member,
    grade: str = "",
    reason: str = "",
    known_defects: str = "",
    at: datetime.datetime | None = None,
    id: uuid.UUID | None = None,
) -> Examination:
    """End the guided test: the answers kept on the way make the examination."""
    device = devices.lock(device_id, by=by)
    results = {slug: answer.result for slug, answer in queries.answers(device).items()}
    return examine(
        device_id,
        results=results,
        cosmetic=cosmetic,
        by=by,
        grade=grade,
        reason=reason,
        known_defects=known_defects,
        at=at,
        id=id,
    )


@transaction.atomic
def examine(
    device_id: uuid.UUID,
    *,
    results: Mapping[str, str],
    cosmetic: str,
    by: Member,
    grade: str = "",
    reason: str = "",
    known_defects: str = "",
    at: datetime.datetime | None = None,
    id: uuid.UUID | None = None,
) -> Examination:
    """Test a device and grade it: every blocking check good, it is ready; otherwise it stays at the bench.

    Each check of its category must have its answer. A grade other than the proposed one needs a reason. Where the network
    asks for a second person, a good device stays at the bench until she has checked it (`review`). `at`: when it was done,
    where a phone says it later; refused if someone tested the device since.
    """
    if made := repeated(Examination, id):
        return made
    device = devices.lock(device_id, by=by)
    require(policy.may_examine(by, device))
    _check_at_bench(device)
    checks = queries.checks_for(device)
    missing = [check.name for check in checks if results.get(check.slug) not in Examination.Result.values]
    if missing:
        raise Refused(f"Il manque une réponse : {', '.join(missing)}.", field="results")
    if cosmetic not in Examination.Cosmetic.values:
        raise Refused("Dites l’aspect de l’appareil.", field="cosmetic")
    when = _when(device, at)
    rule = queries.rule_for(device, timezone.localdate(when))
    proposal = queries.propose(device, cosmetic, rule, queries.score_of(device))
    given = grade or proposal.grade
    if given != proposal.grade and not reason.strip():
        raise Refused("Vous donnez un autre grade que celui proposé : dites pourquoi.", field="reason")
    passed = all(results[check.slug] == Examination.Result.GOOD for check in checks if check.blocking)
    made = Examination.objects.create(
        **({"id": id} if id else {}),
        device=device,
        examiner=by,
        results={check.slug: results[check.slug] for check in checks},
        cosmetic=cosmetic,
        rule=rule,
        proposed=proposal.grade,
        grade=given,
        reason=reason[:200],
        passed=passed,
        usage=proposal.usage,
        known_defects=known_defects[:200],
        created_at=when,
    )
    Finding.objects.filter(device=device, current=True).update(current=False, examination=made)
    Review.objects.waiting().filter(examination__device=device).update(verdict=Review.Verdict.REPLACED)
    if device.state == State.READY:
        # Until it is found good again, it is no longer said to be tested.
        devices.advance(device.pk, State.IN_REPAIR, by=by, at=when, tested_at=None, grade="", usage="")
    elif device.state == State.ERASED:
        devices.advance(device.pk, State.IN_REPAIR, by=by, at=when)
    journal.record("refurbishing.examine", device, by=by, at=when, label=device.label, passed=passed, grade=given)
    if passed and queries.second_check(device.network_id):
        Review.objects.create(examination=made)
    elif passed:
        _make_ready(made, by=by, at=when)
    return made


def _make_ready(examination: Examination, *, by: Member, at: datetime.datetime | None = None) -> None:
    devices.mark_tested(
        examination.device_id,
        by=by,
        grade=examination.grade,
        usage=examination.usage,
        known_defects=examination.known_defects,
        at=at,
    )
    end_assignment(examination.device_id, by=by)


@transaction.atomic
def review(review_id: uuid.UUID, *, passed: bool, by: Member, reason: str = "") -> Review:
    """Check what someone else found good: it becomes ready, or goes back to the bench with what is wrong.

    The same verdict given twice changes nothing.
    """
    known = Review.objects.select_related("examination").get(pk=review_id)
    device = devices.lock(known.examination.device_id, by=by)
    asked = Review.objects.locked().select_related("examination__examiner", "examination__device").get(pk=review_id)
    asked.examination.device = device
    require(policy.may_review(by, asked))
    verdict = Review.Verdict.PASSED if passed else Review.Verdict.FAILED
    if asked.verdict == verdict:
        return asked
    if asked.verdict != Review.Verdict.WAITING:
        raise Refused("Ce contrôle est déjà rendu : rouvrez la fiche de l’appareil.")
    if asked.examination.examiner.user_id == by.user_id:
        raise Refused("Vous avez testé cet appareil : le contrôle revient à une autre personne.")
    _check_at_bench(device)
    if not passed and not reason.strip():
        raise Refused("Dites ce qui ne va pas : la personne qui reprend l’appareil le lira.", field="reason")
    asked.verdict, asked.reviewer, asked.decided_at = verdict, by, timezone.now()
    asked.reason = reason.strip()[:200]
    asked.save(update_fields=["verdict", "reviewer", "decided_at", "reason"])
    journal.record("refurbishing.review", device, by=by, label=device.label, passed=passed, reason=asked.reason)
    if passed:
        _make_ready(asked.examination, by=by)
    return asked
