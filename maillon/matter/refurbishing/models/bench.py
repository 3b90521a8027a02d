from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Role
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.matter.refurbishing.models.grading import GradingRule


class Check(models.Model):
    """One function to test on a category of equipment, in the order of the bench.

    `fact` names what the machine report may already say of it.
    """

    class Fact(models.TextChoices):
        NONE = "", "Rien"
        BATTERY = "battery", "La santé de la batterie"
        MEMORY = "memory", "La mémoire"
        STORAGE = "storage", "Les supports de stockage"
        CPU = "cpu", "Le processeur"

    slug = models.SlugField("identifiant", primary_key=True)
    name = models.CharField("à vérifier", max_length=80)
    how = models.CharField("comment", max_length=200, blank=True)
    categories = models.ManyToManyField(Category, related_name="checks")
    blocking = models.BooleanField("bloque la remise", default=True)
    rank = models.PositiveSmallIntegerField("ordre", default=100)
    icon = models.CharField("pictogramme", max_length=20, default="check")
    fact = models.CharField("ce que le rapport en dit", max_length=10, choices=Fact, blank=True)

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
    usage = models.CharField("usage", max_length=12, choices=Device.Usage, blank=True)
    known_defects = models.CharField("défauts connus", max_length=200, blank=True)

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


class Finding(Record):
    """One answer of the guided test, kept as soon as it is given: the test may be left and found again.

    A new answer to the same check takes the place of the former, which stays; the examination takes the current ones.
    """

    device = models.ForeignKey(Device, models.PROTECT, related_name="findings", verbose_name="appareil")
    check_of = models.ForeignKey(Check, models.PROTECT, related_name="+", verbose_name="contrôle")
    finder = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="constaté par")
    result = models.CharField("résultat", max_length=8, choices=Examination.Result)
    note = models.CharField("remarque", max_length=200, blank=True)
    current = models.BooleanField("en cours", default=True)
    examination = models.ForeignKey(Examination, models.PROTECT, null=True, related_name="findings")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device", "check_of"], condition=Q(current=True), name="refurbishing_finding_current"
            )
        ]
        ordering = ["created_at"]
        verbose_name = "constat"

    def __str__(self) -> str:
        return f"{self.check_of_id} {self.result}"


class ReviewQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        mine = self.filter(examination__device__network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(examination__device__holder=member.organisation_id)

    def waiting(self):
        return self.filter(verdict=Review.Verdict.WAITING)


class Review(Record):
    """The check by a second person of a device found good, where the network asks for it."""

    class Verdict(models.TextChoices):
        WAITING = "waiting", "À contrôler"
        PASSED = "passed", "Bon"
        FAILED = "failed", "À reprendre"
        REPLACED = "replaced", "Testé de nouveau"

    examination = models.OneToOneField(Examination, models.PROTECT, related_name="review")
    verdict = models.CharField("verdict", max_length=10, choices=Verdict, default=Verdict.WAITING)
    reviewer = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", verbose_name="contrôlé par")
    reason = models.CharField("ce qui ne va pas", max_length=200, blank=True)
    decided_at = models.DateTimeField("contrôlé le", null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict__in=["passed", "failed"]) | Q(reviewer__isnull=False, decided_at__isnull=False),
                name="refurbishing_review_decided",
                violation_error_message="Un contrôle rendu porte qui l’a fait, et quand.",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="failed") | ~Q(reason=""),
                name="refurbishing_review_reason",
                violation_error_message="Dites ce qui ne va pas.",
            ),
        ]
        indexes = [models.Index(fields=["verdict"], name="refurbishing_review_verdict")]
        ordering = ["created_at"]
        verbose_name = "contrôle qualité"

    def __str__(self) -> str:
        return f"{self.examination_id} {self.verdict}"


class SystemQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The common catalogue, and what the member's network wrote over it."""
        return self.filter(Q(network=None) | Q(network=member.network_id))


class System(Record):
    """A system that may be installed, with the day until which its makers maintain it; a network corrects it by its own."""

    network = models.ForeignKey(Network, models.CASCADE, null=True, blank=True, related_name="systems")
    name = models.CharField("système", max_length=80)
    free = models.BooleanField("logiciel libre", default=True)
    until = models.DateField("suivi jusqu’au", null=True, blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    offered = models.BooleanField("proposé à l’installation", default=True)
    noted_on = models.DateField("relevé le")

    objects = SystemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "name"], name="refurbishing_system_name"),
            models.UniqueConstraint(fields=["name"], condition=Q(network=None), name="refurbishing_system_common"),
        ]
        ordering = ["-free", "name"]
        verbose_name = "système"

    def __str__(self) -> str:
        return self.name

    @property
    def over(self) -> bool:
        """Whether its makers no longer maintain it."""
        return self.until is not None and self.until < timezone.localdate()


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
