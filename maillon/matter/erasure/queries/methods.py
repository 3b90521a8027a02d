"""What a technique may claim, what a log tells of it, which erasures are drawn."""

import datetime
import hashlib
import hmac
import re
import uuid

from django.conf import settings
from django.db.models import Q

from maillon.ground.organisations.models import Network
from maillon.matter.devices import reports
from maillon.matter.devices.models import Device, Medium
from maillon.matter.erasure.models import Erasure, Method, Rules, Technique

# From the most precise to the least: the first that the tool's words match is the technique.
WORDS = (
    (r"sanitize.*(crypto|scrambl)|(crypto|scrambl).*sanitize", Technique.SANITIZE_CRYPTO),
    (r"sanitize.*block|block.*sanitize", Technique.SANITIZE_BLOCK),
    (r"sanitize.*overwrit|overwrit.*sanitize", Technique.SANITIZE_OVERWRITE),
    (r"(secure|security).?erase.*enhanced|enhanced.*(secure|security).?erase", Technique.SECURE_ERASE_ENHANCED),
    (r"(secure|security).?erase", Technique.SECURE_ERASE),
    (r"format.*(crypto|ses ?= ?2|-s ?2)", Technique.FORMAT_CRYPTO),
    (r"nvme.*format|format nvm", Technique.FORMAT_USER),
    (r"r[ée]initialisation.*chiffr", Technique.RESET_ENCRYPTED),
    (r"r[ée]initialisation|factory.?reset", Technique.RESET),
)
SIZE_TOLERANCE = 0.02


def method(kind: str, technique: str, on: datetime.date) -> Method | None:
    """The line of the table in force that day; None when the technique claims nothing there."""
    running = Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))
    return Method.objects.filter(running, kind=kind, technique=technique).order_by("-starts_on").first()


def methods_in_force(on: datetime.date) -> list[Method]:
    """The whole table of that day, by medium."""
    running = Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))
    order = {kind: rank for rank, kind in enumerate(Medium.Kind.values)}
    level = {"destroy": 2, "clear": 1}
    found = Method.objects.filter(running)
    return sorted(found, key=lambda one: (order[one.kind], level.get(one.level, 0), one.technique))


def technique_of(told: reports.Erasure) -> Technique:
    """What the tool's own words name; any method that is not known for more is an overwrite."""
    said = (told.method or "").casefold()
    return next((technique for words, technique in WORDS if re.search(words, said)), Technique.OVERWRITE)


def verdict_of(told: reports.Erasure) -> Erasure.Verdict:
    """The tool's own verdict; what it erased and then read again is verified."""
    if told.verdict == reports.Verdict.ERASED and told.read_back:
        return Erasure.Verdict.VERIFIED
    return Erasure.Verdict(told.verdict)


def hidden_of(told: reports.Erasure) -> Erasure.Hidden:
    """What the tool says of the areas that the disk hides."""
    if told.hidden is None:
        return Erasure.Hidden.UNKNOWN
    return Erasure.Hidden.FOUND if told.hidden else Erasure.Hidden.NONE


def not_erasable(device: Device, medium: Medium) -> str:
    """Why nothing more is recorded of this medium: it is gone, or in a device that is; nothing when it may be."""
    if medium.state in Medium.GONE:
        return f"Ce support est noté « {medium.get_state_display().lower()} » : dites d’abord qu’il est retrouvé."
    if medium.inside and not device.in_stock:
        return f"{device.title} n’est plus en stock : son effacement ne se note plus."
    return ""


def told_before(medium: Medium, told: reports.Erasure, evidence: str) -> Erasure | None:
    """What was recorded of the same run of a tool on the medium: by the same file, or by another that tells the same run,
    as nwipe's log and its PDF do; one that was withdrawn first. A run that reads better in this file is recorded again.
    """
    said, same = verdict_of(told), Q(evidence=evidence)
    if told.tool and told.started_at:
        outcome = Erasure.SUCCESSES if said in Erasure.SUCCESSES else (said,)
        run = Q(tool=told.tool[:60], tool_version=(told.tool_version or "")[:30], started_at=told.started_at[:40])
        same |= run & Q(verdict__in=outcome)
    known = list(medium.erasures.filter(same))
    withdrawn = next((one for one in known if one.cancelled_at), None)
    if withdrawn or not known:
        return withdrawn
    better = said == Erasure.Verdict.VERIFIED and known[0].verdict == Erasure.Verdict.ERASED
    return None if better and all(one.evidence != evidence for one in known) else known[0]


def proof(medium: Medium) -> Erasure | None:
    """The last thing recorded of a medium that nobody took back."""
    return medium.erasures.filter(cancelled_at=None).first()


def contradiction(told: reports.Erasure, medium: Medium) -> str:
    """Why this part of a log cannot be of this medium; nothing when it can."""
    if told.size_bytes and medium.size_bytes:
        gap = abs(told.size_bytes - medium.size_bytes)
        if gap > SIZE_TOLERANCE * medium.size_bytes:
            return "La capacité que donne le journal n’est pas celle de ce disque : ce n’est pas lui."
    if told.disk_model and medium.model:
        said, known = told.disk_model.casefold(), medium.model.casefold()
        if said not in known and known not in said:
            return (
                f"Le journal parle d’un « {told.disk_model} », ce disque est un « {medium.model} » : ce n’est pas lui."
            )
    return ""


def rules(network: Network) -> Rules:
    """What the network asks; by default, nothing is drawn and a manual entry is taken."""
    return Rules.objects.filter(network=network).first() or Rules(network=network)


def drawn(erasure: uuid.UUID, percent: int) -> bool:
    """Whether the lot falls on this erasure: the same answer for ever, that nobody can foresee without the site's key."""
    keyed = hmac.new(settings.SECRET_KEY.encode(), b"recheck" + erasure.bytes, hashlib.sha256).digest()
    return int.from_bytes(keyed[:8]) % 10_000 < percent * 100
