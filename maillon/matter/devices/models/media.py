from django.db import models

from maillon.common import numbers
from maillon.common.models import Record, RecordQuerySet
from maillon.matter.devices.models.devices import Device


class MediumQuerySet(RecordQuerySet):
    def inside(self):
        """Those that are in their device now: neither taken out, nor destroyed, nor absent."""
        return self.filter(removed_at=None).exclude(state__in=Medium.GONE)


class Medium(Record):
    """One storage medium. It carries its own proof wherever it goes; a device is clear when all those inside it are.

    `device` is where it is, or where it was taken from while it waits on a shelf; `origin` the device that it came with,
    when that is another.
    """

    class Kind(models.TextChoices):
        HDD = "hdd", "Disque dur"
        SSD = "ssd", "SSD"
        NVME = "nvme", "SSD NVMe"
        EMMC = "emmc", "Mémoire eMMC"
        UNKNOWN = "unknown", "Support de stockage"

    class State(models.TextChoices):
        TO_ERASE = "to_erase", "À effacer"
        ERASED = "erased", "Effacé"
        VERIFIED = "verified", "Effacé et vérifié"
        FAILED = "failed", "Effacement échoué"
        DESTROYED = "destroyed", "Retiré et détruit"
        ABSENT = "absent", "Absent, attesté"

    LOOK = {
        "to_erase": "wait",
        "erased": "ok",
        "verified": "ok",
        "failed": "stop",
        "destroyed": "end",
        "absent": "end",
    }
    CLEAR = (State.ERASED, State.VERIFIED, State.DESTROYED, State.ABSENT)
    GONE = (State.DESTROYED, State.ABSENT)

    device = models.ForeignKey(Device, models.PROTECT, related_name="media", verbose_name="appareil")
    rank = models.PositiveSmallIntegerField("rang")
    kind = models.CharField("genre", max_length=10, choices=Kind, default=Kind.UNKNOWN)
    model = models.CharField("modèle", max_length=120, blank=True)
    serial = models.CharField("numéro de série", max_length=80, blank=True)
    size_bytes = models.PositiveBigIntegerField("capacité (octets)", null=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.TO_ERASE)
    origin = models.ForeignKey(
        Device, models.PROTECT, null=True, related_name="former_media", verbose_name="venu avec l’appareil"
    )
    removed_at = models.DateTimeField("retiré le", null=True)
    why = models.CharField("pourquoi il est retiré ou absent", max_length=200, blank=True)
    recheck_due = models.BooleanField("à relire par une seconde personne", default=False)
    last_seen_at = models.DateTimeField("vu par un rapport le", null=True)

    objects = MediumQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "rank"], name="devices_medium_rank")]
        indexes = [models.Index(fields=["serial"], name="devices_medium_serial")]
        ordering = ["rank"]
        verbose_name = "support de stockage"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.model}".strip()

    @property
    def look(self) -> str:
        return self.LOOK[self.state]

    @property
    def clear(self) -> bool:
        return self.state in self.CLEAR

    @property
    def inside(self) -> bool:
        """Whether it is in its device now."""
        return self.removed_at is None and self.state not in self.GONE

    @property
    def settled(self) -> bool:
        """Whether it keeps its device from nothing: clear, or no longer in it."""
        return self.clear or self.removed_at is not None

    @property
    def name(self) -> str:
        """« SSD Kingston A400, n° 5002… », to tell it from its neighbours."""
        return f"{self}, n° {self.serial}" if self.serial else str(self)

    @property
    def size_label(self) -> str:
        """« 256 Go »: decimal units, as on the label of the disk."""
        return numbers.storage(self.size_bytes) if self.size_bytes else "capacité inconnue"
