from django.db import models
from django.db.models import Q

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member
from maillon.sharing.directory.models.places import RUNS, Place


class SuggestionQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """All of the network's for those who run it, else those about the places of one's own organisation."""
        mine = self.filter(place__network=member.network_id)
        return mine if member.has(*RUNS) else mine.filter(place__organisation=member.organisation_id)

    def waiting(self):
        return self.filter(state=Suggestion.State.WAITING)


class Suggestion(Record):
    """What anybody says should change in the page of a place; nothing changes until someone who keeps it agrees.

    `changes` holds, for each field that would change, its value then (`before`) and the one proposed (`after`).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "À examiner"
        TAKEN = "taken", "Retenue"
        DECLINED = "declined", "Écartée"

    place = models.ForeignKey(Place, models.CASCADE, related_name="suggestions")
    state = models.CharField("état", max_length=8, choices=State, default=State.WAITING)
    changes = models.JSONField("changements", default=dict)
    closed = models.BooleanField("le lieu a fermé", default=False)
    remark = models.TextField("remarque", max_length=1000, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    answer = models.TextField("réponse", max_length=1000, blank=True)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"], name="directory_suggestion_state")]
        ordering = ["created_at"]
        verbose_name = "proposition"

    def __str__(self) -> str:
        return f"Proposition sur {self.place}"

    @property
    def look(self) -> str:
        return {"waiting": "wait", "taken": "ok", "declined": "end"}[self.state]


class Apart(Record):
    """Two places that look alike and that a person said are not the same: they are proposed no more."""

    one = models.ForeignKey(Place, models.CASCADE, related_name="+")
    other = models.ForeignKey(Place, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="directory_apart_pair"),
            models.CheckConstraint(condition=~Q(one=models.F("other")), name="directory_apart_two"),
        ]
        verbose_name = "distinction"

    def __str__(self) -> str:
        return f"{self.one} n’est pas {self.other}"
