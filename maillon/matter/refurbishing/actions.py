"""Install, test, grade."""

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.refurbishing import policy
from maillon.matter.refurbishing.models import Examination, Installation
from maillon.matter.refurbishing.queries import checks_for, propose, rule_for


@transaction.atomic
def install(
    device_id: uuid.UUID,
    *,
    system: str,
    by: Member,
    until: datetime.date | None = None,
    on: datetime.date | None = None,
    id: uuid.UUID | None = None,
) -> Installation:
    """Note that a system was installed on an erased device, and until when it is maintained."""
    if made := repeated(Installation, id):
        return made
    device = devices.lock(device_id, by=by)
    require(policy.may_install(by, device))
    if device.state not in (State.ERASED, State.IN_REPAIR, State.READY):
        raise Refused(f"{device.title} doit d’abord être effacé : on n’installe rien sur des données.")
    if not system.strip():
        raise Refused("Dites quel système est installé.", field="system")
    made = Installation.objects.create(
        **({"id": id} if id else {}),
        device=device,
        installer=by,
        system=system[:80],
        until=until,
        on=on or timezone.localdate(),
    )
    Device.objects.filter(pk=device.pk).update(system=system[:80], system_until=until)
    if device.state == State.ERASED:
        devices.advance(device.pk, State.IN_REPAIR, by=by)
    journal.record("refurbishing.install", device, by=by, label=device.label, system=system[:80])
    return made


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
    id: uuid.UUID | None = None,
) -> Examination:
    """Test a device and grade it: every blocking check good, it is ready; otherwise it stays at the bench.

    Each check of its category must have its answer. A grade other than the proposed one needs a reason.
    """
    if made := repeated(Examination, id):
        return made
    device = devices.lock(device_id, by=by)
    require(policy.may_examine(by, device))
    if device.state not in (State.ERASED, State.IN_REPAIR, State.READY):
        raise Refused(f"{device.title} n’est pas à l’établi : il est « {device.get_state_display().lower()} ».")
    checks = checks_for(device)
    missing = [check.name for check in checks if results.get(check.slug) not in Examination.Result.values]
    if missing:
        raise Refused(f"Il manque une réponse : {', '.join(missing)}.", field="results")
    rule = rule_for(device, timezone.localdate())
    proposal = propose(device, cosmetic, rule)
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
    )
    if device.state in (State.READY, State.ERASED):
        devices.advance(device.pk, State.IN_REPAIR, by=by)
    if passed:
        devices.mark_tested(device.pk, by=by, grade=given, usage=proposal.usage, known_defects=known_defects)
    journal.record("refurbishing.examine", device, by=by, label=device.label, passed=passed, grade=given)
    return made
