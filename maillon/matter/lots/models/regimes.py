import datetime

from django.db import models
from django.db.models import F, Q

from maillon.matter.ledger.models import Category


class Regime(models.TextChoices):
    """Under which law something was given; values as in `docs/glossary.md`, law in `REFERENCE`."""

    STATE_GIFT = "don_etat", "Don d’un service de l’État"
    AUTHORITY_GIFT = "don_collectivite", "Don d’une collectivité"
    COMPANY_GIFT_RECEIPT = "don_mecenat", "Don d’une entreprise, avec reçu fiscal"
    COMPANY_GIFT = "don_sans_recu", "Don d’une entreprise ou d’une association, sans reçu"
    PERSON_GIFT = "don_particulier", "Don d’un particulier"
    PURCHASE = "achat", "Achat"
    WASTE_REUSE = "dechet_reutilisation", "Déchet préparé en vue de la réutilisation"
    LOAN = "pret", "Prêt"

    @property
    def public(self) -> bool:
        """Given by a public body: resale is limited (CGPPP, art. L3212-2 and L3212-3)."""
        return self in PUBLIC_GIFTS

    @property
    def reference(self) -> str:
        return REFERENCE.get(self, "")


PUBLIC_GIFTS = (Regime.STATE_GIFT, Regime.AUTHORITY_GIFT)

REFERENCE = {
    Regime.STATE_GIFT: "CGPPP, art. L3212-2 et D3212-3",
    Regime.AUTHORITY_GIFT: "CGPPP, art. L3212-3",
    Regime.COMPANY_GIFT_RECEIPT: "CGI, art. 238 bis",
    Regime.PERSON_GIFT: "CGI, art. 200",
    Regime.PURCHASE: "Code pénal, art. 321-7",
    Regime.WASTE_REUSE: "Code de l’environnement, art. L541-1-1",
}


class Ceiling(models.Model):
    """The highest price, all taxes included, of what a public body gave: dated data, never a constant.

    Source of those shipped: décret 2022-1413 of 7 November 2022.
    """

    category = models.ForeignKey(Category, models.CASCADE, related_name="ceilings")
    amount_cents = models.PositiveIntegerField("plafond (centimes)")
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    source = models.CharField("texte", max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="lots_ceiling_dates",
                violation_error_message="La fin précède le début.",
            )
        ]
        verbose_name = "plafond de prix"

    def __str__(self) -> str:
        return f"{self.category} : {self.amount_cents} centimes"

    @classmethod
    def of(cls, category: Category, on: datetime.date) -> "Ceiling | None":
        """The ceiling in force on that day, or None where the decree names none."""
        return (
            cls.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), category=category, starts_on__lte=on)
            .order_by("-starts_on")
            .first()
        )
