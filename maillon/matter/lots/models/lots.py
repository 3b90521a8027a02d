from django.db import models
from django.db.models import Q

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation, Role, Site
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models.regimes import Regime


class DonorQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR, Role.LOGISTICIAN):
            return mine
        return mine.filter(Q(organisation=member.organisation_id) | Q(lots__holder=member.organisation_id)).distinct()


class Donor(Record):
    """Whoever gives in a network: an organisation, or a private person with her contact."""

    class Kind(models.TextChoices):
        STATE = "state", "Service de l’État"
        AUTHORITY = "authority", "Collectivité territoriale"
        PUBLIC = "public", "Établissement public"
        COMPANY = "company", "Entreprise"
        ESS = "ess", "Structure de l’ESS ou association"
        PERSON = "person", "Particulier"

    network = models.ForeignKey(Network, models.PROTECT, related_name="donors")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="donor_files")
    kind = models.CharField("nature", max_length=10, choices=Kind)
    name = models.CharField("nom", max_length=150)
    email = models.EmailField("adresse e-mail", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    commune_code = models.CharField("commune", max_length=5, blank=True)

    objects = DonorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation"],
                condition=Q(organisation__isnull=False),
                name="lots_donor_organisation",
            )
        ]
        ordering = ["name"]
        verbose_name = "donateur"

    def __str__(self) -> str:
        return self.name


class LotQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator sees all; others what their organisation received, gave, or holds devices of."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        own = member.organisation_id
        return mine.filter(Q(holder=own) | Q(donor__organisation=own))


class Lot(Record):
    """One delivery: weighed on arrival, counted, then sorted unit by unit, then closed with its difference."""

    class State(models.TextChoices):
        RECEIVED = "received", "Reçu et pesé"
        SORTING = "sorting", "En tri"
        CLOSED = "closed", "Bilan rendu"

    LOOK = {"received": "run", "sorting": "run", "closed": "out"}

    network = models.ForeignKey(Network, models.PROTECT, related_name="lots")
    holder = models.ForeignKey(Organisation, models.PROTECT, related_name="received_lots", verbose_name="reçu par")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="lots", verbose_name="reçu à")
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="lots", verbose_name="donateur")
    regime = models.CharField("régime", max_length=24, choices=Regime)
    year = models.PositiveSmallIntegerField("année")
    number = models.PositiveIntegerField("numéro")
    state = models.CharField("état", max_length=10, choices=State, default=State.RECEIVED)
    received_on = models.DateField("reçu le")
    weighed_g = models.PositiveBigIntegerField("masse pesée (g)")
    closed_on = models.DateField("bilan du", null=True)
    gap_reason = models.CharField("écart expliqué", max_length=200, blank=True)
    to_check = models.BooleanField("réception à contrôler avant le bilan", default=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="réuni au lot"
    )

    objects = LotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "year", "number"], name="lots_lot_number"),
            models.CheckConstraint(
                # A lot that was merged into another weighs nothing any more: the other weighs both.
                condition=Q(weighed_g__gt=0, merged_into=None) | Q(weighed_g=0, merged_into__isnull=False),
                name="lots_lot_weighed",
                violation_error_message="Un lot a une masse : pesez-le.",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="lots_lot_closed",
            ),
        ]
        indexes = [models.Index(fields=["network", "received_on"], name="lots_lot_received")]
        ordering = ["-received_on", "-number"]
        verbose_name = "lot"

    def __str__(self) -> str:
        return f"Lot {self.reference}"

    @property
    def reference(self) -> str:
        return f"{self.year}-{self.number:03d}"

    @property
    def look(self) -> str:
        return self.LOOK[self.state]


class Count(models.Model):
    """What a lot holds of one category: announced by the donor, counted on arrival."""

    lot = models.ForeignKey(Lot, models.CASCADE, related_name="counts")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    announced = models.PositiveIntegerField("annoncés", null=True)
    counted = models.PositiveIntegerField("comptés")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lot", "category"], name="lots_count_category")]
        ordering = ["category__rank"]
        verbose_name = "décompte"

    def __str__(self) -> str:
        return f"{self.category} : {self.counted}"

    @property
    def difference(self) -> int:
        return self.counted - (self.announced or 0)
