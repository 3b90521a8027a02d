import uuid

from django.db import models

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models.members import Member
from maillon.ground.organisations.models.networks import Network
from maillon.ground.organisations.models.organisations import Organisation, Site
from maillon.ground.organisations.models.roles import Role


class SiteTokenQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator sees the network's; others those of their organisation's sites."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(site__organisation=member.organisation_id)

    def in_force(self):
        return self.filter(revoked_at__isnull=True)


class SiteToken(Record):
    """What a machine of a site presents to send reports of machines: it opens nothing else, and never a person's data.

    Only its digest is kept. It is the actor of what it sends.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="site_tokens")
    site = models.ForeignKey(Site, models.PROTECT, related_name="tokens", verbose_name="site")
    name = models.CharField("nom", max_length=60)
    digest = models.CharField("empreinte", max_length=64, unique=True)
    hint = models.CharField("ses derniers signes", max_length=4)
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)
    last_used_on = models.DateField("servi le", null=True, blank=True)

    objects = SiteTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "jeton de site"

    def __str__(self) -> str:
        return f"{self.name}, {self.site}"

    @property
    def holder(self) -> Organisation:
        """Who holds the machines that it tells of."""
        return self.site.organisation

    @property
    def actor_kind(self) -> str:
        return "site_token"

    @property
    def actor_id(self) -> uuid.UUID:
        return self.pk

    @property
    def actor_organisation_id(self) -> uuid.UUID:
        return self.site.organisation_id

    @property
    def actor_label(self) -> str:
        return self.name
