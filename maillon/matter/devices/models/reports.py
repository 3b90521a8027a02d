from django.db import models

from maillon.common.models import Record
from maillon.matter.devices.models.devices import Device


class MachineReport(Record):
    """What one machine report said, scrubbed of personal data; the file itself is not kept, only its digest."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="reports")
    kind = models.CharField("format", max_length=40)
    digest = models.CharField("empreinte du fichier", max_length=64)
    facts = models.JSONField("ce qu’il dit", default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "digest"], name="devices_machinereport_once")]
        ordering = ["-created_at"]
        verbose_name = "rapport de machine"

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:8]}"
