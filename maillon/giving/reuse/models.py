import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillon.common import geography
from maillon.common.models import Record, RecordQuerySet
from maillon.giving.donations.models import Offer
from maillon.ground.organisations.models import Member, Network, Organisation, Role
from maillon.matter.ledger.models import Category


class ProposalQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Those who run the network and its gifts see all; others what they propose, and what is proposed to them."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR, Role.LOGISTICIAN):
            return mine
        own = member.organisation_id
        theirs = Q(invitees__organisation=own) & ~Q(state=Proposal.State.DRAFT)
        return mine.filter(Q(organisation=own) | Q(offered_by=member) | theirs).distinct()

    def running(self, day: datetime.date):
        """Those from which something may still be taken."""
        return self.filter(state=Proposal.State.OPEN, closes_on__gte=day)


class Proposal(Record):
    """Equipment that a public body offers to its own other services for some days. Its key is that of the offer to be."""

    class State(models.TextChoices):
        DRAFT = "draft", "À confirmer"
        OPEN = "open", "En cours"
        PASSED = "passed", "Reste donné au réseau"
        TAKEN = "taken", "Tout est pris"
        WITHDRAWN = "withdrawn", "Retirée"

    LOOK = {"draft": "soon", "open": "run", "passed": "out", "taken": "ok", "withdrawn": "end"}

    network = models.ForeignKey(Network, models.PROTECT, related_name="proposals")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="proposals", verbose_name="proposée par"
    )
    offered_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", verbose_name="saisie par")
    fields = models.JSONField("l’offre", help_text="les champs d’Offer, tels qu’ils lui seront donnés")
    days = models.PositiveSmallIntegerField("jours")
    state = models.CharField("état", max_length=10, choices=State, default=State.DRAFT)
    state_since = models.DateTimeField("depuis")
    closes_on = models.DateField("jusqu’au", null=True)
    offer = models.OneToOneField(
        Offer, models.PROTECT, null=True, related_name="proposal", verbose_name="offre au réseau"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="open") | Q(closes_on__isnull=False), name="reuse_proposal_closes"
            ),
            models.CheckConstraint(condition=~Q(state="passed") | Q(offer__isnull=False), name="reuse_proposal_passed"),
        ]
        indexes = [models.Index(fields=["state", "closes_on"], name="reuse_proposal_end")]
        ordering = ["-created_at"]
        verbose_name = "réemploi interne"

    def __str__(self) -> str:
        return f"Réemploi interne de {self.donor_name}"

    @property
    def donor_name(self) -> str:
        return str(self.fields["organisation_name"])

    @property
    def commune(self) -> geography.Commune:
        return geography.commune(self.fields["commune_code"])

    @property
    def look(self) -> str:
        return self.LOOK[self.state]

    @property
    def takes(self) -> bool:
        """Whether something may still be taken today."""
        return self.state == self.State.OPEN and self.closes_on is not None and timezone.localdate() <= self.closes_on

    @property
    def summary(self) -> str:
        """« 34 ordinateurs portables, 18 écrans »."""
        return ", ".join(item.category.named(item.units) for item in self.items.all())

    @property
    def age_told(self) -> str:
        return str(Offer.Age(self.fields.get("age", Offer.Age.UNKNOWN)).label).lower()

    @property
    def data_told(self) -> str:
        return str(Offer.Data(self.fields.get("data", Offer.Data.ORDINARY)).label).lower()

    @property
    def offer_fields(self) -> dict[str, Any]:
        """The columns of the offer to be."""
        kept = dict(self.fields)
        for name in ("opens_at", "closes_at"):
            if kept.get(name):
                kept[name] = datetime.time.fromisoformat(kept[name])
        return kept


class Item(Record):
    """How many units of one category are proposed."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="items")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    units = models.PositiveIntegerField("nombre")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "category"], name="reuse_item_category"),
            models.CheckConstraint(condition=Q(units__gt=0), name="reuse_item_units"),
        ]
        ordering = ["category__rank"]
        verbose_name = "objet proposé en interne"

    def __str__(self) -> str:
        return self.category.named(self.units)


class Invitee(Record):
    """A sister service to which something is proposed: by its account, by the link sent to its address, or by both."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="invitees")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", verbose_name="service")
    email = models.EmailField("adresse e-mail", blank=True)

    class Meta:
        ordering = ["created_at"]
        verbose_name = "service invité"

    def __str__(self) -> str:
        return self.organisation.name if self.organisation else self.email


class Take(Record):
    """What a sister service takes: so many units, in someone's name; given back, they may be taken again."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="taken")
    invitee = models.ForeignKey(Invitee, models.PROTECT, related_name="taken")
    units = models.PositiveIntegerField("nombre")
    name = models.CharField("pris par", max_length=120)
    given_back_at = models.DateTimeField("rendu le", null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(units__gt=0), name="reuse_take_units")]
        ordering = ["created_at"]
        verbose_name = "prise en réemploi interne"

    def __str__(self) -> str:
        return f"{self.item.category.named(self.units)} pour {self.invitee}"
