import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillon.common import geography, hours, phones
from maillon.common.models import Record, RecordQuerySet
from maillon.common.text import fold
from maillon.ground.organisations.models import Member, Network, Organisation, Role
from maillon.sharing.directory.models.vocabulary import (
    KINDS,
    Access,
    Audience,
    Care,
    Category,
    Cost,
    Label,
    Programme,
    Roaming,
    Service,
    Support,
)

RUNS = (Role.COORDINATOR, Role.ADMINISTRATOR)
PUBLISHED = Q(closed_on=None, merged_into=None)
MARKED = ("services", "audiences", "costs", "care", "categories")
"""The lists by which a search chooses."""


class PlaceQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """To look after: all of the network for those who run it, else those of one's own organisation."""
        mine = self.filter(network=member.network_id, merged_into=None)
        return mine if member.has(*RUNS) else mine.filter(organisation=member.organisation_id)

    def published(self):
        return self.filter(PUBLISHED)

    def stale(self, on: datetime.date):
        """Those that nobody has said to be still true for a year."""
        return self.published().filter(updated_on__lt=on - datetime.timedelta(days=365))

    def having(self, field: str, value: str):
        """Those whose list holds this word, by their marks: one short text, which the index of searches holds."""
        return self.filter(marks__contains=f" {field}={value} ")


class Place(Record):
    """Where someone is helped with digital matters: the fields of the national standard, and what the network adds.

    `placed` says whether the coordinates are the place's own; else they are the centre of its commune. `kept` names
    the fields that someone of the network corrected, which a new import leaves alone.
    """

    VOCABULARY = {
        "services": Service,
        "audiences": Audience,
        "care": Care,
        "costs": Cost,
        "roaming": Roaming,
        "access": Access,
        "support": Support,
        "programmes": Programme,
        "labels": Label,
        "categories": Category,
    }

    network = models.ForeignKey(Network, models.PROTECT, related_name="places")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="places", verbose_name="tenu par"
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    categories = models.JSONField("famille de partenaires", default=list, blank=True)
    reference = models.CharField("identifiant du producteur", max_length=120, blank=True)
    pivot = models.CharField("SIRET, RNA ou RIDET", max_length=14, blank=True)
    name = models.CharField("nom", max_length=150)
    commune_code = models.CharField("commune", max_length=5, blank=True)
    commune_name = models.CharField("nom de la commune", max_length=100)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    address_more = models.CharField("complément d’adresse", max_length=250, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    placed = models.BooleanField("position exacte", default=False)
    kinds = models.JSONField("typologie", default=list, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    emails = models.JSONField("adresses e-mail", default=list, blank=True)
    websites = models.JSONField("sites", default=list, blank=True)
    opening_hours = models.CharField("horaires", max_length=500, blank=True, help_text="syntaxe d’OpenStreetMap")
    summary = models.CharField("en une phrase", max_length=280, blank=True)
    details = models.TextField("présentation", max_length=8000, blank=True)
    source = models.CharField("source", max_length=150, blank=True)
    roaming = models.JSONField("itinérance", default=list, blank=True)
    parent = models.CharField("structure parente", max_length=150, blank=True)
    updated_on = models.DateField("à jour le")
    services = models.JSONField("services", default=list, blank=True)
    audiences = models.JSONField("publics", default=list, blank=True)
    care = models.JSONField("prise en charge spécifique", default=list, blank=True)
    costs = models.JSONField("frais", default=list, blank=True)
    programmes = models.JSONField("programmes nationaux", default=list, blank=True)
    labels = models.JSONField("labels", default=list, blank=True)
    other_labels = models.JSONField("autres labels", default=list, blank=True)
    access = models.JSONField("comment y accéder", default=list, blank=True)
    support = models.JSONField("comment on y est aidé", default=list, blank=True)
    accessibility_url = models.CharField("fiche Acceslibre", max_length=500, blank=True)
    booking_url = models.CharField("prise de rendez-vous", max_length=500, blank=True)
    kept = models.JSONField("corrigé ici", default=list, blank=True)
    closed_on = models.DateField("fermé le", null=True, blank=True)
    reminded_on = models.DateField("relancé le", null=True, blank=True)
    words = models.TextField("mots cherchés", blank=True)
    marks = models.CharField("critères cherchés", max_length=1500, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "source", "reference"],
                condition=~Q(reference=""),
                name="directory_place_reference",
                violation_error_message="Ce lieu de cette source est déjà dans l’annuaire.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="directory_place_position",
                violation_error_message="Donnez la latitude et la longitude, ou aucune des deux.",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "name", "id"], condition=PUBLISHED, name="directory_place_by_name"),
            # All that a search of the whole country reads is in the index: the rows, a hundred times larger, are not opened.
            models.Index(
                fields=["network", "latitude", "longitude", "marks"], condition=PUBLISHED, name="directory_place_found"
            ),
        ]
        ordering = ["name", "pk"]
        verbose_name = "lieu"

    def __str__(self) -> str:
        return self.name

    @property
    def commune(self) -> geography.Commune | None:
        return geography.commune(self.commune_code) if self.commune_code else None

    @property
    def phone_told(self) -> str:
        """« 02 61 91 55 22 »."""
        return phones.display(self.phone)

    @property
    def where(self) -> str:
        """« 3 rue des Forges, 56300 Pontivy »."""
        town = f"{self.postcode} {self.commune_name}".strip().replace("'", "’")
        return ", ".join(part for part in (self.address, self.address_more, town) if part)

    @property
    def kinds_told(self) -> str:
        return ", ".join(KINDS.get(code, code) for code in self.kinds)

    def told(self, field: str) -> list[str]:
        """The words of one of its lists, as the standard says them."""
        vocabulary = self.VOCABULARY[field]
        return [str(vocabulary(value).label) for value in getattr(self, field) if value in vocabulary.values]

    @property
    def services_told(self) -> list[str]:
        return self.told("services")

    @property
    def costs_told(self) -> str:
        return ", ".join(self.told("costs"))

    @property
    def categories_told(self) -> str:
        return ", ".join(self.told("categories"))

    @property
    def week(self) -> list[tuple[str, str]]:
        """The days of this week with their hours; empty when they are not known."""
        return hours.week(self.opening_hours, timezone.localdate())

    @property
    def open_now(self) -> bool | None:
        """None when its hours are not known."""
        return hours.is_open(self.opening_hours, timezone.localtime())

    @property
    def is_stale(self) -> bool:
        return self.updated_on < timezone.localdate() - datetime.timedelta(days=365)

    @property
    def searched(self) -> str:
        """What a search for words reads: to be kept in `words`."""
        parts = (self.name, self.commune_name, self.postcode, self.address, self.summary, *self.services_told)
        return fold(" ".join((*parts, self.kinds_told)))

    @property
    def marked(self) -> str:
        """What a search by criteria reads: to be kept in `marks`."""
        return " ".join(["", *(f"{field}={value}" for field in MARKED for value in getattr(self, field)), ""])
