"""What arrived, which device it may be of, and how to tell of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from maillon.common import numbers
from maillon.ground.organisations.models import Member, Network, Organisation, Role, Site, SiteToken
from maillon.matter.arrivals.models import MEDIA, Arrival, reference_typed
from maillon.matter.devices import policy as devices
from maillon.matter.devices import reports
from maillon.matter.devices.models import IN_STOCK, Device, Label, State

SHOWN = 5
COMPARED = 50
# The states in which a device may still be told what it is.
OPEN = [state for state in IN_STOCK if state not in (State.RESERVED, State.RETURNED)]


def machine(report: reports.Report, *, network: Network, holder: Organisation) -> Device | None:
    """The one device in the holder's stock that this report is of: by serial number and maker, or by hardware identifier.

    None when there is none, or when two answer: a person will tell.
    """
    named = Q()
    if report.serial:
        named |= Q(serial__iexact=report.serial) & (Q(manufacturer="") | Q(manufacturer__iexact=report.maker or ""))
    for form in report.uuids:
        named |= Q(hardware_uuid__iexact=form)
    if not named:
        return None
    found = list(Device.objects.filter(named, network=network, holder=holder, state__in=OPEN)[:2])
    return found[0] if len(found) == 1 else None


def labelled(code: str, *, network: Network) -> Device | None:
    """The device that bears this label, printed by the network."""
    label = Label.objects.filter(code=code, network=network).select_related("device").first()
    return label.device if label else None


def listed(member: Member, state: str) -> QuerySet[Arrival]:
    """What arrived, the last first, with what a row shows."""
    return Arrival.objects.visible_to(member).filter(state=state).select_related("token__site", "holder", "device")


def counts(member: Member) -> dict[str, int]:
    """How many arrivals each state holds; one query."""
    rows = Arrival.objects.visible_to(member).order_by().values_list("state").annotate(count=Count("pk"))
    return dict(rows)


def found_by(reference: str, member: Member) -> Arrival | None:
    """The arrival that was named aloud, typed or scanned on the machine's screen."""
    seen = Arrival.objects.visible_to(member).select_related("token__site", "holder", "device", "network")
    return seen.filter(reference=reference_typed(reference)).first()


@dataclass(frozen=True)
class Waiting:
    """The reports that wait, for someone who holds a device in her hands: each with why it may be this one."""

    device: Device | None
    total: int
    shown: Sequence[tuple[Arrival, str]]

    @property
    def sentence(self) -> str:
        """« 3 rapports reçus attendent un appareil »."""
        if self.total == 1:
            return "1 rapport reçu attend un appareil"
        return f"{numbers.number(self.total)} rapports reçus attendent un appareil"


def waiting(member: Member, device: Device | None = None) -> Waiting:
    """What waits at the organisation that holds this device, or at the member's own, for who may say; likeliest first."""
    holder = device.holder if device else member.organisation
    if not devices.may_take_in(member, holder) or (device is not None and device.state not in OPEN):
        return Waiting(device, 0, [])
    seen = Arrival.objects.visible_to(member).waiting().filter(holder=holder)
    newest = list(seen.select_related("token__site")[:COMPARED])
    media = [medium.serial for medium in device.media.all() if medium.serial] if device and newest else []
    known = [(arrival, likely(arrival, device, media) if device else "") for arrival in newest]
    known.sort(key=lambda pair: not pair[1])
    total = len(newest) if len(newest) < COMPARED else seen.count()
    return Waiting(device, total, known[:SHOWN])


def likely(arrival: Arrival, device: Device, media: Sequence[str]) -> str:
    """Why the report may be of this device, whose disks bear these serial numbers; empty when nothing tells."""
    if arrival.label == device.label:
        return "annoncé sous cette étiquette"
    report = arrival.report
    if device.serial and report.serial and device.serial.casefold() == report.serial.casefold():
        return "même numéro de série"
    if {disk.serial for disk in report.disks} & set(media):
        return "même disque"
    return ""


def told(report: reports.Report) -> list[tuple[str, str]]:
    """What the report says, by name and value."""
    rows = [
        ("Fabricant", report.maker or ""),
        ("Modèle", report.model or ""),
        ("Série", report.serial or ""),
        ("Processeur", report.cpu or ""),
        ("Mémoire", f"{max(round(report.ram_mib / 1024), 1)} Go" if report.ram_mib else ""),
        *(("Branché" if disk.removable else "Disque", _disk(disk)) for disk in report.disks),
        *(("Batterie", _battery(battery)) for battery in report.batteries),
        *(("Attention", warning) for warning in report.warnings),
    ]
    return [(name, value) for name, value in rows if value]


def _disk(disk: reports.Disk) -> str:
    size = numbers.storage(disk.size_bytes) if disk.size_bytes else ""
    return ", ".join(filter(None, (MEDIA[disk.medium], disk.model, size, disk.serial and f"n° {disk.serial}")))


def _battery(battery: reports.Battery) -> str:
    health = f"{battery.health_pct:.0f} % de sa capacité" if battery.health_pct else ""
    cycles = f"{battery.cycles} cycles" if battery.cycles else ""
    return ", ".join(filter(None, (battery.model, health, cycles)))


def sites_of(member: Member) -> list[Site]:
    """The sites for whose machines this member may make a token, by name."""
    present = Site.objects.filter(
        organisation__affiliations__network=member.network_id, organisation__affiliations__ended_on=None
    )
    if not member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        present = present.filter(organisation=member.organisation_id) if member.has(Role.MANAGER) else present.none()
    return list(present.select_related("organisation").order_by("organisation__name", "name"))


def tokens_of(member: Member) -> list[SiteToken]:
    """The tokens that this member sees, those in force first."""
    seen = SiteToken.objects.visible_to(member).select_related("site__organisation")
    return sorted(seen, key=lambda token: token.revoked_at is not None)


def arrival_of(id: uuid.UUID, member: Member) -> QuerySet[Arrival]:
    """The arrival of this identifier, if the member sees it."""
    return Arrival.objects.visible_to(member).filter(pk=id).select_related("holder", "network")
