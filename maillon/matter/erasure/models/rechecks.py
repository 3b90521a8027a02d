from django.db import models
from django.db.models import Q

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Role
from maillon.matter.erasure.models.erasures import Erasure
from maillon.matter.erasure.models.waivers import Waiver


class RecheckQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        mine = self.filter(erasure__device__network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(erasure__device__holder=member.organisation_id)

    def waiting(self):
        return self.filter(state=Recheck.State.WAITING)


class Recheck(Record):
    """An erasure drawn by lot, that a second person reads again."""

    class State(models.TextChoices):
        WAITING = "waiting", "À relire"
        GOOD = "good", "Conforme"
        BAD = "bad", "En échec"
        VOID = "void", "Sans objet"
        WAIVED = "waived", "Dispensé de relecture"

    LOOK = {"waiting": "wait", "good": "ok", "bad": "stop", "void": "end", "waived": "run"}

    erasure = models.OneToOneField(Erasure, models.PROTECT, related_name="recheck", verbose_name="effacement")
    state = models.CharField("état", max_length=8, choices=State, default=State.WAITING)
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", verbose_name="relu par")
    checked_at = models.DateTimeField("relu le", null=True)
    finding = models.CharField("ce qui a été lu", max_length=200, blank=True)
    waiver = models.ForeignKey(Waiver, models.PROTECT, null=True, related_name="rechecks", verbose_name="dispense")

    objects = RecheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "void"])
                | Q(state="waived", waiver__isnull=False)
                | Q(state__in=["good", "bad"], by__isnull=False, checked_at__isnull=False),
                name="erasure_recheck_done",
                violation_error_message="Une relecture a son auteur et sa date.",
            )
        ]
        indexes = [models.Index(fields=["state"], name="erasure_recheck_state")]
        ordering = ["created_at"]
        verbose_name = "relecture"

    def __str__(self) -> str:
        return f"{self.erasure.medium} : {self.get_state_display().lower()}"

    @property
    def look(self) -> str:
        return self.LOOK[self.state]
