from django.db import models
from django.db.models import Q

from maillon.common.models import Record
from maillon.ground.organisations.models import Network


class Rules(Record):
    """What a network asks of its workshops. While it has not chosen, nothing is drawn and manual entries are taken."""

    network = models.OneToOneField(Network, models.CASCADE, related_name="erasure_rules")
    recheck_percent = models.PositiveSmallIntegerField("effacements relus par une seconde personne (%)", default=0)
    manual_entry = models.BooleanField("un effacement sans journal peut être attesté", default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recheck_percent__lte=100),
                name="erasure_rules_percent",
                violation_error_message="Une part va de 0 à 100 %.",
            )
        ]
        verbose_name = "règles d’effacement"

    def __str__(self) -> str:
        return f"{self.network} : {self.recheck_percent} % relus"
