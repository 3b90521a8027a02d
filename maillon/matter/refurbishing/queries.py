"""The checks that a device needs, and the grade that the rules propose."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Q

from maillon.matter.devices.models import Device, Medium
from maillon.matter.refurbishing.models import Check, Examination, GradingRule, Installation

ORDER = [Device.Grade.D, Device.Grade.C, Device.Grade.B, Device.Grade.A, Device.Grade.PREMIUM]


def checks_for(device: Device) -> list[Check]:
    return list(Check.objects.filter(categories=device.category_id))


def rule_for(device: Device, on: datetime.date) -> GradingRule | None:
    """The network's own latest version in force, else the latest common one."""
    return (
        GradingRule.objects.filter(Q(network=device.network_id) | Q(network=None), starts_on__lte=on)
        .order_by(F("network").desc(nulls_last=True), "-starts_on", "-version")
        .first()
    )


@dataclass(frozen=True)
class Proposal:
    """A grade, the usage class it suits, and why, line by line."""

    grade: str
    usage: str
    reasons: list[str]


def propose(device: Device, cosmetic: str, rule: GradingRule | None) -> Proposal:
    """The grade that the rule gives to this hardware and these looks. Without any rule: B, everyday use."""
    if rule is None:
        reasons = ["aucune table de notation : grade par défaut", "aspect : sans effet"]
        return Proposal(Device.Grade.B, Device.Usage.EVERYDAY, reasons)
    table, total, reasons = rule.thresholds, 0, []

    def count(name: str, points: int) -> None:
        nonlocal total
        total += points
        reasons.append(f"{name} : {points} point{'s' if abs(points) > 1 else ''}")

    if device.category.holds_data:
        count(f"mémoire {(device.ram_mib or 0) / 1024:.0f} Go", _points(table["ram_mib"], device.ram_mib or 0))
        media = [medium for medium in device.media.all() if medium.state != Medium.State.DESTROYED]
        best = max((_medium_points(table, medium) for medium in media), default=0)
        count("stockage", best)
    else:
        count("appareil sans mémoire", table["without_memory"])
    count("aspect " + str(Examination.Cosmetic(cosmetic).label).lower(), table["cosmetic"][cosmetic])
    grade = Device.Grade.D
    for name, least in table["grades"].items():
        if total >= least and ORDER.index(name) > ORDER.index(grade):
            grade = Device.Grade(name)
    usage = Device.Usage.OCCASIONAL
    for name, least in table["usages"].items():
        if ORDER.index(grade) >= ORDER.index(least):
            usage = Device.Usage(name)
    return Proposal(grade, usage, reasons)


def proposals(device: Device, rule: GradingRule | None) -> dict[str, Proposal]:
    """What the rule proposes for each look, by the look: what the technician has to choose is then seen at once."""
    return {look: propose(device, look, rule) for look in Examination.Cosmetic.values}


def usual_systems(device: Device) -> list[str]:
    """The systems that the holder installed last, most recent first: one of them is most likely the next."""
    recent = Installation.objects.filter(device__holder=device.holder_id).order_by("-on", "-created_at")
    return list(dict.fromkeys(recent.values_list("system", flat=True)[:50]))[:6]


def last_answers(device: Device) -> dict[str, str]:
    """What the last examination found, under the names of the form: a repaired device is not asked everything again."""
    last = device.examinations.first()
    if last is None:
        return {}
    return {"cosmetic": last.cosmetic, **{f"check_{slug}": result for slug, result in last.results.items()}}


def _points(steps: list[list[int]], value: int) -> int:
    points = 0
    for least, worth in steps:
        if value >= least:
            points = worth
    return points


def _medium_points(table: dict, medium: Medium) -> int:
    kind = medium.kind if medium.kind in table["storage_bytes"] else "hdd"
    return _points(table["storage_bytes"][kind], medium.size_bytes or 0)
