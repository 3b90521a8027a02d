from django.db import models
from django.db.models import Q

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation, Role
from maillon.matter.devices.models import Device


class BenchQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        return self.filter(network=member.network_id, organisation=member.organisation_id)


class Bench(Record):
    """A work place of a workshop: devices wait there for whoever comes."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="benches")
    name = models.CharField("nom", max_length=40)
    closed_on = models.DateField("fermé le", null=True, blank=True)

    objects = BenchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation", "name"],
                condition=Q(closed_on=None),
                name="refurbishing_bench_name",
                violation_error_message="Un poste porte déjà ce nom.",
            )
        ]
        ordering = ["name"]
        verbose_name = "poste"

    def __str__(self) -> str:
        return self.name


class Assignment(Record):
    """Who has a device in hand, or at which bench it waits; one at a time. The former ones say who did what."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="assignments")
    bench = models.ForeignKey(Bench, models.PROTECT, null=True, blank=True, related_name="assignments")
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="assignments")
    given_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("rendu le", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device"], condition=Q(ended_at=None), name="refurbishing_assignment_current"
            ),
            models.CheckConstraint(
                condition=Q(bench__isnull=False) | Q(member__isnull=False),
                name="refurbishing_assignment_someone",
                violation_error_message="Confiez l’appareil à quelqu’un, ou à un poste.",
            ),
        ]
        ordering = ["created_at"]
        verbose_name = "tâche"

    def __str__(self) -> str:
        return f"{self.device_id} {self.member_id or self.bench_id}"


class PersonalQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Hers, and for a supervisor those of the people of her workshop: nobody else's, the coordinator included."""
        own = Q(member__user=member.user_id)
        if member.has(Role.SUPERVISOR):
            own |= Q(member__organisation=member.organisation_id)
        return self.filter(own, member__network=member.network_id)


class Hours(Record):
    """Time that someone gave or worked at the workshop, as she declares it."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="hours", verbose_name="qui")
    on = models.DateField("le")
    minutes = models.PositiveSmallIntegerField("durée (minutes)")
    what = models.CharField("à quoi", max_length=120, blank=True)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=16 * 60),
                name="refurbishing_hours_day",
                violation_error_message="Une journée va d’une minute à seize heures.",
            )
        ]
        indexes = [models.Index(fields=["member", "-on"], name="refurbishing_hours_member")]
        ordering = ["-on", "-created_at"]
        verbose_name = "heures"

    def __str__(self) -> str:
        return f"{self.on} {self.minutes}"


class Skill(models.Model):
    """Something that one learns at the bench, in the words of a curriculum vitae."""

    slug = models.SlugField("identifiant", primary_key=True)
    name = models.CharField("savoir-faire", max_length=120)
    domain = models.CharField("domaine", max_length=60)
    icon = models.CharField("pictogramme", max_length=20, default="check")
    rank = models.PositiveSmallIntegerField("ordre", default=100)

    class Meta:
        ordering = ["rank"]
        verbose_name = "savoir-faire"

    def __str__(self) -> str:
        return self.name


class Acquisition(Record):
    """A skill that someone says she has, and that her supervisor validated, or not yet."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="acquisitions", verbose_name="qui")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+", verbose_name="savoir-faire")
    validated_on = models.DateField("validé le", null=True, blank=True)
    validated_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField("observation", max_length=200, blank=True)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "skill"], name="refurbishing_acquisition_once"),
            models.CheckConstraint(
                condition=Q(validated_on=None, validated_by=None)
                | Q(validated_on__isnull=False, validated_by__isnull=False),
                name="refurbishing_acquisition_validated",
                violation_error_message="Une validation porte sa date et qui l’a faite.",
            ),
        ]
        ordering = ["skill__rank"]
        verbose_name = "compétence acquise"

    def __str__(self) -> str:
        return f"{self.member_id} {self.skill_id}"
