import uuid

from django.conf import settings
from django.db import models

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models.networks import Network
from maillon.ground.organisations.models.organisations import Organisation
from maillon.ground.organisations.models.roles import WORKSHOP, Role


class MemberQuerySet(RecordQuerySet):
    def active(self):
        return self.filter(ended_on__isnull=True, user__is_active=True)

    def visible_to(self, member: "Member"):
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return self.filter(network=member.network_id)
        return self.filter(network=member.network_id, organisation=member.organisation_id)

    def having(self, role: str):
        """Those who hold this role. The roles are a short JSON list, searched as text on both databases."""
        return self.filter(roles__icontains=f'"{role}"')


class Member(Record):
    """A person acting for an organisation in a network: the actor of every act."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="members")
    network = models.ForeignKey(Network, models.CASCADE, related_name="members")
    roles = models.JSONField("rôles", default=list, help_text="valeurs de Role")
    function = models.CharField("fonction", max_length=80, blank=True)
    since = models.DateField("depuis le")
    ended_on = models.DateField("parti le", null=True, blank=True)
    confirmed_on = models.DateField("confirmé le", null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "network"], name="organisations_member_unique")
        ]
        verbose_name = "membre"

    def __str__(self) -> str:
        return f"{self.user.full_name} · {self.organisation}"

    def has(self, *roles: str) -> bool:
        """Whether the person holds one of these roles here."""
        return any(role in self.roles for role in roles)

    @property
    def in_workshop(self) -> bool:
        return self.has(*WORKSHOP)

    @property
    def coordinates(self) -> bool:
        """Whether she runs the network itself, beyond her own organisation."""
        return self.has(Role.COORDINATOR)

    @property
    def has_password(self) -> bool:
        """Whether she has chosen a password."""
        return self.user.has_usable_password()

    @property
    def full_name(self) -> str:
        return self.user.full_name

    @property
    def organisation_name(self) -> str:
        return self.organisation.name

    @property
    def roles_label(self) -> str:
        return ", ".join(str(Role(role).label).lower() for role in self.roles)

    @property
    def actor_kind(self) -> str:
        return "member"

    @property
    def actor_id(self) -> uuid.UUID:
        return self.pk

    @property
    def actor_organisation_id(self) -> uuid.UUID:
        return self.organisation_id

    @property
    def actor_label(self) -> str:
        return self.full_name
