import datetime
from collections import Counter

from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillon.common import geography
from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation, Role
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.sharing.people.models import Person


class NeedQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator and distributors see the queue (never the identity); a prescriber, her organisation's requests."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR, Role.DISTRIBUTOR):
            return mine
        return mine.filter(prescriber=member.organisation_id)

    def queued(self):
        """Those that a device would serve today; a question left unanswered keeps others out."""
        return self.filter(state=Need.State.WAITING)

    def waiting(self):
        return self.filter(state__in=(Need.State.WAITING, Need.State.QUESTION))

    def open(self):
        return self.filter(state__in=Need.OPEN)


class Need(Record):
    """One request: who asks, for whom, for what use, with what accompaniment; one or several items.

    The person's identity is not here: `person` points to a file that only her prescriber opens.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "En attente"
        QUESTION = "question", "Précision demandée"
        RESERVED = "reserved", "Matériel réservé"
        APPOINTED = "appointed", "Rendez-vous pris"
        SERVED = "served", "Remise faite"
        REFUSED = "refused", "Refusée"
        EXPIRED = "expired", "Expirée"
        CANCELLED = "cancelled", "Annulée"

    OPEN = (State.WAITING, State.QUESTION, State.RESERVED, State.APPOINTED)
    LOOK = {
        "waiting": "wait",
        "question": "wait",
        "reserved": "kept",
        "appointed": "kept",
        "served": "out",
        "refused": "stop",
        "expired": "end",
        "cancelled": "end",
    }

    class Project(models.TextChoices):
        JOB = "emploi", "Chercher un emploi"
        STUDY = "etudes", "Se former, étudier"
        RIGHTS = "demarches", "Faire ses démarches"
        TIES = "liens", "Garder le lien"
        HEALTH = "sante", "Suivre sa santé"

    class Requirement(models.TextChoices):
        LARGE_SCREEN = "grand_ecran", "Grand écran"
        SCREEN_READER = "lecteur_ecran", "Lecteur d’écran"
        LIGHT = "leger", "Appareil léger"
        KEYBOARD = "clavier", "Vrai clavier"
        CAMERA = "camera", "Caméra pour la vidéo"

    class Connection(models.TextChoices):
        NONE = "none", "Aucune"
        MOBILE = "mobile", "Partage de son téléphone"
        BOX = "box", "Box à la maison"
        PUBLIC = "public", "Wifi d’un lieu public"

    class Level(models.TextChoices):
        BEGINNER = "debutant", "Débutante"
        INTERMEDIATE = "intermediaire", "Intermédiaire"
        ADVANCED = "avance", "À l’aise"

    network = models.ForeignKey(Network, models.PROTECT, related_name="needs")
    year = models.PositiveSmallIntegerField("année")
    number = models.PositiveIntegerField("numéro")
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING)
    state_since = models.DateTimeField("depuis")
    asked_on = models.DateField("demandée le")
    prescriber = models.ForeignKey(Organisation, models.PROTECT, related_name="needs", verbose_name="demandée par")
    referent = models.ForeignKey(Member, models.PROTECT, related_name="needs", verbose_name="référente")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="needs")
    association = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="needs_for_itself", verbose_name="association"
    )
    commune_code = models.CharField("commune", max_length=5)
    projects = models.JSONField("projet", default=list)
    usage = models.CharField("usage", max_length=12, choices=Device.Usage)
    requirements = models.JSONField("besoins", default=list)
    connection = models.CharField("connexion à la maison", max_length=8, choices=Connection, blank=True)
    level = models.CharField("aisance", max_length=14, choices=Level, blank=True)
    accompaniment = models.CharField("accompagnement prévu", max_length=200, blank=True)
    urgent_before = models.DateField("urgent avant le", null=True, blank=True)
    eligible_on = models.DateField("conditions attestées le")
    contribution_cents = models.PositiveIntegerField("participation possible (centimes)", null=True, blank=True)
    exchange = models.TextField("question ou raison", max_length=2000, blank=True)
    answer = models.TextField("réponse", max_length=2000, blank=True)
    served_on = models.DateField("remise le", null=True, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "year", "number"], name="needs_need_number"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, association__isnull=True)
                | Q(person__isnull=True, association__isnull=False),
                name="needs_need_for_whom",
                violation_error_message="Une demande est pour une personne, ou pour une association.",
            ),
            models.CheckConstraint(
                condition=(Q(state="served") & Q(served_on__isnull=False))
                | (~Q(state="served") & Q(served_on__isnull=True)),
                name="needs_need_served",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "state", "asked_on"], name="needs_need_queue"),
            models.Index(fields=["prescriber", "state"], name="needs_need_prescriber"),
        ]
        ordering = ["asked_on", "number"]
        verbose_name = "demande"

    def __str__(self) -> str:
        return f"Demande {self.reference}"

    @property
    def reference(self) -> str:
        return f"{'A' if self.association_id else 'B'}-{self.year}-{self.number:04d}"

    @property
    def look(self) -> str:
        return self.LOOK[self.state]

    @property
    def commune(self) -> geography.Commune:
        return geography.commune(self.commune_code)

    @property
    def projects_label(self) -> str:
        return ", ".join(str(self.Project(project).label) for project in self.projects) or "Projet non précisé"

    @property
    def requirements_label(self) -> str:
        return ", ".join(str(self.Requirement(need).label).lower() for need in self.requirements)

    @property
    def wanted(self) -> str:
        """« Ordinateur portable », « 3 ordinateurs fixes, 1 écran »: what it asks for, from its items."""
        counts = Counter(item.category for item in self.items.all())
        if sum(counts.values()) == 1:
            return next(iter(counts)).name
        return ", ".join(category.named(count) for category, count in counts.items())

    @property
    def urgent(self) -> bool:
        return self.urgent_before is not None and self.urgent_before >= timezone.localdate()

    @property
    def age_days(self) -> int:
        """For how many days it has been waiting."""
        return (timezone.localdate() - self.asked_on).days

    def weight_days(self, today: datetime.date) -> int:
        """Its place in the queue: days waited, and those that an attested urgency counts for."""
        urgent = self.urgent_before is not None and self.urgent_before >= today
        return (today - self.asked_on).days + (self.network.urgency_days if urgent else 0)


class NeedItem(Record):
    """One device asked for, and the one promised or given."""

    class State(models.TextChoices):
        WAITING = "waiting", "En attente"
        RESERVED = "reserved", "Réservé"
        SERVED = "served", "Remis"
        CANCELLED = "cancelled", "Annulé"

    need = models.ForeignKey(Need, models.PROTECT, related_name="items", verbose_name="demande")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name="catégorie")
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING)
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="need_items")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device"],
                condition=Q(state="reserved"),
                name="needs_needitem_one_promise",
                violation_error_message="Cet appareil est déjà promis.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("reserved", "served"), device__isnull=False)
                | Q(state__in=("waiting", "cancelled"), device__isnull=True),
                name="needs_needitem_device",
            ),
        ]
        indexes = [models.Index(fields=["state", "category"], name="needs_needitem_queue")]
        verbose_name = "objet demandé"

    def __str__(self) -> str:
        return f"{self.category} : {self.get_state_display().lower()}"
