import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillon.common import numbers
from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation, Role, SiteToken
from maillon.matter.devices import reports
from maillon.matter.devices.models import Device

MEDIA = {
    reports.Medium.HDD: "disque dur",
    reports.Medium.SSD: "SSD",
    reports.Medium.NVME: "SSD NVMe",
    reports.Medium.EMMC: "eMMC",
    reports.Medium.USB: "clé",
    reports.Medium.UNKNOWN: "disque",
}
REFERENCE_BITS = 35
# Crockford's thirty-two signs: no letter that one reads for a digit.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOK_ALIKES = str.maketrans("OIL", "011")


def reference_of(id: uuid.UUID) -> str:
    """« K7M2-QF4 », the name to read aloud of what bears this identifier; the probe finds the same one by itself."""
    number = id.int & ((1 << REFERENCE_BITS) - 1)
    signs = "".join(SIGNS[number >> shift & 31] for shift in range(REFERENCE_BITS - 5, -1, -5))
    return f"{signs[:4]}-{signs[4:]}"


def reference_typed(text: str) -> str:
    """The reference that was typed or scanned, as it is kept; any other text comes back as nothing known."""
    signs = "".join(sign for sign in text.upper().translate(LOOK_ALIKES) if sign in SIGNS)
    return f"{signs[:4]}-{signs[4:]}"


class ArrivalQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator sees the network's; others what came to their organisation."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(holder=member.organisation_id)

    def waiting(self):
        return self.filter(state=Arrival.State.WAITING)


class Arrival(Record):
    """What an agent or the probe said of one machine, scrubbed, until its device is known. What came is not kept.

    Its key is a keyed hash of who sent it and of the machine's numbers: an agent that speaks every day is one arrival.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "En attente"
        ATTACHED = "attached", "Joint"
        DISMISSED = "dismissed", "Écarté"

    LOOK = {"waiting": "wait", "attached": "ok", "dismissed": "end"}

    network = models.ForeignKey(Network, models.PROTECT, related_name="arrivals")
    holder = models.ForeignKey(Organisation, models.PROTECT, related_name="arrivals", verbose_name="reçu par")
    token = models.ForeignKey(SiteToken, models.PROTECT, related_name="arrivals", verbose_name="envoyé par")
    reference = models.CharField("référence", max_length=8, db_index=True)
    kind = models.CharField("format", max_length=40)
    digest = models.CharField("empreinte de ce qu’il dit", max_length=64)
    facts = models.JSONField("ce qu’il dit", default=dict)
    serial = models.CharField("numéro de série", max_length=160, blank=True)
    hardware_uuid = models.CharField("identifiant matériel", max_length=40, blank=True)
    label = models.CharField("étiquette annoncée", max_length=16, blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING)
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="arrivals")
    trouble = models.CharField("pourquoi il attend", max_length=300, blank=True)
    last_seen_at = models.DateTimeField("reçu le", default=timezone.now)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="attached", device__isnull=False) | (~Q(state="attached") & Q(device__isnull=True)),
                name="arrivals_arrival_device",
                violation_error_message="Un rapport joint l’est à un appareil.",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "holder", "state", "-last_seen_at"], name="arrivals_arrival_waiting")
        ]
        ordering = ["-last_seen_at"]
        verbose_name = "rapport reçu"

    def __str__(self) -> str:
        return f"{self.title} ({self.reference})"

    @property
    def look(self) -> str:
        return self.LOOK[self.state]

    @property
    def report(self) -> reports.Report:
        """What was read of the machine."""
        return reports.Report.from_json(self.facts)

    @property
    def title(self) -> str:
        """« LENOVO ThinkPad T480 », or what to call a machine without a name."""
        report = self.report
        return " ".join(filter(None, (report.maker, report.model))) or "Machine sans nom"

    @property
    def summary(self) -> str:
        """« 8 Go, SSD 256 Go, batterie 83 % »: what tells one machine from its neighbour."""
        report = self.report
        own = [disk for disk in report.disks if not disk.removable and disk.size_bytes]
        health = next((battery.health_pct for battery in report.batteries if battery.health_pct), None)
        parts = [
            f"{max(round(report.ram_mib / 1024), 1)} Go" if report.ram_mib else "",
            *(f"{MEDIA[disk.medium]} {numbers.storage(disk.size_bytes or 0)}" for disk in own[:2]),
            f"batterie {health:.0f} %" if health else "",
        ]
        return ", ".join(filter(None, parts))
