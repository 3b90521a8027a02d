"""What the bench of one device shows: its checks, the answers already given, the systems that may be installed."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillon.common import numbers
from maillon.ground.organisations.models import Member, Network
from maillon.matter.devices.models import IN_STOCK, Device
from maillon.matter.refurbishing.models import Check, Examination, Finding, Installation, Review, System


def checks_for(device: Device) -> list[Check]:
    return list(Check.objects.filter(categories=device.category_id))


@dataclass(frozen=True)
class Answer:
    """What is known of one check of a device. `now`: answered in the test in hand, else at the last examination."""

    result: str
    note: str = ""
    now: bool = True

    @property
    def label(self) -> str:
        return str(Examination.Result(self.result).label)

    @property
    def look(self) -> str:
        return {"good": "ok", "bad": "stop", "absent": "end"}[self.result]


def answers(device: Device) -> dict[str, Answer]:
    """The answers of the test in hand, over what still holds of the last examination, by check.

    A breakdown is looked at again; and nothing holds from before the last erasure: the device may have been lent since.
    """
    since = device.cleared_at
    found: dict[str, Answer] = {}
    last = device.examinations.first()
    if last is not None and (since is None or last.created_at >= since):
        found = {
            slug: Answer(result, now=False) for slug, result in last.results.items() if result != Examination.Result.BAD
        }
    for finding in device.findings.filter(current=True):
        if since is None or finding.created_at >= since:
            found[finding.check_of_id] = Answer(finding.result, finding.note)
    return found


@dataclass(frozen=True)
class Step:
    """One step of the guided test."""

    check: Check
    rank: int
    answer: Answer | None


@dataclass(frozen=True)
class Guide:
    """How far the guided test of a device is."""

    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(step.answer is not None for step in self.steps)

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def next(self) -> Step | None:
        """The first check without an answer; None when only the looks and the grade are left."""
        return next((step for step in self.steps if step.answer is None), None)

    @property
    def begun(self) -> bool:
        return any(step.answer is not None and step.answer.now for step in self.steps)

    def step(self, slug: str) -> Step | None:
        return next((step for step in self.steps if step.check.slug == slug), None)

    def after(self, step: Step) -> Step | None:
        """The next check without an answer once this one has its own: from here on, then from the beginning."""
        left = [other for other in self.steps if other.answer is None and other.rank != step.rank]
        return next((other for other in left if other.rank > step.rank), left[0] if left else None)

    def before(self, step: Step) -> Step | None:
        return next((other for other in reversed(self.steps) if other.rank < step.rank), None)


def guide(device: Device) -> Guide:
    """Each check of the device with its answer, in the order of the bench."""
    known = answers(device)
    checks = checks_for(device)
    return Guide([Step(check, rank, known.get(check.slug)) for rank, check in enumerate(checks, start=1)])


def evidence(device: Device, check: Check) -> str:
    """What the machine report already says of this check, in a sentence; empty when it says nothing."""
    if check.fact == Check.Fact.BATTERY and device.battery_pct is not None:
        return f"Le rapport dit : la batterie garde {device.battery_pct} % de sa capacité."
    if check.fact == Check.Fact.MEMORY and device.ram_mib:
        return f"Le rapport dit : {numbers.number(round(device.ram_mib / 1024))} Go de mémoire."
    if check.fact == Check.Fact.STORAGE:
        media = [str(one.size_label) for one in device.media.all() if one.inside]
        return f"Le rapport dit : {', '.join(media)}." if media else ""
    return ""


def last_answers(device: Device) -> dict[str, str]:
    """What is known, under the names of the form: a repaired device is not asked everything again."""
    known = {f"check_{slug}": answer.result for slug, answer in answers(device).items()}
    last = device.examinations.first()
    if last is None:
        return known
    broken = {f"check_{slug}": result for slug, result in last.results.items() if result == Examination.Result.BAD}
    stale = device.cleared_at is not None and last.created_at < device.cleared_at
    return known if stale else {"cosmetic": last.cosmetic, **broken, **known}


def review_of(device: Device) -> Review | None:
    """The last second check of a device, asked or done."""
    related = ("examination__examiner__user", "examination__device")
    asked = Review.objects.filter(examination__device=device).select_related(*related)
    return asked.order_by("-created_at").first()


def systems_of(member_or_network: Member | Network) -> list[System]:
    """The catalogue as the network sees it: its own line over the common one of the same name."""
    network = member_or_network.network_id if isinstance(member_or_network, Member) else member_or_network.pk
    found: dict[str, System] = {}
    for system in System.objects.filter(Q(network=None) | Q(network=network)):
        if system.network_id is not None or system.name not in found:
            found[system.name] = system
    return sorted(found.values(), key=lambda system: (not system.free, system.over, system.name))


def offered_systems(device: Device) -> list[str]:
    """What to propose: what the holder installed last and is still maintained, then the catalogue, free software first."""
    catalogue = systems_of(device.network)
    over = {system.name for system in catalogue if system.over}
    usual = [name for name in usual_systems(device) if name not in over]
    return list(dict.fromkeys([*usual, *(one.name for one in catalogue if one.offered and not one.over)]))


def usual_systems(device: Device) -> list[str]:
    """The systems that the holder installed last, most recent first: one of them is most likely the next."""
    recent = Installation.objects.filter(device__holder=device.holder_id).order_by("-on", "-created_at")
    return list(dict.fromkeys(recent.values_list("system", flat=True)[:50]))[:6]


def until_of(network_id: object, name: str) -> datetime.date | None:
    """Until when the makers maintain this system, by the catalogue of the network."""
    found = System.objects.filter(Q(network=network_id) | Q(network=None), name__iexact=name.strip())
    lines = sorted(found, key=lambda system: system.network_id is None)
    return lines[0].until if lines else None


def outdated(devices: QuerySet[Device]) -> QuerySet[Device]:
    """Those in stock whose system is no longer maintained, the oldest end first."""
    over = devices.filter(state__in=IN_STOCK, system_until__lt=timezone.localdate())
    return over.select_related("category", "holder").order_by("system_until", "label")


def findings_of(device: Device) -> Iterable[Finding]:
    """The remarks of the test in hand."""
    return device.findings.filter(current=True).exclude(note="").select_related("check_of")
