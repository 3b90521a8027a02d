import re

from django.db import models
from django.db.models import Q

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network


class GradingRuleQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The common versions, and those of the member's network."""
        return self.filter(Q(network=None) | Q(network=member.network_id))


class GradingRule(Record):
    """One version of the table that proposes a grade from the hardware and its looks. A version never changes.

    `thresholds` holds, all in [least, points] pairs that ascend: `cpu` (score), `ram_gb`, and for each kind of medium
    `hdd_gb`, `ssd_gb`, `nvme_gb`, `emmc_gb` (decimal gigabytes). A value within `tolerance_pct` below a least reaches it.
    The best medium of each kind counts: the sum of the kinds when `storage_sum`, else the best, `storage_most` points in
    all. `without_memory` stands for all of that where the category holds no data. `cosmetic` adds the points of each look.
    Then each of `caps` that applies (`storage` kind present, score known and under `cpu_below`, `system` named) holds the
    total to `most`. `grades` gives the least total of each grade, `unfit_below` the total under which it is not worth
    repairing, `usages` the least grade of each usage.
    A network without its own version uses the latest common one.
    """

    network = models.ForeignKey(Network, models.CASCADE, null=True, blank=True, related_name="grading_rules")
    version = models.PositiveSmallIntegerField("version")
    starts_on = models.DateField("depuis le")
    thresholds = models.JSONField("seuils", default=dict)
    source = models.CharField("source", max_length=200, blank=True)

    objects = GradingRuleQuerySet.as_manager()

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


# What makers and tools write around the name of a processor: « Intel(R) Core(TM) i5-8350U CPU @ 1.70GHz ».
_NOISE = re.compile(
    r"\((r|tm|c)\)|[®™]|@.*$|\b(intel|amd|cpu|apu|processor|genuine|\d+[- ]core|with radeon.*|\d+(st|nd|rd|th) gen)\b"
)


def cpu_key(name: str) -> str:
    """A processor's name as it is compared: « core i5-8350u ». Empty for a name that says nothing."""
    return " ".join(_NOISE.sub(" ", name.lower()).split())[:80]


class CpuScoreQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        return self.filter(network=member.network_id)


class CpuScore(Record):
    """How fast a model of processor is, as one workshop of the network read it: no published table may be copied here."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="cpu_scores")
    key = models.CharField(max_length=80)
    name = models.CharField("processeur", max_length=120)
    score = models.PositiveIntegerField("indice PassMark")
    noted_by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="relevé par")
    noted_on = models.DateField("relevé le")

    objects = CpuScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "key"], name="refurbishing_cpuscore_key"),
            models.CheckConstraint(
                condition=Q(score__gte=50, score__lte=200_000),
                name="refurbishing_cpuscore_score",
                violation_error_message="Un indice PassMark va de 50 à 200 000.",
            ),
        ]
        ordering = ["name"]
        verbose_name = "indice de processeur"

    def __str__(self) -> str:
        return f"{self.name} : {self.score}"


class WorkshopRule(models.Model):
    """What a network asks of its workshops."""

    network = models.OneToOneField(Network, models.CASCADE, primary_key=True, related_name="workshop_rule")
    second_check = models.BooleanField("contrôle par une seconde personne", default=False)

    class Meta:
        verbose_name = "règle d’atelier"

    def __str__(self) -> str:
        return f"{self.network_id}"
