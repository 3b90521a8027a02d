import datetime

from django.db import models
from django.db.models import F, Q

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation, Role, Site


class Category(models.Model):
    """A kind of equipment: what it weighs by default, whether it holds data, how other systems name it.

    Default masses are medians of declared weights (Boavizta, environmental-footprint-data 2023) where they exist.
    """

    class Family(models.TextChoices):
        DEVICE = "device", "Appareil"
        ACCESSORY = "accessory", "Accessoire"
        PART = "part", "Pièce"
        FURNITURE = "furniture", "Mobilier"

    # What is followed in number and mass, without a label; and all that a donor gives, parts being taken out of it.
    BULK = (Family.ACCESSORY, Family.FURNITURE)
    GIVEN = (Family.DEVICE, *BULK)

    slug = models.SlugField("identifiant", primary_key=True)
    name = models.CharField("nom", max_length=60)
    plural = models.CharField("au pluriel", max_length=60)
    family = models.CharField("famille", max_length=10, choices=Family)
    icon = models.CharField("pictogramme", max_length=20, blank=True)
    default_mass_g = models.PositiveIntegerField("masse par défaut (g)")
    least_mass_g = models.PositiveIntegerField("masse plausible, au moins (g)")
    most_mass_g = models.PositiveIntegerField("masse plausible, au plus (g)")
    mass_source = models.CharField("source de la masse", max_length=120)
    holds_data = models.BooleanField("porte des données", default=False)
    waste_code = models.CharField("code déchet", max_length=10, default="16 02 14")
    rank = models.PositiveSmallIntegerField("ordre", default=100)

    class Meta:
        ordering = ["rank", "name"]
        verbose_name = "catégorie"

    def __str__(self) -> str:
        return self.name

    @property
    def counted_in_bulk(self) -> bool:
        return self.family in self.BULK

    def named(self, count: int) -> str:
        """« 1 ordinateur portable », « 12 ordinateurs portables »."""
        return f"{count} {self.name.lower() if count < 2 else self.plural.lower()}"


class CarbonFactor(models.Model):
    """What one reused unit spares, in grams of CO2 equivalent, by one method: dated data, never a constant.

    The two methods answer different questions, and are never added together. `low_g` and `high_g` are the bounds of what
    is published elsewhere for such a device, None where nothing else is.
    """

    class Method(models.TextChoices):
        MANUFACTURE = "manufacture", "Fabrication évitée"
        YEAR_OF_USE = "year_of_use", "Usage prolongé, par an"

    category = models.ForeignKey(Category, models.CASCADE, related_name="carbon")
    method = models.CharField("méthode", max_length=12, choices=Method)
    co2e_g = models.PositiveIntegerField("g de CO₂e par unité")
    low_g = models.PositiveIntegerField("au moins (g)", null=True, blank=True)
    high_g = models.PositiveIntegerField("au plus (g)", null=True, blank=True)
    bounds_source = models.CharField("source de la fourchette", max_length=160, blank=True)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    source = models.CharField("source", max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "method", "starts_on"], name="ledger_carbonfactor_start"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="ledger_carbonfactor_dates",
                violation_error_message="La fin précède le début.",
            ),
            models.CheckConstraint(
                condition=Q(low_g=None, high_g=None)
                | (Q(low_g__lte=F("co2e_g"), high_g__gte=F("co2e_g")) & ~Q(bounds_source="")),
                name="ledger_carbonfactor_bounds",
                violation_error_message="La fourchette entoure la valeur, et dit sa source.",
            ),
        ]
        ordering = ["category__rank", "method", "-starts_on"]
        verbose_name = "facteur carbone"

    def __str__(self) -> str:
        return f"{self.category}, {self.get_method_display().lower()} : {self.co2e_g} g de CO₂e"

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the most that is published; the value itself where nothing else is."""
        return self.low_g or self.co2e_g, self.high_g or self.co2e_g

    def holds_on(self, day: datetime.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Account(models.TextChoices):
    """Where matter stands. The first four are stock; the others are outside."""

    UNSORTED = "unsorted", "À trier"
    DEVICES = "devices", "Appareils"
    ACCESSORIES = "accessories", "Accessoires"
    PARTS = "parts", "Pièces"
    DONOR = "donor", "Donateurs"
    PEOPLE = "people", "Remis"
    WASTE = "waste", "Déchets"
    LOST = "lost", "Perdu"
    MEMBER = "member", "Autre membre"
    GAP = "gap", "Inexpliqué"


STOCK = (Account.UNSORTED, Account.DEVICES, Account.ACCESSORIES, Account.PARTS)


class MovementQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        mine = self.filter(network=member.network_id)
        return mine if member.has(Role.COORDINATOR, Role.ADMINISTRATOR) else mine.filter(holder=member.organisation_id)


class Movement(models.Model):
    """Units and grams that went from one account to another, on a day, at one holder.

    Append-only. Negative values are counter-entries that say which movement they correct, or the unexplained part of a
    lot that holds more than was weighed.
    """

    id = models.BigAutoField(primary_key=True)
    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    lot = models.UUIDField(null=True)
    device = models.UUIDField(null=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=12, choices=Account)
    target = models.CharField(max_length=12, choices=Account)
    units = models.IntegerField()
    mass_g = models.BigIntegerField()
    on = models.DateField("jour")
    reason = models.CharField("motif", max_length=200, blank=True)
    act = models.UUIDField(help_text="l’écriture du journal dont ce mouvement vient, ou l’identifiant de l’acte")
    corrects = models.BigIntegerField(null=True)

    objects = MovementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="ledger_movement_moves",
                violation_error_message="Un mouvement va d’un compte à un autre.",
            ),
            models.CheckConstraint(
                condition=Q(source__in=STOCK) | Q(target__in=STOCK),
                name="ledger_movement_touches_stock",
                violation_error_message="Un mouvement entre dans le stock ou en sort.",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "on", "source", "target"], name="ledger_movement_period"),
            models.Index(fields=["lot"], name="ledger_movement_lot"),
            models.Index(fields=["device"], name="ledger_movement_device"),
        ]
        verbose_name = "mouvement"

    def __str__(self) -> str:
        return f"{self.on} {self.source} → {self.target} : {self.units} u, {self.mass_g} g"


class Stock(models.Model):
    """What one holder has of one lot, account and category: the running sum of the movements, locked to change.

    Only what is not sorted yet may be negative, when a lot turns out to hold more than was weighed or counted.
    """

    id = models.BigAutoField(primary_key=True)
    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    lot = models.UUIDField(null=True)
    account = models.CharField(max_length=12, choices=Account)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    units = models.IntegerField(default=0)
    mass_g = models.BigIntegerField(default=0)

    objects = MovementQuerySet.as_manager()

    class Meta:
        constraints = [
            # One row a place; a missing lot or category is a place too, which SQL takes for different ones.
            models.UniqueConstraint(
                fields=["network", "holder", "lot", "account", "category"], name="ledger_stock_place"
            ),
            models.UniqueConstraint(
                fields=["network", "holder", "lot", "account"],
                condition=Q(category=None),
                name="ledger_stock_place_mixed",
            ),
            models.UniqueConstraint(
                fields=["network", "holder", "account", "category"],
                condition=Q(lot=None),
                name="ledger_stock_place_no_lot",
            ),
            models.UniqueConstraint(
                fields=["network", "holder", "account"],
                condition=Q(lot=None, category=None),
                name="ledger_stock_place_bare",
            ),
            models.CheckConstraint(
                condition=Q(account=Account.UNSORTED) | Q(units__gte=0, mass_g__gte=0),
                name="ledger_stock_not_negative",
                violation_error_message="Il n’en reste pas autant en stock.",
            ),
            models.CheckConstraint(condition=Q(account__in=STOCK), name="ledger_stock_account"),
        ]
        verbose_name = "stock"

    def __str__(self) -> str:
        return f"{self.holder} {self.account} : {self.units} u, {self.mass_g} g"


class LocationQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator sees the network's; others those of their organisation's sites."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(site__organisation=member.organisation_id)

    def in_use(self):
        return self.filter(closed_on=None)


class Location(Record):
    """Where things stand in a site: a zone, or a shelf of a zone. Its printed code is as a device's label."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="locations")
    site = models.ForeignKey(Site, models.PROTECT, related_name="locations")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="shelves", verbose_name="dans la zone"
    )
    name = models.CharField("nom", max_length=40)
    code = models.CharField("code", max_length=16, unique=True)
    closed_on = models.DateField("supprimé le", null=True, blank=True)

    objects = LocationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "site", "parent", "name"],
                condition=Q(closed_on=None, parent__isnull=False),
                name="ledger_location_name",
                violation_error_message="Cette zone a déjà un emplacement de ce nom.",
            ),
            models.UniqueConstraint(
                fields=["network", "site", "name"],
                condition=Q(closed_on=None, parent=None),
                name="ledger_location_zone_name",
                violation_error_message="Ce site a déjà une zone de ce nom.",
            ),
        ]
        ordering = ["name"]
        verbose_name = "emplacement"

    def __str__(self) -> str:
        return f"{self.parent.name} › {self.name}" if self.parent else self.name

    @property
    def path(self) -> str:
        """« Dépôt › Réserve › B3 »."""
        return f"{self.site.name} › {self}"

    @property
    def is_zone(self) -> bool:
        return self.parent_id is None
