import uuid

from django.conf import settings
from django.db import models

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Role
from maillon.matter.devices import reports
from maillon.matter.devices.models import Device


class DonorLogQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        return self.filter(network=member.network_id)

    def about(self, *things: uuid.UUID):
        return self.filter(about__in=things)


class DonorLog(Record):
    """A log of an erasure that a donor did itself, handed in with its offer or with the lot: what it tells, not the file.

    It is read and held to the same table as ours; each disk that it names is looked for among the devices of the lot.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    about = models.UUIDField("offre ou lot")
    name = models.CharField("fichier", max_length=120)
    evidence = models.CharField("empreinte du fichier", max_length=64)
    facts = models.JSONField("ce qu’il dit", default=dict)

    objects = DonorLogQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "evidence"], name="erasure_donorlog_once")]
        ordering = ["created_at"]
        verbose_name = "journal d’un donateur"

    def __str__(self) -> str:
        return self.name

    @property
    def report(self) -> reports.Report:
        return reports.Report.from_json(self.facts)


class HeldLogQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        mine = self.filter(device__network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(device__holder=member.organisation_id)

    def waiting(self):
        return self.filter(state=HeldLog.State.WAITING)


class HeldLog(Record):
    """A log handed in for a device that names none of its media: what it tells is kept, not the file, until someone says.

    Its medium is attested by a person, or it is of another device, or it is set aside.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "En attente"
        USED = "used", "Employé"
        DISMISSED = "dismissed", "Écarté"

    device = models.ForeignKey(Device, models.PROTECT, related_name="held_logs", verbose_name="appareil")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="déposé par"
    )
    evidence = models.CharField("empreinte du fichier", max_length=64)
    facts = models.JSONField("ce qu’il dit", default=dict)
    why = models.CharField("pourquoi il attend", max_length=400)
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING)

    objects = HeldLogQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "evidence"], name="erasure_heldlog_once")]
        ordering = ["-created_at"]
        verbose_name = "journal en attente"

    def __str__(self) -> str:
        return f"journal {self.evidence[:8]}"

    @property
    def report(self) -> reports.Report:
        return reports.Report.from_json(self.facts)
