import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models.organisations import Organisation
from maillon.ground.organisations.models.roles import Role


class Network(Record):
    """A filière: the tenant. Its head, its rules, its colours; nothing of it shows in another network."""

    class Accent(models.TextChoices):
        BLUE = "bleu", "Bleu"
        PLUM = "prune", "Prune"
        OCHRE = "ocre", "Ocre"
        GREEN = "vert", "Vert"
        SLATE = "ardoise", "Ardoise"
        BRICK = "brique", "Brique"

    name = models.CharField("nom", max_length=120)
    short_name = models.CharField("nom court", max_length=40)
    slug = models.SlugField("identifiant", unique=True)
    prefix = models.CharField(
        "préfixe des étiquettes",
        max_length=5,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2,5}$", "De deux à cinq lettres capitales.")],
    )
    accent = models.CharField("couleur", max_length=8, choices=Accent, default=Accent.GREEN)
    logo = models.UUIDField("logo", null=True, blank=True, editable=False)
    head = models.ForeignKey(Organisation, models.PROTECT, related_name="heads", verbose_name="tête de réseau")
    purpose = models.CharField("en une phrase", max_length=200, blank=True)
    place = models.CharField("là où il agit", max_length=80, blank=True, help_text="« en Bretagne »")
    fictional = models.BooleanField("fiches fictives", default=False)
    # Rules of the network: settings, never constants of the code.
    accompaniment_required = models.BooleanField("remise liée à un accompagnement", default=True)
    gift_guarantee_months = models.PositiveSmallIntegerField("garantie d’un don (mois)", default=12)
    sale_guarantee_months = models.PositiveSmallIntegerField("garantie d’une vente (mois)", default=24)
    reservation_days = models.PositiveSmallIntegerField("durée d’une réservation (jours)", default=10)
    answer_days = models.PositiveSmallIntegerField("délai de réponse à une offre (jours)", default=5)
    internal_reuse_days = models.PositiveSmallIntegerField("réemploi interne d’abord (jours)", default=15)
    urgency_days = models.PositiveSmallIntegerField("une urgence attestée compte pour (jours)", default=30)
    recertify_months = models.PositiveSmallIntegerField("on confirme qui agit tous les (mois)", default=12)
    recertify_days = models.PositiveSmallIntegerField("délai pour confirmer (jours)", default=30)
    recertify_closes = models.BooleanField("sans réponse, les accès se ferment", default=False)
    expiry_notice_days = models.PositiveSmallIntegerField("rappel avant la fin d’un titre (jours)", default=60)

    class Meta:
        ordering = ["name"]
        verbose_name = "réseau"

    def __str__(self) -> str:
        return self.name


class TerritoryQuerySet(RecordQuerySet):
    def visible_to(self, member):
        return self.filter(network=member.network_id)


class Territory(Record):
    """A named set of communes of a network, for instance a PTCE. A figure is in it by where it happened."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="territories")
    slug = models.SlugField("identifiant")
    name = models.CharField("nom", max_length=120)
    communes = models.JSONField("communes", default=list, help_text="codes officiels")

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "slug"], name="organisations_territory_slug")]
        ordering = ["name"]
        verbose_name = "territoire"

    def __str__(self) -> str:
        return self.name


class OrganisationRole(models.TextChoices):
    HEAD = "tete", "Tête de réseau"
    DONOR = "donateur", "Donateur"
    COLLECTOR = "collecteur", "Collecteur"
    REFURBISHER = "reconditionneur", "Reconditionneur"
    PRESCRIBER = "accompagnant", "Accompagnant"
    DISTRIBUTOR = "distributeur", "Distributeur"
    MEDIATOR = "partenaire", "Partenaire numérique"
    FUNDER = "financeur", "Financeur"
    RECYCLER = "recycleur", "Recycleur"


class AffiliationQuerySet(RecordQuerySet):
    def visible_to(self, member):
        """Those who run the network and receive its gifts see all; others, not those that only give, but their own."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR, Role.LOGISTICIAN):
            return mine
        return mine.filter(~Q(roles=[OrganisationRole.DONOR.value]) | Q(organisation=member.organisation_id))

    def present(self):
        """Those that have not left."""
        return self.filter(ended_on__isnull=True)

    def having(self, role: str):
        """Those that play this part. The roles are a short JSON list, searched as text on both databases."""
        return self.filter(roles__icontains=f'"{role}"')


class Affiliation(Record):
    """An organisation known to a network, with the parts that it plays there; it can play several at once."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="affiliations")
    roles = models.JSONField("rôles", default=list, help_text="valeurs de OrganisationRole")
    since = models.DateField("depuis le")
    ended_on = models.DateField("parti le", null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()
    Role = OrganisationRole

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "organisation"], name="organisations_affiliation_unique")
        ]
        verbose_name = "rattachement"

    def __str__(self) -> str:
        return f"{self.organisation} · {self.network}"

    @property
    def roles_label(self) -> str:
        return ", ".join(str(OrganisationRole(role).label).lower() for role in self.roles)


def in_force(day: datetime.date) -> Q:
    """What runs on that day, by its first and last days."""
    return (Q(ends_on__isnull=True) | Q(ends_on__gte=day)) & Q(starts_on__lte=day)


class MembershipQuerySet(RecordQuerySet):
    def visible_to(self, member):
        return self.filter(network=member.network_id)

    def in_force(self, day: datetime.date):
        return self.filter(in_force(day))


class Membership(Record):
    """An adherent's dated membership of a network, or of one of its territories."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="memberships")
    territory = models.ForeignKey(Territory, models.CASCADE, null=True, blank=True, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="organisations_membership_dates",
                violation_error_message="La fin précède le début.",
            ),
            models.UniqueConstraint(
                fields=["network", "territory", "organisation"],
                condition=Q(ends_on__isnull=True),
                name="organisations_membership_current",
                violation_error_message="Cette adhésion est déjà en cours.",
            ),
            models.UniqueConstraint(
                fields=["network", "organisation"],
                condition=Q(ends_on__isnull=True, territory=None),
                name="organisations_membership_network",
                violation_error_message="Cette adhésion est déjà en cours.",
            ),
        ]
        verbose_name = "adhésion"

    def __str__(self) -> str:
        return f"{self.organisation} · {self.territory or self.network}"

    @property
    def is_current(self) -> bool:
        today = timezone.localdate()
        return self.starts_on <= today and (self.ends_on is None or today <= self.ends_on)
