from django.db import models

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Role


class PlanQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator sees the network's; others their own."""
        mine = self.filter(network=member.network_id)
        return mine if member.has(Role.COORDINATOR, Role.ADMINISTRATOR) else mine.filter(asked_by=member)


class Plan(Record):
    """A question to the solver, and its answer: nothing is planned until someone keeps it.

    `days` are ISO dates, `vehicles` and `offers` identifiers (no offer: all that wait). `answer` holds the proposed rounds
    (vehicle, day, offers in order), and what stays with its reason.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "En attente"
        RUNNING = "running", "Calcul en cours"
        DONE = "done", "Proposition prête"
        KEPT = "kept", "Gardée"
        FAILED = "failed", "Sans résultat"

    LOOK = {"waiting": "soon", "running": "run", "done": "wait", "kept": "out", "failed": "stop"}

    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    days = models.JSONField("jours", default=list)
    vehicles = models.JSONField("véhicules", default=list)
    state = models.CharField("état", max_length=8, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField("avancement (%)", default=0)
    answer = models.JSONField("réponse", default=dict)
    warning = models.CharField("à savoir", max_length=200, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "calcul de tournées"

    def __str__(self) -> str:
        return f"Calcul pour {', '.join(self.days)}"

    @property
    def look(self) -> str:
        return self.LOOK[self.state]
