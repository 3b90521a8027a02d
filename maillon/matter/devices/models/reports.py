from django.db import models

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models.devices import Device
from maillon.matter.devices.reports import Report


class MachineReportQuerySet(RecordQuerySet):
    def standing(self):
        """Those that nobody withdrew."""
        return self.filter(withdrawn_at=None)


class MachineReport(Record):
    """What one machine report said, scrubbed of personal data; the file itself is not kept, only its digest.

    `effect` is what it changed of its device, so that one attached to the wrong device can be withdrawn: the columns that it
    wrote and what they were, where the device stood, each medium that it saw.
    """

    device = models.ForeignKey(Device, models.PROTECT, related_name="reports")
    kind = models.CharField("format", max_length=40)
    digest = models.CharField("empreinte du fichier", max_length=64)
    facts = models.JSONField("ce qu’il dit", default=dict)
    effect = models.JSONField("ce qu’il a changé", default=dict)
    withdrawn_at = models.DateTimeField("retiré le", null=True)
    withdrawn_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", verbose_name="retiré par")
    withdrawn_why = models.CharField("pourquoi", max_length=200, blank=True)

    objects = MachineReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device", "digest"], condition=models.Q(withdrawn_at=None), name="devices_machinereport_once"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None)
                | (models.Q(withdrawn_by__isnull=False) & ~models.Q(withdrawn_why="")),
                name="devices_machinereport_withdrawn",
                violation_error_message="Un rapport retiré porte qui l’a retiré, et pourquoi.",
            ),
        ]
        ordering = ["-created_at"]
        verbose_name = "rapport de machine"

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:8]}"

    @property
    def said(self) -> str:
        """« LENOVO ThinkPad T470, n° PF0ABC12 »: whose machine it is, in its own words."""
        told = Report.from_json(self.facts)
        name = " ".join(filter(None, (told.maker, told.model))) or "machine sans nom"
        return f"{name}, n° {told.serial}" if told.serial else name
