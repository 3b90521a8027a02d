"""Everything that the page of one device shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from maillon.common import moments, numbers
from maillon.ground.documents.models import Document
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Member
from maillon.matter.devices import policy
from maillon.matter.devices.models import Device, MachineReport, Medium, State
from maillon.matter.devices.queries.acts import next_act, other_acts
from maillon.matter.devices.queries.photos import photos
from maillon.matter.devices.queries.refused import refused
from maillon.matter.devices.reports import Report
from maillon.matter.devices.reports import changes as machine_changes
from maillon.matter.lots import policy as lots
from maillon.matter.lots.models import Regime
from maillon.matter.lots.queries import Fact, facts, outlets, story

# What comes after each state, as the last, empty link of the chain.
AFTER = {
    State.RECEIVED: "Tri",
    State.SORTED: "Effacement prouvé",
    State.TO_ERASE: "Effacement prouvé",
    State.ERASED: "Testé et prêt",
    State.IN_REPAIR: "Testé et prêt",
    State.READY: "Réservé pour une demande",
    State.RESERVED: "Remis, avec accompagnement",
    State.RETURNED: "Nouveau tri",
}


def address(code: str) -> str:
    """What the QR of a label holds: the public page of the device that bears it."""
    return f"{settings.BASE_URL}/d/{code}"


@dataclass(frozen=True)
class Proof:
    """One medium, and the last thing that the journal says was done to it."""

    medium: Medium
    done: str = ""
    how: str = ""
    entry: Entry | None = None


PROVING = (
    "erasure.record_log",
    "erasure.record_donor_log",
    "erasure.attest_log",
    "erasure.record_manual",
    "erasure.accept_hidden",
    "erasure.destroy",
    "erasure.cancel",
    "erasure.attest_absent",
)
ATTESTED = ("erasure.attest_log", "erasure.record_manual")


def proofs(media: Iterable[Medium], entries: Iterable[Entry]) -> list[Proof]:
    """Each medium with its proof, from the entries of its device: no query."""
    told = [entry for entry in entries if entry.verb in PROVING]
    return [_proof(medium, told) for medium in media]


def _proof(medium: Medium, told: list[Entry]) -> Proof:
    mine = [
        entry
        for entry in told
        if (entry.data.get("serial") == medium.serial if medium.serial else entry.data.get("medium") == str(medium))
    ]
    if not mine:
        return Proof(medium)
    last = max(mine, key=lambda entry: (entry.at, entry.pk))
    if last.verb == "erasure.destroy":
        return Proof(medium, "Retiré et détruit", last.data.get("how", ""), last)
    if last.verb == "erasure.cancel":
        return Proof(medium, "Preuve retirée", last.data.get("reason", ""), last)
    if last.verb == "erasure.attest_absent":
        return Proof(medium, "Absence attestée", last.data.get("reason", ""), last)
    if last.verb == "erasure.accept_hidden":
        return Proof(medium, "Zones cachées traitées, attesté", last.data.get("how", ""), last)
    attested = ", attesté par une personne" if last.verb in ATTESTED else ""
    if last.verb == "erasure.record_donor_log":
        attested = ", par le donateur, journal vérifié"
    return Proof(medium, f"{last.data.get('method', '')}{attested}", last.data.get("tool", ""), last)


def sheet(device: Device, member: Member) -> dict[str, Any]:
    """The page of a device, in at most ten queries beyond the device itself."""
    media = list(device.media.all())
    entries = story(device.pk, device.lot_id)
    works = policy.may_work_on(member, device)
    gone = {entry.data.get("report") for entry in entries if entry.verb == "corrections.withdraw_report"}
    told = [entry for entry in entries if entry.verb == "devices.identify"]
    reports = [entry for entry in told if entry.data.get("report", "") not in gone]
    documents = Document.objects.visible_to(member).filter(about=device.pk).order_by("-created_at")
    return {
        "device": device,
        "act": next_act(device, media, member),
        "acts": other_acts(device, media) if works and device.transfer is None else [],
        "may_work": works,
        "sees_lot": lots.may_see(member, device.lot),
        "may_correct": policy.may_correct(member, device) or (works and _own(device, entries, member)),
        "proofs": proofs(media, entries),
        "reports": reports,
        "changed": changed(device) if len(reports) > 1 else [],
        "refused": list(refused(device, member)) if works else [],
        "documents": list(documents.select_related("replaced_by")),
        "identity": identity(device),
        "address": address(device.label),
        "regime": Regime(device.regime),
        "outlets": outlets(device.regime, device.category, timezone.localdate()),
        "facts": chain(device, entries),
        "photos": list(photos(device)),
    }


def changed(device: Device) -> list[tuple[str, MachineReport, MachineReport]]:
    """What the reports of a machine tell differently: the sentence, the report that says it, the one before; the last first."""
    told = list(device.reports.standing().order_by("created_at"))
    found = machine_changes([Report.from_json(one.facts) for one in told])
    return [(change.sentence, told[change.report], told[change.former]) for change in reversed(found)]


def _own(device: Device, entries: Iterable[Entry], member: Member) -> bool:
    """Whether the last thing done to the device is what this member did."""
    mine = [entry for entry in entries if entry.subject == device.pk]
    last = max(mine, key=lambda entry: (entry.at, entry.pk), default=None)
    return last is not None and last.actor == member.pk


def identity(device: Device) -> list[tuple[str, str]]:
    """What the machine is, by name and value; an empty value is left out of the page."""
    measured = "mesurée" if device.mass_source == Device.MassSource.MEASURED else "celle de la catégorie, non mesurée"
    system = device.system
    if system and device.system_until:
        over = device.system_until < timezone.localdate()
        system += f", {'plus suivi depuis' if over else 'suivi jusqu’en'} {moments.month(device.system_until)}"
    return [
        ("Catégorie", device.category.name),
        ("Machine", device.title if device.title != device.category.name else ""),
        ("Série", device.serial),
        ("Processeur", device.cpu),
        ("Mémoire", memory(device)),
        ("Écran", device.screen),
        ("Batterie", f"{device.battery_pct} % de sa capacité" if device.battery_pct else ""),
        ("Système", system),
        ("Défauts connus", device.known_defects),
        ("Masse", f"{numbers.kg(device.mass_g)}, {measured}"),
    ]


def memory(device: Device) -> str:
    """« 8 Go »: what a report measured, rounded to what was sold."""
    return f"{max(round(device.ram_mib / 1024), 1)} Go" if device.ram_mib else ""


def chain(device: Device, entries: Iterable[Entry]) -> list[Fact | dict[str, Any]]:
    """The life of the device: its lot's and its own facts, where it stands now, what comes next."""
    made: list[Fact | dict[str, Any]] = list(facts(entries))
    state = State(device.state)
    if state in AFTER:
        made.append({"title": state.label, "at": device.state_since, "look": "now"})
        made.append({"title": AFTER[state], "look": "next"})
    return made
