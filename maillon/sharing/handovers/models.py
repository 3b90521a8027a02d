from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillon.common import geography
from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation, Role
from maillon.matter.devices.models import Device
from maillon.matter.devices.models import State as DeviceState
from maillon.matter.ledger.models import Category
from maillon.sharing.accompaniment.models import Enrolment
from maillon.sharing.needs.models import Need, NeedItem


class HandOverQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator sees all (never the identity); the distributor what it hands over; the prescriber hers."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        own = member.organisation_id
        return mine.filter(Q(distributor=own) | Q(need__prescriber=own))

    def done(self):
        return self.filter(state=HandOver.State.DONE)


class HandOver(Record):
    """One appointment at which a request is served, and then the hand-over itself."""

    class Kind(models.TextChoices):
        GIFT = "gift", "Don"
        SALE = "sale", "Vente solidaire"
        LOAN = "loan", "Prêt"

    class State(models.TextChoices):
        PLANNED = "planned", "Rendez-vous pris"
        DONE = "done", "Remis"
        CANCELLED = "cancelled", "Annulé"

    LOOK = {"planned": "kept", "done": "out", "cancelled": "end"}
    DEVICE_STATE = {"gift": DeviceState.HANDED_OVER, "sale": DeviceState.SOLD, "loan": DeviceState.ON_LOAN}

    network = models.ForeignKey(Network, models.PROTECT, related_name="handovers")
    need = models.ForeignKey(Need, models.PROTECT, related_name="handovers", verbose_name="demande")
    distributor = models.ForeignKey(Organisation, models.PROTECT, related_name="handovers", verbose_name="remis par")
    kind = models.CharField("à quel titre", max_length=5, choices=Kind, default=Kind.GIFT)
    state = models.CharField("état", max_length=10, choices=State, default=State.PLANNED)
    planned_at = models.DateTimeField("rendez-vous")
    place = models.CharField("lieu", max_length=160)
    commune_code = models.CharField("commune", max_length=5)
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, null=True, blank=True, related_name="handovers", verbose_name="accompagnement"
    )
    waiver = models.CharField("sans accompagnement, parce que", max_length=200, blank=True)
    done_on = models.DateField("remis le", null=True, blank=True)
    done_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", verbose_name="remis par")
    guarantee_until = models.DateField("garantie jusqu’au", null=True, blank=True)
    return_on = models.DateField("à rendre le", null=True, blank=True, help_text="un prêt")

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="done") & Q(done_on__isnull=False)) | (~Q(state="done") & Q(done_on__isnull=True)),
                name="handovers_handover_done",
            ),
            models.UniqueConstraint(
                fields=["need"],
                condition=Q(state="planned"),
                name="handovers_handover_one_appointment",
                violation_error_message="Un rendez-vous est déjà pris pour cette demande.",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "state", "done_on"], name="handovers_handover_period"),
            models.Index(fields=["distributor", "state", "planned_at"], name="handovers_handover_agenda"),
        ]
        ordering = ["-planned_at"]
        verbose_name = "remise"

    def __str__(self) -> str:
        return f"Remise de la demande {self.need.reference}"

    @property
    def look(self) -> str:
        return self.LOOK[self.state]

    @property
    def commune(self) -> geography.Commune:
        return geography.commune(self.commune_code)

    @property
    def late(self) -> bool:
        """Whether its hour is past and nobody said what happened."""
        return self.state == HandOver.State.PLANNED and self.planned_at < timezone.now()

    @property
    def price_cents(self) -> int:
        return sum(item.price_cents for item in self.items.all())


class HandOverItem(models.Model):
    """One device of a hand-over, with the price paid for it in cents, all taxes included (0: gift or loan)."""

    handover = models.ForeignKey(HandOver, models.CASCADE, related_name="items", verbose_name="remise")
    need_item = models.ForeignKey(NeedItem, models.PROTECT, related_name="handover_items")
    device = models.ForeignKey(Device, models.PROTECT, related_name="handover_items", verbose_name="appareil")
    price_cents = models.PositiveIntegerField("prix (centimes)", default=0)
    first = models.BooleanField("première remise de cet appareil", default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handover", "device"], name="handovers_item_device")]
        verbose_name = "appareil remis"

    def __str__(self) -> str:
        return str(self.device)


class HandOverAccessory(models.Model):
    """Accessories handed over with it, counted in bulk."""

    handover = models.ForeignKey(HandOver, models.CASCADE, related_name="accessories", verbose_name="remise")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name="catégorie")
    units = models.PositiveSmallIntegerField("nombre")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "category"], name="handovers_accessory_category"),
            models.CheckConstraint(condition=Q(units__gt=0), name="handovers_accessory_units"),
        ]
        verbose_name = "accessoire remis"

    def __str__(self) -> str:
        return self.category.named(self.units)
