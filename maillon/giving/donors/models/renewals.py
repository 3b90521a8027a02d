import datetime

from django.db import models
from django.db.models import Q

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Role
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Donor


class RenewalQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Those who prepare what comes see the network's; a donor its own."""
        mine = self.filter(donor__network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR, Role.LOGISTICIAN):
            return mine
        return mine.filter(donor__organisation=member.organisation_id)

    def expected(self):
        """Those that still stand."""
        return self.filter(withdrawn_at=None)


class Renewal(Record):
    """Equipment that a donor expects to replace: what, how many, in which quarter. It binds nobody."""

    class Confidence(models.TextChoices):
        DECIDED = "decided", "C’est décidé"
        LIKELY = "likely", "C’est probable"
        STUDIED = "studied", "C’est à l’étude"

    LOOK = {"decided": "ok", "likely": "run", "studied": "soon"}

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="renewals")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name="matériel")
    units = models.PositiveIntegerField("nombre")
    year = models.PositiveSmallIntegerField("année")
    quarter = models.PositiveSmallIntegerField("trimestre")
    confidence = models.CharField("est-ce sûr ?", max_length=8, choices=Confidence, default=Confidence.LIKELY)
    note = models.CharField("précision", max_length=200, blank=True)
    reminded_at = models.DateTimeField("rappelé le", null=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True)

    objects = RenewalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(units__gt=0),
                name="donors_renewal_units",
                violation_error_message="Écrivez un nombre plus grand que zéro.",
            ),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4),
                name="donors_renewal_quarter",
                violation_error_message="Une année a quatre trimestres.",
            ),
        ]
        indexes = [models.Index(fields=["year", "quarter"], name="donors_renewal_when")]
        ordering = ["year", "quarter", "category__rank"]
        verbose_name = "renouvellement prévu"

    def __str__(self) -> str:
        return f"{self.category.named(self.units)}, {self.when}"

    @property
    def when(self) -> str:
        """« 2e trimestre 2027 »."""
        return f"{self.quarter}{'er' if self.quarter == 1 else 'e'} trimestre {self.year}"

    @property
    def starts_on(self) -> datetime.date:
        """The first day of its quarter."""
        return datetime.date(self.year, 3 * self.quarter - 2, 1)

    @property
    def look(self) -> str:
        return self.LOOK[self.confidence]
