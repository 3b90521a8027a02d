from django.db import models

from maillon.common.models import Record
from maillon.ground.organisations.models import Network
from maillon.matter.devices.models.devices import Device


class Label(Record):
    """A printed code. It belongs to a network from its printing, to a device from its first use, and to no other ever."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="labels")
    code = models.CharField("code", max_length=16, unique=True)
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="labels")
    used_at = models.DateTimeField("collée le", null=True, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = "étiquette"

    def __str__(self) -> str:
        return self.code
