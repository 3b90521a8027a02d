from django.db import models
from django.db.models import Q

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Lot


class ReceptionQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        return self.filter(lot__in=Lot.objects.visible_to(member))


class Reception(Record):
    """The check of one lot: what should be in it, what it weighs at the workshop, how its seals are, why each difference.

    It may be concluded again when its lot is reopened.
    """

    lot = models.OneToOneField(Lot, models.PROTECT, related_name="reception", verbose_name="lot")
    weighed_g = models.PositiveBigIntegerField("masse à l’atelier (g)", null=True)
    seals = models.JSONField("scellés constatés", default=dict, help_text="valeur de Seal, par numéro")
    concluded_at = models.DateTimeField("contrôlée le", null=True)
    concluded_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", verbose_name="contrôlée par")

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weighed_g__isnull=True) | Q(weighed_g__gt=0),
                name="receptions_reception_weighed",
                violation_error_message="Un lot a une masse : pesez-le.",
            )
        ]
        verbose_name = "contrôle de réception"

    def __str__(self) -> str:
        return f"Réception du {self.lot}"


class ListedUnit(Record):
    """One line of what a lot should hold, from the list joined to the offer or handed in with the lot.

    Only what names the equipment is kept: neither the file, nor its other columns, which may name people. `seen` counts
    what was pointed at on arrival by its number, before it is a device.
    """

    reception = models.ForeignKey(Reception, models.CASCADE, related_name="listed")
    line = models.PositiveIntegerField("ligne du fichier")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    units = models.PositiveIntegerField("nombre", default=1)
    manufacturer = models.CharField("marque", max_length=80, blank=True)
    model = models.CharField("modèle", max_length=120, blank=True)
    serial = models.CharField("numéro de série", max_length=80, blank=True)
    asset_tag = models.CharField("numéro d’inventaire", max_length=80, blank=True)
    seen = models.PositiveIntegerField("pointés à l’arrivée", default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(units__gt=0), name="receptions_listedunit_units")]
        ordering = ["line", "pk"]
        verbose_name = "objet de la liste"

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """« Lenovo ThinkPad T480 », or the category when the list says no more."""
        known = self.model.lower().startswith(self.manufacturer.lower())
        name = self.model if known else f"{self.manufacturer} {self.model}"
        return name.strip() or self.category.name

    @property
    def numbers(self) -> str:
        """« série PF1ABC, inventaire 4012 »."""
        told = (f"série {self.serial}" if self.serial else "", f"inventaire {self.asset_tag}" if self.asset_tag else "")
        return ", ".join(part for part in told if part)


class Explanation(models.Model):
    """Why one difference is: of a line of the list, a device, a count, the mass, a seal, as `subject` names it."""

    reception = models.ForeignKey(Reception, models.CASCADE, related_name="explanations")
    subject = models.CharField("écart", max_length=100)
    reason = models.CharField("motif", max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reception", "subject"], name="receptions_explanation_subject"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="receptions_explanation_said",
                violation_error_message="Dites pourquoi.",
            ),
        ]
        verbose_name = "motif d’écart"

    def __str__(self) -> str:
        return self.reason
