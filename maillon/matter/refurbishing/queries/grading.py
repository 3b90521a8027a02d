"""The grade that a version of the table proposes, and what another version would change."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, OuterRef, Prefetch, Q, Subquery

from maillon.common import numbers
from maillon.ground.organisations.models import Network
from maillon.matter.devices.models import Device, Medium, State
from maillon.matter.refurbishing.models import CpuScore, Examination, GradingRule, WorkshopRule, cpu_key

ORDER = [Device.Grade.D, Device.Grade.C, Device.Grade.B, Device.Grade.A, Device.Grade.PREMIUM]
# A medium whose kind nobody knows is counted as the slowest.
TABLES = {"hdd": "hdd_gb", "ssd": "ssd_gb", "nvme": "nvme_gb", "emmc": "emmc_gb", "unknown": "hdd_gb"}
GRADED = (State.ERASED, State.IN_REPAIR, State.READY)
SHOWN = 40


def rule_of(network: Network | uuid.UUID, on: datetime.date) -> GradingRule | None:
    """The network's own latest version in force, else the latest common one."""
    key = network.pk if isinstance(network, Network) else network
    return (
        GradingRule.objects.filter(Q(network=key) | Q(network=None), starts_on__lte=on)
        .order_by(F("network").desc(nulls_last=True), "-starts_on", "-version")
        .first()
    )


def rule_for(device: Device, on: datetime.date) -> GradingRule | None:
    """The version in force for the network of this device."""
    return rule_of(device.network_id, on)


def second_check(network_id: uuid.UUID) -> bool:
    """Whether the network asks that a second person checks what was found good."""
    return WorkshopRule.objects.filter(network=network_id, second_check=True).exists()


def score_of(device: Device) -> int | None:
    """The score of its processor in the network's own table; None when nobody has noted it."""
    key = cpu_key(device.cpu)
    if not key:
        return None
    found = CpuScore.objects.filter(network=device.network_id, key=key)
    return found.values_list("score", flat=True).first()


def scores_of(network_id: uuid.UUID) -> dict[str, int]:
    """The network's whole table, by key."""
    return dict(CpuScore.objects.filter(network=network_id).values_list("key", "score"))


@dataclass(frozen=True)
class Proposal:
    """A grade, the usage class it suits, and why, line by line: `reasons` that no look changes, then those that do."""

    grade: str
    usage: str
    reasons: list[str]
    looks: list[str] = field(default_factory=list)
    total: int = 0
    unfit: bool = False
    unknown: list[str] = field(default_factory=list)


def propose(device: Device, cosmetic: str, rule: GradingRule | None, score: int | None = None) -> Proposal:
    """The grade that the rule gives to this hardware and these looks. Without any rule: B, everyday use.

    What is not known gives no point and triggers no cap that asks for it; `unknown` says it.
    """
    if rule is None:
        reasons = ["aucune table de notation : grade par défaut"]
        return Proposal(Device.Grade.B, Device.Usage.EVERYDAY, reasons, ["aspect : sans effet"])
    table, unknown = rule.thresholds, list[str]()
    lines = _hardware(device, table, score, unknown) if device.category.holds_data else []
    if not device.category.holds_data:
        lines.append(("appareil sans mémoire", table["without_memory"]))
    look = str(Examination.Cosmetic(cosmetic).label).lower()
    looks = [("aspect " + look, table["cosmetic"][cosmetic])]
    total = sum(points for _, points in (*lines, *looks))
    told = [_line(*line) for line in looks]
    if device.category.holds_data:
        for cap in table["caps"]:
            if total > cap["most"] and _applies(cap, device, score):
                total = cap["most"]
                told.append(f"plafond, {_said(cap)} : {_points_label(total)} au plus")
    grade = Device.Grade.D
    for name, least in table["grades"].items():
        if total >= least and ORDER.index(name) > ORDER.index(grade):
            grade = Device.Grade(name)
    usage = Device.Usage.OCCASIONAL
    for name, least in table["usages"].items():
        if ORDER.index(grade) >= ORDER.index(least):
            usage = Device.Usage(name)
    unfit = table["unfit_below"] is not None and total < table["unfit_below"]
    return Proposal(grade, usage, [_line(*line) for line in lines], told, total, unfit, unknown)


def _hardware(device: Device, table: dict[str, Any], score: int | None, unknown: list[str]) -> list[tuple[str, int]]:
    lines = []
    slack = 1 - table["tolerance_pct"] / 100
    if table["cpu"] and score is None:
        unknown.append("cpu")
        lines.append(("processeur sans indice connu", 0))
    elif table["cpu"] and score is not None:
        lines.append((f"processeur, indice {numbers.number(score)}", _points(table["cpu"], score, slack)))
    if device.ram_mib is None:
        unknown.append("ram")
        lines.append(("mémoire inconnue", 0))
    else:
        # Modules come in whole gigabytes; what a system reports lacks what its graphics keep.
        size = round(device.ram_mib / 1024)
        lines.append((f"mémoire {size} Go", _points(table["ram_gb"], size, slack)))
    best = _best_media(device, table, slack)
    if not best:
        unknown.append("storage")
        lines.append(("aucun disque connu", 0))
    else:
        points = sum(best.values()) if table["storage_sum"] else max(best.values())
        most = table["storage_most"]
        lines.append((" et ".join(best), points if most is None else min(points, most)))
    return lines


def _best_media(device: Device, table: dict[str, Any], slack: float) -> dict[str, int]:
    """For each kind of medium that works with the others, its best: its words and its points."""
    best: dict[str, tuple[str, int]] = {}
    for medium in device.media.all():
        if not medium.inside:
            continue
        size = (medium.size_bytes or 0) / 1_000_000_000
        points = _points(table[TABLES[medium.kind]], size, slack)
        group = "hdd" if TABLES[medium.kind] == "hdd_gb" else "ssd"
        if group not in best or points > best[group][1]:
            best[group] = (f"{medium.get_kind_display()} {medium.size_label}", points)
    return dict(best.values())


def _applies(cap: dict[str, Any], device: Device, score: int | None) -> bool:
    kinds = {medium.kind for medium in device.media.all() if medium.inside}
    return (
        (not cap["storage"] or cap["storage"] in kinds)
        and (cap["cpu_below"] is None or (score is not None and score < cap["cpu_below"]))
        and (not cap["system"] or cap["system"].lower() in device.system.lower())
    )


def _said(cap: dict[str, Any]) -> str:
    parts = []
    if cap["storage"]:
        parts.append(str(Medium.Kind(cap["storage"]).label))
    if cap["cpu_below"] is not None:
        parts.append(f"indice sous {numbers.number(cap['cpu_below'])}")
    if cap["system"]:
        parts.append(cap["system"])
    return ", ".join(parts) or "toujours"


def _points_label(points: int) -> str:
    return f"{points} point{'s' if abs(points) > 1 else ''}"


def _line(name: str, points: int) -> str:
    return f"{name} : {_points_label(points)}"


def _points(steps: list[list[int]], value: float, slack: float) -> int:
    points = 0
    for least, worth in steps:
        if value >= least * slack:
            points = worth
    return points


def proposals(device: Device, rule: GradingRule | None, score: int | None = None) -> dict[str, Proposal]:
    """What the rule proposes for each look, by the look: what the technician has to choose is then seen at once."""
    return {look: propose(device, look, rule, score) for look in Examination.Cosmetic.values}


@dataclass(frozen=True)
class Change:
    """A device whose grade or usage another version would change."""

    device: Device
    before: Proposal
    after: Proposal

    @property
    def words(self) -> str:
        """« A, courant → B, courant »."""
        told = [
            f"{Device.Grade(one.grade).label}, {str(Device.Usage(one.usage).label).lower()}"
            for one in (self.before, self.after)
        ]
        return " → ".join(told)


@dataclass
class Preview:
    """What a new version would propose for the stock that was graded, against the version in force."""

    looked_at: int
    changes: list[Change]
    moves: list[tuple[str, int]]

    @property
    def shown(self) -> list[Change]:
        return self.changes[:SHOWN]


def preview(network: Network, thresholds: dict[str, Any], on: datetime.date) -> Preview:
    """Grade the stock of the network by both versions, without changing anything; four queries."""
    now, then = rule_of(network, on), GradingRule(network=network, thresholds=thresholds)
    scores = scores_of(network.pk)
    changes = []
    devices = list(_graded(network))
    for device in devices:
        score, look = scores.get(cpu_key(device.cpu)), _look(device)
        before, after = propose(device, look, now, score), propose(device, look, then, score)
        if (before.grade, before.usage) != (after.grade, after.usage):
            changes.append(Change(device, before, after))
    return Preview(len(devices), changes, _counted(change.words for change in changes))


def _graded(network: Network) -> Iterable[Device]:
    last = Examination.objects.filter(device=OuterRef("pk")).order_by("-created_at").values("cosmetic")[:1]
    found = Device.objects.filter(network=network, state__in=GRADED).annotate(look_given=Subquery(last))
    media = Prefetch("media", Medium.objects.order_by("rank"))
    return found.filter(look_given__isnull=False).select_related("category").prefetch_related(media).order_by("label")


def _counted(words: Iterable[str]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))


def _look(device: Device) -> str:
    return device.__dict__["look_given"]
