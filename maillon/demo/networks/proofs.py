"""The proofs around today: what was drawn and read again, what waits for someone's word, the lots certified whole."""

import datetime
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from maillon.demo.book import erasure
from maillon.demo.book.book import read
from maillon.demo.networks import machines
from maillon.demo.networks.agenda import instant
from maillon.demo.networks.collection import Delivery, Unit
from maillon.ground.documents.models import digest
from maillon.ground.organisations.models import Member
from maillon.matter.devices import reports
from maillon.matter.devices.models import State
from maillon.matter.erasure.models import Erasure
from maillon.matter.erasure.queries import drawn
from maillon.matter.lots.models import Lot

if TYPE_CHECKING:
    from maillon.demo.networks.scene import Scene

PERCENT = 5
HOUR = datetime.timedelta(hours=1)
MOST_LOTS = 8
FINDINGS = ("2 % des secteurs tirés au sort, tous à zéro", "Début, milieu et fin lus : rien de lisible")
MASKED = (
    "Ce journal cache les numéros de série des disques : on ne peut pas dire lesquels sont effacés. Relancez nwipe sans "
    "l’option -q, ou attestez ci-dessous de quel disque il s’agit."
)


def add(scene: "Scene") -> None:
    """Once everything has happened. Draws of its own: nothing before nor elsewhere changes."""
    kept, scene.book.random = scene.book.random, Random(f"{scene.ground.network.slug}/proofs")
    try:
        _add(scene, instant(scene.today, 0) - 4 * HOUR)
    finally:
        scene.book.random = kept


def _add(scene: "Scene", now: datetime.datetime) -> None:
    recent = [delivery for delivery in scene.workshop.deliveries if delivery.day >= scene.begins and delivery.lot]
    units = [unit for delivery in recent for unit in delivery.units if unit.device is not None]
    erasure.set_rules(
        scene.book, scene.ground.network, recheck_percent=PERCENT, by=scene.coordinator, at=instant(scene.begins, 9)
    )
    _lots(scene, recent, now)
    _reread(scene, units, now)
    _one_failed(scene, units, now)
    waiting = [unit for unit in units if unit.device.state == State.TO_ERASE and len(read(unit.device, "media")) == 1]
    waiting = [unit for unit in waiting if not read(read(unit.device, "media")[0], "erasures")]
    for unit, act in zip(waiting, (_to_reread, _masked, _boxed, _to_reread), strict=False):
        act(scene, unit, now)


def _other(unit: Unit, made: Erasure) -> Member | None:
    """Someone else of the workshop."""
    team = [unit.lot.team.lead, *unit.lot.team.bench]
    return next((member for member in team if member.user_id != made.operator.user_id), None)


def _proven(units: list[Unit]) -> Iterator[tuple[Unit, Erasure]]:
    for unit in units:
        for medium in read(unit.device, "media"):
            for made in read(medium, "erasures")[:1]:
                if made.proves and unit.certificate is not None:
                    yield unit, made


def _reread(scene: "Scene", units: list[Unit], now: datetime.datetime) -> None:
    for unit, made in _proven(units):
        other = _other(unit, made)
        at = made.created_at + 3 * HOUR
        if other and at < now and drawn(made.pk, PERCENT):
            found = erasure.draw(scene.book, made, at=made.created_at)
            erasure.recheck(scene.book, found, good=True, finding=scene.book.random.choice(FINDINGS), by=other, at=at)
            made._state.fields_cache["recheck"] = found


def _one_failed(scene: "Scene", units: list[Unit], now: datetime.datetime) -> None:
    """One second reading found something: the device is back, its certificate revoked."""
    for unit, made in _proven(units):
        other = _other(unit, made)
        fresh = made._state.fields_cache["recheck"] is None
        if other and fresh and unit.device.state == State.ERASED and unit.lot.lot.state != Lot.State.CLOSED:
            found = erasure.draw(scene.book, made, at=made.created_at)
            told = "Table de partitions encore lisible au début du disque"
            erasure.recheck(scene.book, found, good=False, finding=told, by=other, at=now)
            erasure.revoke(
                scene.book,
                unit.certificate,
                unit.device,
                reason="La preuve d’un support est retirée : relu par une seconde personne, il n’est pas effacé",
                by=other,
                at=now,
            )
            return


def _to_reread(scene: "Scene", unit: Unit, now: datetime.datetime) -> None:
    """Just erased, and drawn."""
    who = unit.lot.team.bench[0]
    told = machines.erasure(unit.machine, unit.category, now - HOUR)
    evidence = digest({"disk": unit.machine.disk_serial, "ended_at": now.isoformat()})
    [made] = erasure.record_log(scene.book, unit.device, told, evidence=evidence, by=who, at=now - HOUR)
    if made.proves:
        erasure.draw(scene.book, made, at=now - HOUR)


def _masked(scene: "Scene", unit: Unit, now: datetime.datetime) -> None:
    """A log without serial number waits for someone's word."""
    [told] = machines.erasure(unit.machine, unit.category, now).erasures
    nameless = reports.Erasure(
        disk_model=told.disk_model,
        size_bytes=told.size_bytes,
        method=told.method,
        tool=told.tool,
        tool_version=told.tool_version,
        verdict=told.verdict,
        started_at=told.started_at,
        ended_at=told.ended_at,
        errors=told.errors,
        read_back=told.read_back,
    )
    report = reports.Report(kind="nwipe", erasures=(nameless,))
    evidence = digest({"masked": unit.machine.disk_serial})
    erasure.hold(scene.book, unit.device, report, MASKED, evidence=evidence, by=unit.lot.team.bench[0], at=now)


def _boxed(scene: "Scene", unit: Unit, now: datetime.datetime) -> None:
    """A disk that cannot be read is out of its machine, in the sealed box, until the recycler shreds it."""
    [medium] = read(unit.device, "media")
    who = unit.lot.team.bench[0]
    erasure.take_out(scene.book, unit.device, medium, reason="Ne répond plus, carton scellé n° 3", by=who, at=now)


def _lots(scene: "Scene", recent: list[Delivery], now: datetime.datetime) -> None:
    """The last lots that are closed and proven whole have their own certificate."""
    done = 0
    for delivery in reversed(recent):
        holding = sorted(
            (unit for unit in delivery.units if unit.device is not None and unit.device.category.holds_data),
            key=lambda unit: unit.device.label,
        )
        proven = {unit.device: unit.certificate for unit in holding if unit.certificate}
        left = [unit for unit in holding if unit.certificate is None]
        if delivery.lot.state != Lot.State.CLOSED or not proven or any(unit.device.in_stock for unit in left):
            continue
        erasure.certify_lot(
            scene.book,
            delivery.lot,
            {unit.device: unit.certificate for unit in holding},
            by=delivery.team.lead,
            at=now,
        )
        done += 1
        if done == MOST_LOTS:
            return
