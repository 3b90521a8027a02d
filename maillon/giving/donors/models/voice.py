import uuid

from django.db import models
from django.db.models import Q

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network
from maillon.matter.lots.models import Donor, Lot


class QuotationQuerySet(RecordQuerySet):
    def published(self):
        return self.filter(withdrawn_at=None)

    def visible_to(self, member: Member):
        """The donor's own; the network's for its coordinator."""
        mine = self.filter(donor__network=member.network_id)
        return mine if member.coordinates else mine.filter(donor__organisation=member.organisation_id)


class Quotation(Record):
    """That a donor lets its gifts be quoted: a public page of its own figures, under the name and words that it chose.

    Withdrawn, the page is gone; published again, it is another page.
    """

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="quotations")
    shown_name = models.CharField("nom montré", max_length=150)
    sentence = models.CharField("ce que vous en dites", max_length=280, blank=True)
    author = models.CharField("qui le dit", max_length=120, blank=True)
    listed = models.BooleanField("le réseau peut nous citer parmi ses références", default=False)
    published_by = models.CharField("publié par", max_length=120)
    withdrawn_at = models.DateTimeField("retirée le", null=True)

    objects = QuotationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["donor"],
                condition=Q(withdrawn_at=None),
                name="donors_quotation_one",
                violation_error_message="Votre page est déjà publiée.",
            )
        ]
        ordering = ["created_at"]
        verbose_name = "page à citer"

    def __str__(self) -> str:
        return f"Page de {self.shown_name}"


class Thanks(Record):
    """That a donor was told what its lot became, and thanked: once a lot, and nothing asked."""

    lot = models.OneToOneField(Lot, models.PROTECT, related_name="thanks")
    reused = models.PositiveIntegerField("appareils réemployés")
    settled = models.BooleanField("tout a trouvé sa place")

    class Meta:
        verbose_name = "remerciement"

    def __str__(self) -> str:
        return f"Remerciement pour le {self.lot}"


class Pitch(Record):
    """What a network says before its answers to donors. One version of the text, never edited: a new one follows."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="pitches")
    version = models.PositiveSmallIntegerField("version")
    introduction = models.TextField("introduction", max_length=1500)
    written_by = models.CharField("écrite par", max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "version"], name="donors_pitch_version")]
        ordering = ["-version"]
        verbose_name = "argumentaire"

    def __str__(self) -> str:
        return f"Argumentaire, version {self.version}"

    @classmethod
    def of(cls, network_id: uuid.UUID) -> "Pitch | None":
        """The version in force, or None while nobody wrote one."""
        return cls.objects.filter(network=network_id).first()
