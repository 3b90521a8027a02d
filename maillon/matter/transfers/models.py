import datetime

from django.db import models
from django.db.models import F, Q

from maillon.common import text
from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation, Role, Site
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Account, Category


class AgreementQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator sees the network's; a member those that it signed."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(Q(first=member.organisation_id) | Q(second=member.organisation_id))

    def between(self, one: Organisation, other: Organisation):
        """Of these two, in either order."""
        return self.filter(Q(first=one, second=other) | Q(first=other, second=one))

    def in_force(self, on: datetime.date):
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class Agreement(Record):
    """Under which terms two members hand equipment on to each other, either way: its title, since when, until when."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    first = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="entre")
    second = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="et")
    title = models.CharField("titre ou numéro", max_length=120)
    starts_on = models.DateField("conclue le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    recorded_by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="notée par")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="transfers_agreement_two_members",
                violation_error_message="Une convention lie deux membres.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="transfers_agreement_dates",
                violation_error_message="La fin vient après le début.",
            ),
        ]
        ordering = ["-starts_on", "title"]
        verbose_name = "convention entre membres"

    def __str__(self) -> str:
        return self.title


class Seal(models.TextChoices):
    """How a sealed container is when it arrives."""

    INTACT = "intact", "Intact"
    BROKEN = "broken", "Rompu"
    ABSENT = "absent", "Absent"


class TransferQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator sees the network's; the sender its own, and the receiver once it has left."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        own = member.organisation_id
        return mine.filter(Q(sender=own) | (Q(receiver=own) & ~Q(reference="")))

    def whole(self):
        """With what its pages and rules read."""
        return self.select_related("network__head", "sender", "receiver", "site", "under", "prepared_by__user")

    def to_receive(self):
        return self.filter(state=Transfer.State.SENT)

    def to_settle(self):
        return self.filter(state=Transfer.State.RECEIVED)


class Transfer(Record):
    """What one member hands on to another: listed, sent, received, reconciled. The sender holds until reception."""

    class State(models.TextChoices):
        DRAFT = "draft", "En préparation"
        SENT = "sent", "En transit"
        RECEIVED = "received", "Reçu, écarts à régler"
        CLOSED = "closed", "Reçu"
        CANCELLED = "cancelled", "Abandonné"

    LOOK = {"draft": "soon", "sent": "run", "received": "wait", "closed": "out", "cancelled": "end"}

    network = models.ForeignKey(Network, models.PROTECT, related_name="transfers")
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="sent_transfers", verbose_name="de")
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="received_transfers", verbose_name="à")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="reçu à")
    agreement = models.CharField("convention", max_length=120, blank=True)
    under = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="transfers", verbose_name="sous la convention"
    )
    seals = models.CharField("contenants scellés", max_length=200, blank=True)
    seal_states = models.JSONField("scellés à l’arrivée", default=dict, help_text="valeur de Seal et motif, par numéro")
    state = models.CharField("état", max_length=10, choices=State, default=State.DRAFT)
    reference = models.CharField("bon de transfert", max_length=20, blank=True)
    prepared_by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="préparé par")
    sent_at = models.DateTimeField("parti le", null=True, blank=True)
    received_at = models.DateTimeField("reçu le", null=True, blank=True)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(sender=F("receiver")) | Q(state__in=("closed", "cancelled")),
                name="transfers_transfer_two_members",
                violation_error_message="Un transfert va d’un membre à un autre.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "cancelled")) | (Q(sent_at__isnull=False) & ~Q(reference="")),
                name="transfers_transfer_sent",
                violation_error_message="Ce qui part a un bon de transfert.",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "state"], name="transfers_transfer_state"),
            models.Index(fields=["receiver", "state"], name="transfers_transfer_to"),
        ]
        ordering = ["-created_at"]
        verbose_name = "transfert"

    def __str__(self) -> str:
        return f"Transfert {self.reference}" if self.reference else f"Transfert vers {self.receiver}"

    @property
    def look(self) -> str:
        return self.LOOK[self.state]

    @property
    def seal_numbers(self) -> list[str]:
        return text.several(self.seals)

    @property
    def seals_told(self) -> list[tuple[str, str, str, str]]:
        """Each sealed container as it came: its number, its state, the look of its badge, why; empty before it is received."""
        return [
            (number, str(Seal(state).label), "ok" if state == Seal.INTACT else "stop", why)
            for number, (state, why) in self.seal_states.items()
        ]

    @property
    def since(self):
        """When it came to stand where it stands."""
        return self.closed_at or self.received_at or self.sent_at or self.created_at

    @property
    def card_out(self) -> str:
        """The card that arms the scans of what leaves."""
        return f"envoyer.{self.pk.hex}"

    @property
    def card_in(self) -> str:
        """The card that arms the scans of what arrives."""
        return f"recevoir.{self.pk.hex}"

    @property
    def scan_out(self) -> str:
        """Where what leaves is scanned: a page of a higher app, known by its address."""
        return f"/scanner/serie/{self.card_out}/"

    @property
    def scan_in(self) -> str:
        return f"/scanner/serie/{self.card_in}/"


class Outcome(models.TextChoices):
    """What became of one thing of a transfer; the first is what the waybill promises, the others have their reason."""

    RECEIVED = "received", "Reçu"
    DAMAGED = "damaged", "Reçu abîmé"
    KEPT = "kept", "Inattendu, gardé"
    RETURNED = "returned", "À renvoyer"
    MISSING = "missing", "Manquant"
    STAYED = "stayed", "Resté chez l’expéditeur"
    LOST = "lost", "Perdu en route"


TAKEN = (Outcome.RECEIVED, Outcome.DAMAGED, Outcome.KEPT)
LOOKS = {
    "": "soon",
    "received": "ok",
    "damaged": "wait",
    "kept": "run",
    "returned": "wait",
    "missing": "stop",
    "stayed": "out",
    "lost": "stop",
}


class Item(models.Model):
    """One device of a transfer: on its list, or found among what arrived."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="items")
    device = models.ForeignKey(Device, models.PROTECT, related_name="+", verbose_name="appareil")
    expected = models.BooleanField("sur la liste", default=True)
    mass_g = models.PositiveIntegerField("masse au départ (g)", null=True)
    seen_at = models.DateTimeField("scanné à l’arrivée le", null=True, blank=True)
    outcome = models.CharField("devenir", max_length=8, choices=Outcome, blank=True)
    reason = models.CharField("motif", max_length=200, blank=True)
    settled = models.BooleanField("réglé", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transfer", "device"], name="transfers_item_device"),
            models.UniqueConstraint(
                fields=["device"],
                condition=Q(settled=False, expected=True),
                name="transfers_item_one_list",
                violation_error_message="Cet appareil est déjà sur la liste d’un transfert.",
            ),
        ]
        ordering = ["pk"]
        verbose_name = "appareil transféré"

    def __str__(self) -> str:
        return f"{self.device.label} : {self.word}"

    @property
    def word(self) -> str:
        if self.outcome:
            return self.get_outcome_display()
        if self.seen_at:
            return "Scanné" if self.expected else "Pas sur la liste"
        return "Attendu"

    @property
    def look(self) -> str:
        return ("run" if self.expected else "wait") if self.seen_at and not self.outcome else LOOKS[self.outcome]


class Bulk(models.Model):
    """Accessories or parts of a transfer, counted in bulk, with the lots that they are taken from."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="bulks")
    account = models.CharField(
        "compte", max_length=12, choices=[(a.value, a.label) for a in (Account.ACCESSORIES, Account.PARTS)]
    )
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name="catégorie")
    units = models.PositiveIntegerField("envoyés")
    mass_g = models.PositiveBigIntegerField("masse au départ (g)", null=True)
    received = models.PositiveIntegerField("reçus", null=True, blank=True)
    outcome = models.CharField("devenir", max_length=8, choices=Outcome, blank=True)
    reason = models.CharField("motif", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transfer", "account", "category"], name="transfers_bulk_category"),
            models.CheckConstraint(
                condition=Q(units__gt=0),
                name="transfers_bulk_some",
                violation_error_message="Comptez-en au moins un.",
            ),
        ]
        ordering = ["category__rank"]
        verbose_name = "vrac transféré"

    def __str__(self) -> str:
        return self.category.named(self.units)

    @property
    def missing(self) -> int:
        """How many did not arrive; below zero when more came than were told."""
        return 0 if self.received is None else self.units - self.received

    @property
    def look(self) -> str:
        return LOOKS[self.outcome]
