import datetime

from django.db import models
from django.db.models import F, Q

from maillon.common import geography, phones, siret
from maillon.common.models import Record, RecordQuerySet
from maillon.giving.agreements.models import Frame
from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Member, Network, Organisation, Role
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Donor, Lot, Regime


class OfferQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator and logistics see all of the network's; others what they offered, or are to collect."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR, Role.LOGISTICIAN):
            return mine
        return mine.filter(
            Q(donor__organisation=member.organisation_id) | Q(offered_by=member) | Q(assigned_to=member.organisation_id)
        )

    def waiting(self):
        return self.filter(state__in=(Offer.State.SUBMITTED, Offer.State.ANSWERED))


class Offer(Record):
    """Equipment that someone would give: what, how many, where, holding what data, and who to call."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", "Offert"
        QUESTION = "question", "Précision demandée"
        ANSWERED = "answered", "Précision donnée"
        ACCEPTED = "accepted", "Accepté"
        REFUSED = "refused", "Refusé"
        WITHDRAWN = "withdrawn", "Retiré"
        RECEIVED = "received", "Reçu et pesé"

    LOOK = {
        "submitted": "wait",
        "question": "soon",
        "answered": "wait",
        "accepted": "run",
        "refused": "stop",
        "withdrawn": "end",
        "received": "out",
    }

    class Age(models.TextChoices):
        UNDER_4 = "0-4", "Moins de 4 ans"
        FROM_4_TO_6 = "4-6", "4 à 6 ans"
        FROM_7_TO_10 = "7-10", "7 à 10 ans"
        OVER_10 = "10+", "Plus de 10 ans"
        UNKNOWN = "unknown", "Je ne sais pas"

    class Condition(models.TextChoices):
        WORKING = "working", "Ils marchent"
        MIXED = "mixed", "C’est mélangé"
        UNKNOWN = "unknown", "Je ne sais pas"

    class Data(models.TextChoices):
        ORDINARY = "ordinary", "Oui, données ordinaires"
        SENSITIVE = "sensitive", "Oui, et c’est sensible"
        REMOVED = "removed", "Non, retirés"

    class Floor(models.TextChoices):
        GROUND = "ground", "De plain-pied"
        LIFT = "lift", "À l’étage, avec ascenseur"
        STAIRS = "stairs", "À l’étage, par l’escalier"
        UNKNOWN = "unknown", "Je ne sais pas"

    class Day(models.IntegerChoices):
        MONDAY = 0, "Lundi"
        TUESDAY = 1, "Mardi"
        WEDNESDAY = 2, "Mercredi"
        THURSDAY = 3, "Jeudi"
        FRIDAY = 4, "Vendredi"
        SATURDAY = 5, "Samedi"

    network = models.ForeignKey(Network, models.PROTECT, related_name="offers")
    year = models.PositiveSmallIntegerField("année")
    number = models.PositiveIntegerField("numéro")
    state = models.CharField("état", max_length=10, choices=State, default=State.SUBMITTED)
    state_since = models.DateTimeField("depuis")
    offered_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", verbose_name="offert par")
    donor = models.ForeignKey(Donor, models.PROTECT, null=True, related_name="offers", verbose_name="donateur")
    donor_kind = models.CharField("vous êtes", max_length=10, choices=Donor.Kind)
    organisation_name = models.CharField("nom de la structure", max_length=150, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    contact_name = models.CharField("votre nom", max_length=120)
    email = models.EmailField("adresse e-mail")
    phone = models.CharField("téléphone", max_length=20, blank=True)
    address = models.CharField("adresse d’enlèvement", max_length=200, blank=True)
    commune_code = models.CharField("commune", max_length=5)
    access = models.CharField("accès", max_length=200, blank=True)
    floor = models.CharField("où est le matériel", max_length=8, choices=Floor, default=Floor.UNKNOWN)
    dock = models.BooleanField("un quai ou un hayon peut servir", default=False)
    weekdays = models.JSONField(
        "jours d’ouverture", default=list, blank=True, help_text="0 à 5 ; vide : lundi à vendredi"
    )
    opens_at = models.TimeField("ouvre à", null=True, blank=True)
    closes_at = models.TimeField("ferme à", null=True, blank=True)
    wished = models.CharField("dates souhaitées", max_length=200, blank=True)
    age = models.CharField("âge de la plupart", max_length=8, choices=Age, default=Age.UNKNOWN)
    condition = models.CharField("état du matériel", max_length=8, choices=Condition, default=Condition.UNKNOWN)
    data = models.CharField("données dans les disques", max_length=10, choices=Data, default=Data.ORDINARY)
    message = models.TextField("message", max_length=2000, blank=True)
    regime = models.CharField("régime", max_length=24, choices=Regime, blank=True)
    frame = models.ForeignKey(
        Frame, models.PROTECT, null=True, blank=True, related_name="offers", verbose_name="sous la convention-cadre"
    )
    exchange = models.TextField("question ou raison", max_length=2000, blank=True)
    answer = models.TextField("réponse du donateur", max_length=2000, blank=True)
    assigned_to = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="confié à"
    )
    referred_to = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="orienté vers"
    )
    proposed_days = models.JSONField("jours proposés", default=list, blank=True, help_text="AAAA-MM-JJ, trois au plus")
    agreed_on = models.DateField("jour convenu", null=True, blank=True)
    guidance = models.ForeignKey(
        "donations.Guidance", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="consignes lues"
    )
    guidance_read_at = models.DateTimeField("consignes lues le", null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "year", "number"], name="donations_offer_number"),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "received")) | (Q(donor__isnull=False) & ~Q(regime="")),
                name="donations_offer_regime",
                violation_error_message="Une offre acceptée a un donateur et un régime.",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="donations_offer_hours",
                violation_error_message="L’heure de fermeture vient après celle d’ouverture.",
            ),
        ]
        indexes = [models.Index(fields=["network", "state", "state_since"], name="donations_offer_queue")]
        ordering = ["-created_at"]
        verbose_name = "offre de don"

    def __str__(self) -> str:
        return f"Offre {self.reference}"

    @property
    def reference(self) -> str:
        return f"{self.year}-{self.number:03d}"

    @property
    def look(self) -> str:
        return self.LOOK[self.state]

    @property
    def donor_name(self) -> str:
        return self.organisation_name or self.contact_name

    @property
    def siret_told(self) -> str:
        """« 732 829 320 00074 »."""
        return siret.display(self.siret)

    @property
    def phone_told(self) -> str:
        """« 02 61 91 55 22 »."""
        return phones.display(self.phone)

    @property
    def days(self) -> list[datetime.date]:
        """The days that were proposed to the donor."""
        return [datetime.date.fromisoformat(day) for day in self.proposed_days]

    @property
    def commune(self) -> geography.Commune:
        return geography.commune(self.commune_code)

    @property
    def summary(self) -> str:
        """« 34 ordinateurs portables, 18 écrans »."""
        return ", ".join(line.category.named(line.units) for line in self.lines.all()) or "rien de compté"


class OfferDraftQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Those that she began, signed in."""
        return self.filter(network=member.network_id, kept_by=member)


class OfferDraft(Record):
    """An offer begun: what was typed, as it was typed. Its key is that of the offer to be.

    Whoever holds its secret link goes on with it, and whoever began it signed in finds it again; it is forgotten when the
    offer is sent, or after thirty days.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    kept_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", verbose_name="commencé par")
    content = models.JSONField("réponses")
    kept_at = models.DateTimeField("gardé le")

    objects = OfferDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "brouillon d’offre"

    def __str__(self) -> str:
        return f"Brouillon du {self.kept_at:%d/%m/%Y}"


class AnnouncedUnit(models.Model):
    """One line of the list that a donor joined, as it was announced, to be compared with what arrives.

    Only what names the equipment is kept: neither the file, nor its other columns, which may name people.
    """

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="announced")
    line = models.PositiveIntegerField("ligne du fichier")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    units = models.PositiveIntegerField("nombre", default=1)
    manufacturer = models.CharField("marque", max_length=80, blank=True)
    model = models.CharField("modèle", max_length=120, blank=True)
    serial = models.CharField("numéro de série", max_length=80, blank=True)
    asset_tag = models.CharField("numéro d’inventaire", max_length=80, blank=True)
    acquired_on = models.DateField("acquis le", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "line"], name="donations_announcedunit_line"),
            models.CheckConstraint(condition=Q(units__gt=0), name="donations_announcedunit_units"),
        ]
        ordering = ["line"]
        verbose_name = "objet annoncé"

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.category), self.manufacturer, self.model, self.serial]))


class Consent(Record):
    """That a named person accepted an agreement for the donor, online or by the paper she sent back: final, as it was read."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="consents")
    document = models.OneToOneField(Document, models.PROTECT, related_name="consent", verbose_name="convention")
    digest = models.CharField("empreinte de ce qui est accepté", max_length=64)
    name = models.CharField("nom", max_length=120)
    capacity = models.CharField("qualité", max_length=120, blank=True)
    signed_on = models.DateField("accepté le")
    on_paper = models.BooleanField("signée sur papier", default=False)

    class Meta:
        verbose_name = "acceptation"

    def __str__(self) -> str:
        return f"{self.document}, {self.signed_on:%d/%m/%Y}"


class Sender(models.Model):
    """How many offers came from one connection in an hour; the connection is known by a hash that changes every day."""

    key = models.CharField("empreinte", max_length=32)
    hour = models.DateTimeField("heure")
    count = models.PositiveSmallIntegerField("offres", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "hour"], name="donations_sender_hour")]
        verbose_name = "expéditeur"

    def __str__(self) -> str:
        return f"{self.count} offres"


class Guidance(Record):
    """What a kind of donor is told: its legal frame, or how to sort. One version of a text, never edited: a new one follows.

    `body` holds one point a line, with after a bar the text of law that it comes from. Without a network, it is everyone's.
    """

    class Subject(models.TextChoices):
        LEGAL = "legal", "Cadre légal"
        SORTING = "sorting", "Consignes de tri"

    network = models.ForeignKey(Network, models.PROTECT, null=True, blank=True, related_name="guidance")
    subject = models.CharField("sujet", max_length=8, choices=Subject)
    donor_kind = models.CharField("donateur", max_length=10, choices=Donor.Kind)
    version = models.PositiveSmallIntegerField("version")
    starts_on = models.DateField("depuis le")
    body = models.TextField("texte", max_length=4000)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "subject", "donor_kind", "version"], name="donations_guidance_version"
            )
        ]
        ordering = ["subject", "donor_kind", "-version"]
        verbose_name = "consigne"

    def __str__(self) -> str:
        return f"{self.get_subject_display()}, {self.get_donor_kind_display()}, version {self.version}"

    @property
    def points(self) -> list[tuple[str, str]]:
        """Each point with its source, empty when it has none."""
        lines = (line.partition("|") for line in self.body.splitlines() if line.strip())
        return [(point.strip(), source.strip()) for point, _, source in lines]


class OfferLine(models.Model):
    """How many units of one category are offered, to the donor's best knowledge."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="lines")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    units = models.PositiveIntegerField("nombre")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "category"], name="donations_offerline_category"),
            models.CheckConstraint(condition=Q(units__gt=0), name="donations_offerline_units"),
        ]
        ordering = ["category__rank"]
        verbose_name = "ligne d’offre"

    def __str__(self) -> str:
        return self.category.named(self.units)


class Delivery(models.Model):
    """That a lot came of an offer; one offer may arrive in several lots."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="deliveries")
    lot = models.OneToOneField(Lot, models.PROTECT, related_name="delivery")

    class Meta:
        verbose_name = "livraison"

    def __str__(self) -> str:
        return f"{self.offer} → {self.lot}"
