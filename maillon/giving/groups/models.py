import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation, Role, in_force


class GroupMemberQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Those who run the network see all; others, what their own organisation follows."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(group=member.organisation_id)

    def in_force(self, day: datetime.date):
        return self.filter(in_force(day))


class GroupMember(Record):
    """That a group (the SGAR of a region, a region) follows the gifts of an organisation (a service, a lycée), between two days."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    group = models.ForeignKey(Organisation, models.CASCADE, related_name="followed", verbose_name="groupe")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="followers", verbose_name="service")
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="groups_groupmember_dates",
                violation_error_message="La fin précède le début.",
            ),
            models.CheckConstraint(
                condition=~Q(group=F("organisation")),
                name="groups_groupmember_other",
                violation_error_message="Un groupe suit d’autres organisations que lui-même.",
            ),
            models.UniqueConstraint(
                fields=["network", "group", "organisation"],
                condition=Q(ends_on__isnull=True),
                name="groups_groupmember_current",
                violation_error_message="Ce service est déjà suivi par ce groupe.",
            ),
        ]
        ordering = ["organisation__name", "starts_on"]
        verbose_name = "service d’un groupe"

    def __str__(self) -> str:
        return f"{self.organisation} · {self.group}"

    @property
    def is_current(self) -> bool:
        today = timezone.localdate()
        return self.starts_on <= today and (self.ends_on is None or today <= self.ends_on)
