from django.db import models

from maillon.common import numbers
from maillon.common.models import Record
from maillon.matter.devices.models.devices import Device


class Medium(Record):
    """One storage medium of a device. Each carries its own proof; a device is clear when all of its media are."""

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

    LOOK = {"to_erase": "wait", "erased": "ok", "verified": "ok", "failed": "stop", "destroyed": "end"}
    CLEAR = (State.ERASED, State.VERIFIED, State.DESTROYED)

    device = models.ForeignKey(Device, models.PROTECT, related_name="media", verbose_name="appareil")
    rank = models.PositiveSmallIntegerField("rang")
    kind = models.CharField("genre", max_length=10, choices=Kind, default=Kind.UNKNOWN)
    model = models.CharField("modèle", max_length=120, blank=True)
    serial = models.CharField("numéro de série", max_length=80, blank=True)
    size_bytes = models.PositiveBigIntegerField("capacité (octets)", null=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.TO_ERASE)
    last_seen_at = models.DateTimeField("vu par un rapport le", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "rank"], name="devices_medium_rank")]
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
    def size_label(self) -> str:
        """« 256 Go »: decimal units, as on the label of the disk."""
        return numbers.storage(self.size_bytes) if self.size_bytes else "capacité inconnue"
