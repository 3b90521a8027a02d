import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation, Role


class RecertificationQuerySet(RecordQuerySet):
    def running(self):
        """Those whose delay is not over."""
        return self.filter(closed_on__isnull=True)


class Recertification(Record):
    """Once in a while each organisation of a network reads again who acts for it, and says who still does.

    What happens to those of whom nobody says anything is fixed the day it opens, by the rules of that day.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="recertifications")
    opened_on = models.DateField("ouverte le")
    due_on = models.DateField("à faire jusqu’au")
    closes = models.BooleanField("sans réponse, les accès se ferment")
    closed_on = models.DateField("finie le", null=True)

    objects = RecertificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network"],
                condition=Q(closed_on__isnull=True),
                name="governance_recertification_running",
                violation_error_message="Une confirmation des accès est déjà en cours.",
            )
        ]
        ordering = ["-opened_on", "-id"]
        verbose_name = "confirmation des accès"

    def __str__(self) -> str:
        return f"{self.network} {self.opened_on:%Y-%m}"


class RecertificationAnswerQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """All those of the network to whom runs it, else those of one's own organisation."""
        mine = self.filter(recertification__network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(organisation=member.organisation_id)

    def waiting(self):
        """Those that nobody has given yet, in a time that still runs."""
        return self.filter(answered_on__isnull=True, recertification__closed_on__isnull=True)


class RecertificationAnswer(Record):
    """What one organisation answers: asked on the first day, reminded, given by whoever manages it."""

    recertification = models.ForeignKey(Recertification, models.CASCADE, related_name="answers")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="recertifications")
    reminders = models.PositiveSmallIntegerField("rappels envoyés", default=0)
    answered_on = models.DateField("confirmée le", null=True)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", verbose_name="par")
    kept = models.PositiveSmallIntegerField("personnes confirmées", default=0)
    ended = models.PositiveSmallIntegerField("accès finis", default=0)

    objects = RecertificationAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recertification", "organisation"], name="governance_recertification_once")
        ]
        verbose_name = "réponse d’une structure"

    def __str__(self) -> str:
        return f"{self.organisation} {self.recertification.opened_on:%Y-%m}"

    @property
    def is_late(self) -> bool:
        """Whether the time to answer is over."""
        return self.answered_on is None and self.recertification.due_on < timezone.localdate()

    @property
    def told(self) -> str:
        if self.answered_on:
            return "Confirmée"
        return "Sans réponse" if self.is_late else "À faire"

    @property
    def look(self) -> str:
        """The look of its badge."""
        return "ok" if self.answered_on else "stop" if self.is_late else "wait"

    @property
    def days_left(self) -> int:
        return (self.recertification.due_on - timezone.localdate()) // datetime.timedelta(days=1)
