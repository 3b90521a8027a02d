import datetime

from django.db import models
from django.db.models import F, Q

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member
from maillon.matter.devices.models import Device
from maillon.matter.lots.models import Donor


class ReuseTarget(models.Model):
    """The share of the equipment reformed by a public body that must be reused, and what it is counted on: dated data.

    Source of those shipped: décret 2023-266 of 12 April 2023, for article 16 of the law of 15 November 2021 (REEN).
    """

    percent = models.PositiveSmallIntegerField("part à réemployer (%)")
    oldest_years = models.PositiveSmallIntegerField("n’est pas compté au-delà de (ans)")
    categories = models.JSONField("catégories concernées", default=list, help_text="identifiants de catégories")
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    source = models.CharField("texte", max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="donors_reusetarget_dates",
                violation_error_message="La fin précède le début.",
            )
        ]
        ordering = ["-starts_on"]
        verbose_name = "objectif de réemploi"

    def __str__(self) -> str:
        return f"{self.percent} % depuis le {self.starts_on}"

    @classmethod
    def of(cls, on: datetime.date) -> "ReuseTarget | None":
        """The target in force on that day, or None before the decree."""
        known = cls.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)
        return known.order_by("-starts_on").first()


class OfDonorQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """What the member's organisation said; everything of the network for its coordinator."""
        mine = self.filter(donor__network=member.network_id)
        return mine if member.coordinates else mine.filter(donor__organisation=member.organisation_id)


class Reform(Record):
    """What a public donor says of one year: how much equipment it had reformed on 1 January, and what is not counted.

    A correction is a new declaration: the last one holds.
    """

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="reforms")
    year = models.PositiveSmallIntegerField("année")
    units = models.PositiveIntegerField("équipements réformés au 1er janvier")
    old_units = models.PositiveIntegerField("dont plus de dix ans", default=0)
    secret_units = models.PositiveIntegerField("dont classifiés ou de sécurité particulière", default=0)
    other_units = models.PositiveIntegerField("réemployés par d’autres voies dans l’année", default=0)
    other_proof = models.CharField("lesquelles, et leur preuve", max_length=200, blank=True)
    declared_by = models.CharField("déclaré par", max_length=120)

    objects = OfDonorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(units__gte=F("old_units") + F("secret_units")),
                name="donors_reform_excluded",
                violation_error_message="Ce qui n’est pas compté dépasse le stock réformé.",
            ),
            models.CheckConstraint(
                condition=Q(other_units=0) | ~Q(other_proof=""),
                name="donors_reform_other_proof",
                violation_error_message="Dites par quelles voies, et avec quelle preuve.",
            ),
        ]
        indexes = [models.Index(fields=["donor", "year", "-created_at"], name="donors_reform_last")]
        ordering = ["-created_at"]
        verbose_name = "stock réformé"

    def __str__(self) -> str:
        return f"{self.donor}, {self.year} : {self.units} réformés"

    @property
    def counted_units(self) -> int:
        """What the rate is computed on."""
        return self.units - self.old_units - self.secret_units


class Acquisition(Record):
    """The day a donor bought a device, as it says: the last word holds. Equipment over ten years old is set apart."""

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="acquisitions")
    device = models.ForeignKey(Device, models.CASCADE, related_name="acquisitions")
    acquired_on = models.DateField("acquis le")

    objects = OfDonorQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["device", "-created_at"], name="donors_acquisition_last")]
        ordering = ["-created_at"]
        verbose_name = "date d’acquisition"

    def __str__(self) -> str:
        return f"{self.device}, acquis le {self.acquired_on}"
