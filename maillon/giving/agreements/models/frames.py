import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member, Network, Organisation, Role
from maillon.matter.lots.models import Donor, Regime


class FrameQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Those who run the network and its gifts see all; others, those that their organisation is a party to."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR, Role.LOGISTICIAN):
            return mine
        own = member.organisation_id
        return mine.filter(Q(donor__organisation=own) | Q(beneficiary=own))

    def in_force(self, day: datetime.date):
        """Those under which something may be given that day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))


class Frame(Record):
    """An agreement over several years between a donor and the network, or one of its members: gifts under it need no other.

    It is renewed by another, which names it; ended before its term, it says why.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="frames")
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="frames", verbose_name="donateur")
    beneficiary = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="bénéficiaire")
    regime = models.CharField("régime", max_length=24, choices=Regime)
    scope = models.TextField("ce qu’elle couvre", max_length=1000)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    notice_days = models.PositiveSmallIntegerField("rappel avant la fin (jours)", default=90)
    signed_on = models.DateField("signée le")
    signatory = models.CharField("signée pour le donateur par", max_length=150)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, related_name="frame", verbose_name="convention"
    )
    renews = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="renewed_by", verbose_name="renouvelle"
    )
    ended_on = models.DateField("prend fin le", null=True)
    ended_why = models.CharField("pourquoi", max_length=300, blank=True)

    objects = FrameQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="agreements_frame_dates",
                violation_error_message="La fin vient après le début.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | ~Q(ended_why=""),
                name="agreements_frame_ended",
                violation_error_message="Dites pourquoi elle prend fin.",
            ),
        ]
        indexes = [models.Index(fields=["network", "ends_on"], name="agreements_frame_end")]
        ordering = ["ends_on"]
        verbose_name = "convention-cadre"

    def __str__(self) -> str:
        return str(self.document) if self.document_id else f"Convention-cadre de {self.donor.name}"

    @property
    def renewed(self) -> bool:
        return hasattr(self, "renewed_by")

    @property
    def warns_on(self) -> datetime.date:
        """The day from which it is to be renewed."""
        return self.ends_on - datetime.timedelta(days=self.notice_days)

    @property
    def stands(self) -> bool:
        """Whether something may be given under it today."""
        today = timezone.localdate()
        return self.starts_on <= today <= self.ends_on and (self.ended_on is None or today < self.ended_on)

    @property
    def to_renew(self) -> bool:
        """Whether its end is near or past, and nothing follows it."""
        return self.ended_on is None and not self.renewed and timezone.localdate() >= self.warns_on

    @property
    def standing(self) -> tuple[str, str]:
        """Where it stands, in words, and the look of its badge."""
        today = timezone.localdate()
        if self.ended_on and self.ended_on <= today:
            return "Terminée", "end"
        if self.renewed:
            return ("Renouvelée", "end") if today > self.ends_on else ("En cours, renouvelée", "ok")
        if today > self.ends_on:
            return "Échue", "stop"
        if today < self.starts_on:
            return "À venir", "soon"
        return ("À renouveler", "wait") if self.to_renew else ("En cours", "ok")


class Reminder(Record):
    """That the parties were reminded of the end of a framework agreement: once a step."""

    class Step(models.TextChoices):
        NOTICE = "notice", "Fin prochaine"
        MONTH = "month", "Fin dans un mois"
        OVER = "over", "Échue"

    frame = models.ForeignKey(Frame, models.CASCADE, related_name="reminders")
    step = models.CharField("étape", max_length=6, choices=Step)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["frame", "step"], name="agreements_reminder_once")]
        verbose_name = "rappel d’échéance"

    def __str__(self) -> str:
        return f"{self.frame} : {self.get_step_display()}"
