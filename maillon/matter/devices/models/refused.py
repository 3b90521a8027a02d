import uuid

from django.db import models
from django.db.models import Q

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Role
from maillon.matter.devices.models.devices import Device


class RefusedFileQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Those that she handed in, and for who answers for the workshop those of its devices: it may hold personal data."""
        here = Q(device__network=member.network_id)
        mine = Q(by__user=member.user_id, by__network=member.network_id)
        if member.has(Role.COORDINATOR):
            return self.filter(here | mine)
        if member.has(Role.SUPERVISOR, Role.MANAGER):
            return self.filter(mine | (here & Q(device__holder=member.organisation_id)))
        return self.filter(mine)


class RefusedFile(Record):
    """A file of the bench that was refused, kept aside as it came until a day, with the sentence that was said.

    The bytes belong to it in `ground.files`. It is forgotten when it is read after all, thrown away, or on its day.
    """

    device = models.ForeignKey(
        Device, models.SET_NULL, null=True, related_name="refused_files", verbose_name="déposé pour"
    )
    by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="déposé par")
    name = models.CharField("nom", max_length=120)
    digest = models.CharField("empreinte du fichier", max_length=64)
    why = models.CharField("pourquoi il est refusé", max_length=400)
    until = models.DateField("gardé jusqu’au", db_index=True)

    objects = RefusedFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "by", "digest"], name="devices_refusedfile_once"),
        ]
        ordering = ["-created_at"]
        verbose_name = "fichier refusé"

    def __str__(self) -> str:
        return self.name

    @property
    def network_id(self) -> uuid.UUID:
        return self.by.network_id
