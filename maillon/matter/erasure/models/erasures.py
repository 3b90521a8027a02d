from django.db import models

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Role
from maillon.matter.devices.models import Device, Medium
from maillon.matter.erasure.models.methods import Level, Technique


class ErasureQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        mine = self.filter(device__network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(device__holder=member.organisation_id)


class Erasure(Record):
    """What was done to one storage medium, with which tool, and what the tool itself said of the result.

    Never changed but to be cancelled, with a reason: a new erasure says what is true now.
    """

    Level = Level

    class Verdict(models.TextChoices):
        """Verified: the tool read the whole medium again and found what it should."""

        VERIFIED = "verified", "Effacé et relu"
        ERASED = "erased", "Effacé"
        FAILED = "failed", "Échec"
        ABORTED = "aborted", "Interrompu"
        DESTROYED = "destroyed", "Détruit"
        UNKNOWN = "unknown", "Indéterminé"

    class Origin(models.TextChoices):
        """What the record rests on: the tool's own log, or someone's word."""

        LOG = "log", "journal de l’outil"
        MATCHED = "matched", "journal sans numéro de série, rapproché du support par une personne"
        MANUAL = "manual", "attestation d’une personne"
        PROOF = "proof", "preuve de destruction"
        DONOR = "donor", "journal remis par le donateur, vérifié"

    class Hidden(models.TextChoices):
        """The areas that a disk hides from the computer (HPA, DCO), as the tool or a person says."""

        UNKNOWN = "", "non renseigné"
        NONE = "none", "HPA et DCO : absentes"
        FOUND = "found", "HPA ou DCO : présentes, non effacées"
        HANDLED = "handled", "HPA ou DCO : traitées"

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
    technique = models.CharField("technique", max_length=20, choices=Technique, default=Technique.OVERWRITE)
    method = models.CharField("méthode", max_length=160)
    tool = models.CharField("outil", max_length=60, blank=True)
    tool_version = models.CharField("version", max_length=30, blank=True)
    started_at = models.CharField("début, d’après l’outil", max_length=40, blank=True)
    ended_at = models.CharField("fin, d’après l’outil", max_length=40, blank=True)
    errors = models.PositiveIntegerField("erreurs", default=0)
    evidence = models.CharField("empreinte du journal, ou référence du bon", max_length=120)
    limits = models.JSONField("ce que l’outil dit d’autre", default=list, blank=True)

    origin = models.CharField("repose sur", max_length=8, choices=Origin, default=Origin.LOG)
    statement = models.CharField("ce qu’une personne atteste", max_length=300, blank=True)
    caution = models.CharField("ce que la méthode n’atteint pas", max_length=250, blank=True)
    hidden = models.CharField("zones cachées", max_length=8, choices=Hidden, blank=True, default=Hidden.UNKNOWN)
    cancelled_at = models.DateTimeField("retiré le", null=True)
    cancelled_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", verbose_name="retiré par")
    cancelled_why = models.CharField("pourquoi", max_length=200, blank=True)

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
    def proves(self) -> bool:
        """Whether it clears its medium: it succeeded, its method claims something there, and nobody withdrew it."""
        return self.succeeded and self.level != Level.NONE and self.cancelled_at is None

    @property
    def attested(self) -> bool:
        """Whether it rests on someone's word."""
        return self.origin in (self.Origin.MATCHED, self.Origin.MANUAL)

    @property
    def look(self) -> str:
        return self.LOOK[self.verdict]
