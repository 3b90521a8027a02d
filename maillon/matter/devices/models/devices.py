from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation, Role, Site
from maillon.matter.ledger.models import Category, Location
from maillon.matter.lots.models import Lot, Regime


class State(models.TextChoices):
    """Where a device is in its life; exactly one at any time."""

    ANNOUNCED = "announced", "Annoncé"
    RECEIVED = "received", "Reçu"
    SORTED = "sorted", "Trié"
    TO_ERASE = "to_erase", "À effacer"
    ERASED = "erased", "Effacé"
    IN_REPAIR = "in_repair", "En réparation"
    READY = "ready", "Prêt"
    RESERVED = "reserved", "Réservé"
    HANDED_OVER = "handed_over", "Remis"
    SOLD = "sold", "Vendu"
    ON_LOAN = "on_loan", "Prêté"
    RETURNED = "returned", "Revenu"
    DISMANTLED = "dismantled", "Démonté"
    RECYCLED = "recycled", "Recyclé"
    LOST = "lost", "Perdu"


LOOKS = {
    State.ANNOUNCED: "soon",
    State.RECEIVED: "run",
    State.SORTED: "run",
    State.TO_ERASE: "wait",
    State.ERASED: "ok",
    State.IN_REPAIR: "run",
    State.READY: "ok",
    State.RESERVED: "kept",
    State.HANDED_OVER: "out",
    State.SOLD: "out",
    State.ON_LOAN: "out",
    State.RETURNED: "wait",
    State.DISMANTLED: "end",
    State.RECYCLED: "end",
    State.LOST: "stop",
}

# Every state in which the device stands in someone's stock, and may still be dismantled, recycled or lost.
IN_STOCK = (
    State.RECEIVED,
    State.SORTED,
    State.TO_ERASE,
    State.ERASED,
    State.IN_REPAIR,
    State.READY,
    State.RESERVED,
    State.RETURNED,
)
# With a person or an association.
EXITS = (State.HANDED_OVER, State.SOLD, State.ON_LOAN)
# No move to these without the proof that nothing readable is left.
PROVEN = (State.ERASED, State.IN_REPAIR, State.READY, State.RESERVED, *EXITS)
# « Reconditionné » is a regulated word (Code de la consommation, R122-4): tested and erased.
REFURBISHED = (State.READY, State.RESERVED, *EXITS)

_GONE = frozenset({State.DISMANTLED, State.RECYCLED, State.LOST})
MOVES: dict[str, frozenset[str]] = {
    State.ANNOUNCED: frozenset({State.RECEIVED}),
    State.RECEIVED: frozenset({State.SORTED}) | _GONE,
    State.SORTED: frozenset({State.TO_ERASE, State.ERASED, State.IN_REPAIR}) | _GONE,
    State.TO_ERASE: frozenset({State.ERASED}) | _GONE,
    State.ERASED: frozenset({State.TO_ERASE, State.IN_REPAIR}) | _GONE,
    State.IN_REPAIR: frozenset({State.TO_ERASE, State.READY}) | _GONE,
    State.READY: frozenset({State.TO_ERASE, State.IN_REPAIR, State.RESERVED}) | _GONE,
    State.RESERVED: frozenset({State.READY, *EXITS}),
    State.HANDED_OVER: frozenset({State.RETURNED}),
    State.SOLD: frozenset({State.RETURNED}),
    State.ON_LOAN: frozenset({State.RETURNED}),
    State.RETURNED: frozenset({State.SORTED}) | _GONE,
    State.DISMANTLED: frozenset(),
    State.RECYCLED: frozenset(),
    State.LOST: frozenset({State.RECEIVED}),
}


class DeviceQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator sees the network's; others what their organisation holds, or gave."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        own = Q(holder=member.organisation_id)
        if member.has(Role.DONOR):
            own |= Q(lot__donor__organisation=member.organisation_id)
        return mine.filter(own)

    def stocked(self):
        return self.filter(state__in=IN_STOCK)


class Device(Record):
    """One piece of equipment, followed from its reception to the person's table, or to its recycling."""

    class MassSource(models.TextChoices):
        MEASURED = "measured", "mesurée"
        DEFAULT = "default", "de la catégorie"

    class Grade(models.TextChoices):
        PREMIUM = "premium", "Premium"
        A = "a", "A"
        B = "b", "B"
        C = "c", "C"
        D = "d", "D"

    class Usage(models.TextChoices):
        OCCASIONAL = "occasionnel", "Occasionnel"
        EVERYDAY = "courant", "Courant"
        ADVANCED = "avance", "Avancé"

    class Aside(models.TextChoices):
        PARTS = "parts", "À démonter"
        WASTE = "waste", "À recycler"

    network = models.ForeignKey(Network, models.PROTECT, related_name="devices")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="devices")
    regime = models.CharField("régime", max_length=24, choices=Regime)
    holder = models.ForeignKey(Organisation, models.PROTECT, related_name="devices", verbose_name="détenu par")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="rangé à")
    location = models.ForeignKey(
        Location, models.PROTECT, null=True, blank=True, related_name="devices", verbose_name="emplacement"
    )
    category = models.ForeignKey(Category, models.PROTECT, related_name="devices", verbose_name="catégorie")
    label = models.CharField("étiquette", max_length=16, unique=True)
    state = models.CharField("état", max_length=12, choices=State, default=State.RECEIVED)
    state_since = models.DateTimeField("depuis")
    aside = models.CharField("mis de côté", max_length=8, choices=Aside, blank=True)
    mass_g = models.PositiveIntegerField("masse (g)")
    mass_source = models.CharField("masse", max_length=10, choices=MassSource, default=MassSource.DEFAULT)
    manufacturer = models.CharField("marque", max_length=80, blank=True)
    model = models.CharField("modèle", max_length=120, blank=True)
    serial = models.CharField("numéro de série", max_length=80, blank=True)
    asset_tag = models.CharField("numéro d’inventaire du donateur", max_length=80, blank=True)
    hardware_uuid = models.CharField("identifiant matériel", max_length=40, blank=True)
    cpu = models.CharField("processeur", max_length=120, blank=True)
    ram_mib = models.PositiveIntegerField("mémoire (Mio)", null=True, blank=True)
    screen = models.CharField("écran", max_length=60, blank=True)
    battery_pct = models.PositiveSmallIntegerField("santé de la batterie (%)", null=True, blank=True)
    cleared_at = models.DateTimeField("données effacées le", null=True, blank=True)
    no_medium = models.CharField("absence de support attestée", max_length=200, blank=True)
    tested_at = models.DateTimeField("testé le", null=True, blank=True)
    grade = models.CharField("grade", max_length=8, choices=Grade, blank=True)
    usage = models.CharField("usage", max_length=12, choices=Usage, blank=True)
    system = models.CharField("système", max_length=80, blank=True)
    system_until = models.DateField("système suivi jusqu’au", null=True, blank=True)
    known_defects = models.CharField("défauts connus", max_length=200, blank=True)
    promised_to = models.UUIDField("promis à", null=True, blank=True)
    promised_until = models.DateField("promis jusqu’au", null=True, blank=True)
    transfer = models.UUIDField("en route, dans le transfert", null=True, blank=True)
    guarantee_until = models.DateField("garanti jusqu’au", null=True, blank=True)
    search = models.CharField(max_length=300, blank=True, editable=False)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=PROVEN) | Q(cleared_at__isnull=False),
                name="devices_device_proven",
                violation_error_message="Rien ne sort avec des données : l’effacement n’est pas prouvé.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=REFURBISHED) | (Q(tested_at__isnull=False) & ~Q(grade="")),
                name="devices_device_refurbished",
                violation_error_message="Un appareil prêt est testé et noté.",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.RESERVED) & Q(promised_to__isnull=False))
                | (~Q(state=State.RESERVED) & Q(promised_to__isnull=True)),
                name="devices_device_promise",
                violation_error_message="Un appareil réservé est promis une fois, et une seule.",
            ),
            models.CheckConstraint(
                condition=Q(mass_g__gt=0),
                name="devices_device_mass",
                violation_error_message="Un appareil a une masse.",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "state", "category"], name="devices_device_stock"),
            models.Index(fields=["network", "-created_at"], name="devices_device_newest"),
            models.Index(fields=["holder", "state"], name="devices_device_holder"),
            models.Index(fields=["serial"], name="devices_device_serial"),
        ]
        verbose_name = "appareil"

    def __str__(self) -> str:
        return f"{self.title} ({self.label})"

    @property
    def title(self) -> str:
        """« Lenovo ThinkPad T480 », or the category while the machine is not known."""
        name = (
            self.model
            if self.model.lower().startswith(self.manufacturer.lower())
            else f"{self.manufacturer} {self.model}"
        )
        return name.strip() or self.category.name

    @property
    def look(self) -> str:
        return LOOKS[State(self.state)]

    @property
    def in_stock(self) -> bool:
        return self.state in IN_STOCK

    @property
    def out(self) -> bool:
        return self.state in EXITS

    @property
    def refurbished(self) -> bool:
        """Whether the regulated word « reconditionné » may be used of it."""
        return self.state in REFURBISHED and self.cleared_at is not None and self.tested_at is not None

    @property
    def outdated(self) -> bool:
        """Whether its system is no longer maintained by its makers."""
        return self.system_until is not None and self.system_until < timezone.localdate()

    @property
    def short_label(self) -> str:
        """The label without the network's prefix, as read aloud."""
        return self.label.partition("-")[2]
