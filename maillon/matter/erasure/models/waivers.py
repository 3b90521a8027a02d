from django.db import models
from django.db.models import Q

from maillon.common.models import Record
from maillon.ground.organisations.models import Member, Network, Organisation


class Waiver(Record):
    """A workshop that the network excuses from the second person, with its reason: someone works there alone.

    The draw goes on as before, so that what was not read again is counted.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="recheck_waivers")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="recheck_waivers", verbose_name="atelier"
    )
    reason = models.CharField("pourquoi", max_length=200)
    given_by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="accordée par")
    ended_at = models.DateTimeField("finie le", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation"],
                condition=Q(ended_at=None),
                name="erasure_waiver_running",
                violation_error_message="Cet atelier est déjà dispensé.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="erasure_waiver_reason",
                violation_error_message="Une dispense porte sa raison.",
            ),
        ]
        ordering = ["-created_at"]
        verbose_name = "dispense de relecture"

    def __str__(self) -> str:
        return f"{self.organisation} : dispensé de relecture"
