"""The rules by which devices are graded, and what the network knows of processors and systems."""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import IN_STOCK, Device
from maillon.matter.refurbishing import policy
from maillon.matter.refurbishing.models import CpuScore, GradingRule, System, WorkshopRule, cpu_key

LEAST_SCORE, MOST_SCORE = 50, 200_000


@transaction.atomic
def publish_rule(
    thresholds: dict[str, Any],
    *,
    starts_on: datetime.date,
    source: str,
    by: Member,
    id: uuid.UUID | None = None,
) -> GradingRule:
    """Write a new version of the network's table, in force from that day; the versions before it never change."""
    if made := repeated(GradingRule, id):
        return made
    network = by.network
    require(policy.may_rule(by, network))
    if starts_on < timezone.localdate():
        raise Refused(
            "Une version ne vaut pas pour le passé : choisissez aujourd’hui, ou plus tard.", field="starts_on"
        )
    if not source.strip():
        raise Refused("Dites d’où vient cette table : décision du réseau, notice d’un partenaire…", field="source")
    type(network).objects.select_for_update().get(pk=network.pk)
    seen = GradingRule.objects.visible_to(by)
    made = GradingRule.objects.create(
        **({"id": id} if id else {}),
        network=network,
        version=(seen.aggregate(last=Max("version"))["last"] or 0) + 1,
        starts_on=starts_on,
        thresholds=thresholds,
        source=source.strip()[:200],
    )
    journal.record("refurbishing.publish_rule", made, by=by, version=made.version, starts_on=str(starts_on))
    return made


@transaction.atomic
def note_score(name: str, score: int, *, by: Member, device_id: uuid.UUID | None = None) -> CpuScore:
    """Note how fast a model of processor is, for all the network; for a device whose processor was not known, which it is."""
    require(policy.may_note_score(by, by.network))
    key = cpu_key(name)
    if not key:
        raise Refused("Écrivez le nom du processeur, par exemple Core i5-8350U.", field="name")
    if not LEAST_SCORE <= score <= MOST_SCORE:
        raise Refused("Un indice PassMark va de 50 à 200 000 : recopiez celui de la page du processeur.", field="score")
    told = {"name": name.strip()[:120], "score": score, "noted_by": by, "noted_on": timezone.localdate()}
    former = CpuScore.objects.select_for_update().filter(network=by.network, key=key).first()
    made, _ = CpuScore.objects.update_or_create(network=by.network, key=key, defaults=told)
    if device_id is not None:
        # What a machine report said is not written over.
        Device.objects.visible_to(by).filter(pk=device_id, cpu="").update(cpu=told["name"])
    before = former.score if former else None
    if before != score:
        journal.record("refurbishing.note_score", made, by=by, cpu=made.name, score=score, before=before)
    return made


@transaction.atomic
def correct_system(
    name: str,
    *,
    until: datetime.date | None,
    free: bool,
    offered: bool,
    source: str,
    by: Member,
) -> System:
    """Write a system into the network's catalogue, over the common line of the same name.

    The devices of the network in stock that run it follow its new end.
    """
    require(policy.may_rule(by, by.network))
    if not name.strip():
        raise Refused("Nommez le système, avec sa version.", field="name")
    if not source.strip():
        raise Refused("Dites d’où vient cette date : la page de l’éditeur, par exemple.", field="source")
    told = {
        "until": until,
        "free": free,
        "offered": offered,
        "source": source.strip()[:200],
        "noted_on": timezone.localdate(),
    }
    made, _ = System.objects.update_or_create(network=by.network, name=name.strip()[:80], defaults=told)
    running = Device.objects.filter(network=by.network, state__in=IN_STOCK, system__iexact=made.name)
    moved = running.exclude(system_until=until).update(system_until=until) if until else 0
    journal.record("refurbishing.correct_system", made, by=by, system=made.name, until=str(until or ""), devices=moved)
    return made


@transaction.atomic
def ask_second_check(wanted: bool, *, by: Member) -> WorkshopRule:
    """Ask, or no longer ask, that a second person checks each device found good. What already waits stays to be checked."""
    require(policy.may_rule(by, by.network))
    made, _ = WorkshopRule.objects.update_or_create(network=by.network, defaults={"second_check": wanted})
    journal.record("refurbishing.ask_second_check", by.network, by=by, network=by.network_id, wanted=wanted)
    return made
