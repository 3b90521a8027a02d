import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network
from maillon.sharing.directory.models.places import RUNS

STALE_DAYS = 365


class Theme(models.TextChoices):
    """What a useful site is good for."""

    RIGHTS = "droits", "Démarches et droits"
    LEARN = "apprendre", "Apprendre le numérique"
    WORK = "emploi", "Emploi et formation"
    SAFETY = "securite", "Sécurité et vie privée"
    CHILDREN = "enfants", "Parents et enfants"
    HEALTH = "sante", "Santé et handicap"
    CONNECT = "connexion", "Se connecter à moindre coût"
    EQUIP = "materiel", "Matériel et logiciels libres"
    HELPERS = "aidants", "Pour les aidants et les médiateurs"


class ResourceQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """To look after: those who run the network."""
        mine = self.filter(network=member.network_id)
        return mine if member.has(*RUNS) else mine.none()

    def published(self):
        return self.filter(withdrawn_on=None)

    def stale(self, on: datetime.date):
        """Those that nobody has opened and checked for a year."""
        return self.published().filter(verified_on__lt=on - datetime.timedelta(days=STALE_DAYS))


class Resource(Record):
    """A useful site that the network recommends, with the day when somebody last checked that it is there and says so."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="resources")
    theme = models.CharField("thème", max_length=9, choices=Theme)
    name = models.CharField("nom", max_length=120)
    url = models.URLField("adresse", max_length=300)
    summary = models.CharField("en une phrase", max_length=280)
    verified_on = models.DateField("vérifié le")
    verified_by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "url"],
                condition=Q(withdrawn_on=None),
                name="directory_resource_url",
                violation_error_message="Ce site est déjà dans la liste.",
            )
        ]
        ordering = ["name", "pk"]
        verbose_name = "site utile"

    def __str__(self) -> str:
        return self.name

    @property
    def is_stale(self) -> bool:
        return self.verified_on < timezone.localdate() - datetime.timedelta(days=STALE_DAYS)
