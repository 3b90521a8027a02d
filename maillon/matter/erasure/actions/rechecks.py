"""The second person, and the rules of the network."""

import uuid

from django.db import transaction
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Network, Organisation
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Medium
from maillon.matter.erasure import policy, queries
from maillon.matter.erasure.actions.records import withdraw
from maillon.matter.erasure.models import Erasure, Recheck, Rules, Waiver


@transaction.atomic
def recheck(recheck_id: uuid.UUID, *, good: bool, finding: str, by: Member) -> Recheck:
    """Say what a second person read on a medium that was drawn. Bad, the proof falls and the device is to erase again."""
    device_id = Recheck.objects.values_list("erasure__medium__device", flat=True).get(pk=recheck_id)
    device = devices.lock(device_id, by=by)
    waiting = Recheck.objects.select_related("erasure__operator", "erasure__device__holder", "erasure__medium")
    found = waiting.locked().get(pk=recheck_id)
    require(
        policy.may_recheck(by, found.erasure),
        "Qui a effacé un support ne le relit pas : une autre personne de l’atelier le fera.",
    )
    if found.state != Recheck.State.WAITING:
        if (found.state == Recheck.State.GOOD) == good and found.by_id == by.pk:
            return found
        raise Refused(f"Cette relecture est déjà notée : {found.get_state_display().lower()}.")
    if not finding.strip():
        raise Refused("Dites ce que vous avez lu : quelle part du disque, avec quel outil.", field="finding")
    found.state = Recheck.State.GOOD if good else Recheck.State.BAD
    found.by, found.checked_at, found.finding = by, timezone.now(), finding.strip()[:200]
    found.save(update_fields=["state", "by", "checked_at", "finding"])
    Medium.objects.filter(pk=found.erasure.medium_id).update(recheck_due=False)
    journal.record(
        "erasure.recheck",
        device,
        by=by,
        label=device.label,
        medium=str(found.erasure.medium),
        good=good,
        finding=found.finding,
    )
    if not good:
        erasure = Erasure.objects.select_related("device").get(pk=found.erasure_id)
        withdraw(erasure, reason="relu par une seconde personne, il n’est pas effacé", by=by)
    return found


@transaction.atomic
def set_rules(network: Network, *, recheck_percent: int, manual_entry: bool, by: Member) -> Rules:
    """Say which share of the erasures a second person reads again, and whether one without a log may be attested."""
    require(policy.may_set_rules(by, network))
    if not 0 <= recheck_percent <= 100:
        raise Refused("Une part va de 0 à 100 %.", field="recheck_percent")
    rules, _ = Rules.objects.locked().get_or_create(network=network)
    if (rules.recheck_percent, rules.manual_entry) == (recheck_percent, manual_entry):
        return rules
    rules.recheck_percent, rules.manual_entry = recheck_percent, manual_entry
    rules.save(update_fields=["recheck_percent", "manual_entry"])
    journal.record(
        "erasure.set_rules",
        rules,
        by=by,
        network=network.pk,
        recheck_percent=recheck_percent,
        manual_entry=manual_entry,
    )
    return rules


@transaction.atomic
def waive(organisation: Organisation, *, reason: str, by: Member, id: uuid.UUID | None = None) -> Waiver:
    """Excuse a workshop from the second person, with a reason: what was drawn there waits for nobody, and is counted.

    The one that runs already is given back.
    """
    if made := repeated(Waiver, id):
        return made
    network = by.network
    require(policy.may_set_rules(by, network))
    if not queries.workshops(network).filter(pk=organisation.pk).exists():
        raise Refused(f"{organisation} n’efface rien dans ce réseau : choisissez un atelier.", field="organisation")
    if not reason.strip():
        raise Refused("Dites pourquoi : une seule personne y efface, par exemple.", field="reason")
    type(network).objects.select_for_update().get(pk=network.pk)
    if running := Waiver.objects.filter(network=network, organisation=organisation, ended_at=None).first():
        return running
    made = Waiver.objects.create(
        **({"id": id} if id else {}),
        network=network,
        organisation=organisation,
        reason=reason.strip()[:200],
        given_by=by,
    )
    here = Recheck.objects.waiting().filter(
        erasure__medium__device__network=network, erasure__medium__device__holder=organisation
    )
    media = list(here.values_list("erasure__medium", flat=True))
    spared = here.update(state=Recheck.State.WAIVED, waiver=made, finding=made.reason)
    Medium.objects.filter(pk__in=media).update(recheck_due=False)
    journal.record("erasure.waive", made, by=by, organisation=organisation.name, reason=made.reason, spared=spared)
    return made


@transaction.atomic
def end_waiver(waiver_id: uuid.UUID, *, by: Member) -> Waiver:
    """From now on, what is drawn in this workshop waits for a second person again; what was excused stays so."""
    waiver = Waiver.objects.select_for_update(of=("self",)).select_related("network", "organisation").get(pk=waiver_id)
    require(policy.may_set_rules(by, waiver.network))
    if waiver.ended_at is None:
        waiver.ended_at = timezone.now()
        waiver.save(update_fields=["ended_at"])
        journal.record("erasure.end_waiver", waiver, by=by, organisation=waiver.organisation.name)
    return waiver
