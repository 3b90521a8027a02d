from django.db import models

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Role
from maillon.matter.devices.models import Device, Medium


class ErasureQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        mine = self.filter(device__network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(device__holder=member.organisation_id)


class Erasure(Record):
    """What was done to one storage medium, with which tool, and what the tool itself said of the result."""

    class Verdict(models.TextChoices):
        """Verified: the tool read the whole medium again and found what it should."""

        VERIFIED = "verified", "Effacé et relu"
        ERASED = "erased", "Effacé"
        FAILED = "failed", "Échec"
        ABORTED = "aborted", "Interrompu"
        DESTROYED = "destroyed", "Détruit"
        UNKNOWN = "unknown", "Indéterminé"

    class Level(models.TextChoices):
        NONE = "none", "Sans garantie"
        CLEAR = "clear", "Clear"
        PURGE = "purge", "Purge"
        DESTROY = "destroy", "Destruction"

    LOOK = {
        "verified": "ok",
        "erased": "ok",
        "failed": "stop",
        "aborted": "stop",
        "destroyed": "end",
        "unknown": "wait",
    }
    SUCCESSES = (Verdict.VERIFIED, Verdict.ERASED, Verdict.DESTROYED)

    device = models.ForeignKey(Device, models.PROTECT, related_name="erasures", verbose_name="appareil")
    medium = models.ForeignKey(Medium, models.PROTECT, related_name="erasures", verbose_name="support")
    operator = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="fait par")
    verdict = models.CharField("résultat", max_length=10, choices=Verdict)
    level = models.CharField("niveau", max_length=8, choices=Level)
    method = models.CharField("méthode", max_length=120)
    tool = models.CharField("outil", max_length=60, blank=True)
    tool_version = models.CharField("version", max_length=30, blank=True)
    started_at = models.CharField("début, d’après l’outil", max_length=40, blank=True)
    ended_at = models.CharField("fin, d’après l’outil", max_length=40, blank=True)
    errors = models.PositiveIntegerField("erreurs", default=0)
    evidence = models.CharField("empreinte du journal, ou référence du bon", max_length=120)
    limits = models.JSONField("ce que l’outil dit d’autre", default=list, blank=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["medium", "evidence"], name="erasure_erasure_once")]
        ordering = ["-created_at"]
        verbose_name = "effacement"

    def __str__(self) -> str:
        return f"{self.medium} : {self.get_verdict_display().lower()}"

    @property
    def succeeded(self) -> bool:
        return self.verdict in self.SUCCESSES

    @property
    def look(self) -> str:
        return self.LOOK[self.verdict]
