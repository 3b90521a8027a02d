from django.db import models

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Role
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category


class GradingRule(Record):
    """One version of the table that proposes a grade from the hardware and its looks.

    `thresholds` gives, for memory (MiB) and storage (bytes, by kind of medium), ascending [least, points] pairs;
    `cosmetic` the points of each look; `grades` the least total of each grade; `usages` the least grade of each usage.
    A network without its own version uses the latest common one.
    """

    network = models.ForeignKey(Network, models.CASCADE, null=True, blank=True, related_name="grading_rules")
    version = models.PositiveSmallIntegerField("version")
    starts_on = models.DateField("depuis le")
    thresholds = models.JSONField("seuils", default=dict)
    source = models.CharField("source", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "version"], name="refurbishing_gradingrule_version"),
            models.UniqueConstraint(
                fields=["version"], condition=models.Q(network=None), name="refurbishing_gradingrule_common"
            ),
        ]
        ordering = ["-starts_on", "-version"]
        verbose_name = "table de notation"

    def __str__(self) -> str:
        return f"version {self.version}"


class Check(models.Model):
    """One function to test on a category of equipment, in the order of the bench."""

    slug = models.SlugField("identifiant", primary_key=True)
    name = models.CharField("à vérifier", max_length=80)
    how = models.CharField("comment", max_length=200, blank=True)
    categories = models.ManyToManyField(Category, related_name="checks")
    blocking = models.BooleanField("bloque la remise", default=True)
    rank = models.PositiveSmallIntegerField("ordre", default=100)

    class Meta:
        ordering = ["rank"]
        verbose_name = "contrôle"

    def __str__(self) -> str:
        return self.name


class ExaminationQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        mine = self.filter(device__network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(device__holder=member.organisation_id)


class Examination(Record):
    """One complete test of a device: each function, its looks, the grade proposed and the grade given."""

    class Result(models.TextChoices):
        GOOD = "good", "Marche"
        BAD = "bad", "En panne"
        ABSENT = "absent", "Absent"

    class Cosmetic(models.TextChoices):
        FINE = "fine", "Propre, sans marque"
        WORN = "worn", "Traces d’usage"
        MARKED = "marked", "Marques visibles"
        DAMAGED = "damaged", "Abîmé"

    device = models.ForeignKey(Device, models.PROTECT, related_name="examinations", verbose_name="appareil")
    examiner = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="testé par")
    results = models.JSONField("contrôles", default=dict, help_text="identifiant du contrôle → Result")
    cosmetic = models.CharField("aspect", max_length=10, choices=Cosmetic)
    rule = models.ForeignKey(GradingRule, models.PROTECT, null=True, related_name="+")
    proposed = models.CharField("grade proposé", max_length=8, choices=Device.Grade)
    grade = models.CharField("grade donné", max_length=8, choices=Device.Grade)
    reason = models.CharField("pourquoi un autre grade", max_length=200, blank=True)
    passed = models.BooleanField("bon pour la remise")

    objects = ExaminationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(grade=models.F("proposed")) | ~models.Q(reason=""),
                name="refurbishing_examination_reason",
                violation_error_message="Un grade différent du grade proposé demande une raison.",
            )
        ]
        ordering = ["-created_at"]
        verbose_name = "examen"

    def __str__(self) -> str:
        return f"{self.device_id} {self.grade}"


class Installation(Record):
    """A system installed on a device, by whom and when: volunteers' work is counted from these."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="installations", verbose_name="appareil")
    installer = models.ForeignKey(Member, models.PROTECT, related_name="installations", verbose_name="installé par")
    system = models.CharField("système", max_length=80)
    until = models.DateField("suivi jusqu’au", null=True, blank=True)
    on = models.DateField("le")

    class Meta:
        indexes = [models.Index(fields=["on"], name="refurbishing_install_on")]
        ordering = ["-on"]
        verbose_name = "installation"

    def __str__(self) -> str:
        return self.system
