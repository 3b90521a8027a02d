import datetime

from django.db import models
from django.db.models import Q

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member
from maillon.matter.lots.models import Donor, Lot


class ValuationQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """What the member's organisation may issue a receipt for: it received the gift, or heads the network."""
        mine = self.filter(lot__network=member.network_id)
        if member.coordinates or member.network.head_id == member.organisation_id:
            return mine
        return mine.filter(lot__holder=member.organisation_id)

    def waiting(self):
        """Those that nobody answered."""
        return self.filter(refused_at=None, receipts=None)


class Valuation(Record):
    """What a donor says that its gift is worth, in cents, with the paper that shows it. Nobody else ever proposes a value.

    The donor's name and address are those that its receipt bears.
    """

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="valuations")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="valuations")
    value_cents = models.PositiveBigIntegerField("valeur déclarée (centimes)")
    basis = models.CharField("comment elle est établie", max_length=200)
    name = models.CharField("nom ou dénomination", max_length=150)
    address = models.CharField("adresse", max_length=200)
    legal_form = models.CharField("forme juridique", max_length=80, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    declared_by = models.CharField("déclaré par", max_length=120)
    refused_at = models.DateTimeField("écartée le", null=True)
    refused_why = models.CharField("pourquoi", max_length=300, blank=True)

    objects = ValuationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value_cents__gt=0),
                name="donors_valuation_value",
                violation_error_message="La valeur est plus grande que zéro.",
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None) | ~Q(refused_why=""),
                name="donors_valuation_refused",
                violation_error_message="Dites pourquoi le reçu ne peut pas être établi.",
            ),
        ]
        ordering = ["created_at"]
        verbose_name = "valeur déclarée"

    def __str__(self) -> str:
        return f"Valeur déclarée du {self.lot}"

    @property
    def live_receipt(self) -> "Receipt | None":
        """The receipt that stands, or None."""
        return self.receipts.filter(cancels=None, cancelled_by=None).first()

    @property
    def declared_on(self) -> datetime.date:
        return self.created_at.date()


class ReceiptQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Those that the member's organisation issued; the network's for its coordinator."""
        mine = self.filter(document__network=member.network_id)
        return mine if member.coordinates else mine.filter(document__issuer=member.organisation_id)

    def standing(self):
        """Neither cancelled, nor a cancellation."""
        return self.filter(cancels=None, cancelled_by=None)


class Receipt(Record):
    """A tax receipt, or the counter-entry that cancels one: same numbers, negative value. The database lets none change.

    What it says is here and in its document's facts; a private person's name and address are here only.
    """

    class Form(models.TextChoices):
        COMPANY = "16216", "Entreprise (CERFA 16216)"
        PERSON = "11580", "Particulier (CERFA 11580)"

    document = models.OneToOneField(Document, models.PROTECT, related_name="receipt")
    valuation = models.ForeignKey(Valuation, models.PROTECT, related_name="receipts")
    form = models.CharField("formulaire", max_length=5, choices=Form)
    value_cents = models.BigIntegerField("valeur (centimes)")
    given_on = models.DateField("donné le")
    name = models.CharField("nom ou dénomination", max_length=150)
    address = models.CharField("adresse", max_length=200)
    cancels = models.OneToOneField("self", models.PROTECT, null=True, related_name="cancelled_by")
    reason = models.CharField("motif de l’annulation", max_length=300, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cancels=None, value_cents__gt=0) | (Q(value_cents__lt=0) & ~Q(reason="")),
                name="donors_receipt_value",
                violation_error_message="Un reçu a une valeur ; son annulation, la valeur contraire et un motif.",
            )
        ]
        ordering = ["-created_at"]
        verbose_name = "reçu fiscal"

    def __str__(self) -> str:
        return str(self.document)
