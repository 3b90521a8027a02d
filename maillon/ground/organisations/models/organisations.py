import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillon.common import geography, moments, phones, siret
from maillon.common.models import Record, RecordQuerySet


def check_siret(text: str) -> None:
    """A SIRET must have 14 digits and the right key."""
    try:
        siret.check(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def check_commune(code: str) -> None:
    """A commune is named by its official code (COG, Insee)."""
    try:
        geography.commune(code)
    except geography.UnknownCommune as error:
        raise ValidationError(str(error)) from error


class Organisation(Record):
    """A legal person: administration, local authority, company, association, insertion company…"""

    class Kind(models.TextChoices):
        STATE = "state", "Service de l’État"
        AUTHORITY = "authority", "Collectivité territoriale"
        PUBLIC = "public", "Établissement public"
        COMPANY = "company", "Entreprise"
        ESS = "ess", "Structure de l’économie sociale et solidaire"
        ASSOCIATION = "association", "Association"

    name = models.CharField("nom", max_length=150)
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[check_siret])
    kind = models.CharField("nature", max_length=12, choices=Kind)
    address = models.CharField("adresse", max_length=200, blank=True)
    commune_code = models.CharField("commune", max_length=5, validators=[check_commune])
    email = models.EmailField("adresse e-mail", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="réunie à"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["siret"],
                condition=~Q(siret=""),
                name="organisations_organisation_siret",
                violation_error_message="Une organisation porte déjà ce SIRET : rejoignez-la.",
            )
        ]
        ordering = ["name"]
        verbose_name = "organisation"

    def __str__(self) -> str:
        return self.name

    @property
    def commune(self) -> geography.Commune:
        return geography.commune(self.commune_code)

    @property
    def siret_told(self) -> str:
        """« 732 829 320 00074 »."""
        return siret.display(self.siret)

    @property
    def phone_told(self) -> str:
        """« 02 61 91 55 22 »."""
        return phones.display(self.phone)

    def holds(self, quality: str, on: datetime.date) -> bool:
        """Whether the organisation can prove this legal quality on that day."""
        return any(held.quality == quality and held.covers(on) for held in self.qualities.all())

    def lapsed(self, kinds: Iterable[str], on: datetime.date) -> str:
        """« Sa preuve « Organisme d’intérêt général » a fini le 3 mars 2026. » of the last of these that is over; else nothing."""
        held = [one for one in self.qualities.all() if one.quality in kinds]
        over = [(one.ends_on, str(one)) for one in held if one.ends_on and one.ends_on < on]
        if not over or any(one.covers(on) for one in held):
            return ""
        ended_on, name = max(over)
        return f" Sa preuve « {name} » a fini le {moments.day(ended_on)}."

    def may_receive_public_gifts(self, on: datetime.date) -> bool:
        """CGPPP L3212-2, 3°: RUP, ESUS and intérêt-général organisations, of what Maillon keeps the proof of."""
        return any(self.holds(quality, on) for quality in RECEIVING)

    def may_resell_public_gifts(self, on: datetime.date) -> bool:
        """CGPPP L3212-2: only a RUP or intérêt-général association may sell what a public body gave."""
        return any(self.holds(quality, on) for quality in RESELLING)


class QualityQuerySet(RecordQuerySet):
    def visible_to(self, member):
        return self.filter(organisation__affiliations__network=member.network_id)


class Quality(Record):
    """What an organisation can prove of itself, with its dates: a legal quality, an approval, an insurance.

    Outlets and receipts depend on it. One that the organisation hands in by itself counts once the network has read it.
    """

    class Kind(models.TextChoices):
        RUP = "rup", "Association reconnue d’utilité publique"
        IG = "ig", "Organisme d’intérêt général"
        ESUS = "esus", "Entreprise solidaire d’utilité sociale"
        EI = "ei", "Entreprise d’insertion"
        ACI = "aci", "Atelier et chantier d’insertion"
        WASTE = "waste", "Autorisation pour les déchets"
        INSURANCE = "assur", "Assurance responsabilité civile"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="qualities")
    quality = models.CharField("qualité", max_length=5, choices=Kind)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    proof = models.CharField("référence de la preuve", max_length=120)
    pending = models.BooleanField("à lire par le réseau", default=False)
    reminders = models.PositiveSmallIntegerField("rappels envoyés", default=0)

    objects = QualityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="organisations_quality_dates",
                violation_error_message="La fin précède le début.",
            )
        ]
        verbose_name = "qualité juridique"

    def __str__(self) -> str:
        return self.get_quality_display()

    def covers(self, day: datetime.date) -> bool:
        """Whether it counts on that day: read by the network, begun and not over."""
        return not self.pending and self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def is_current(self) -> bool:
        return self.covers(timezone.localdate())


RECEIVING = (Quality.Kind.RUP, Quality.Kind.ESUS, Quality.Kind.IG)
"""What lets an organisation hold what a public body gave (CGPPP L3212-2, 3°)."""
RESELLING = (Quality.Kind.RUP, Quality.Kind.IG)
"""What lets an association sell it."""


class SiteQuerySet(RecordQuerySet):
    def visible_to(self, member):
        return self.filter(organisation__affiliations__network=member.network_id)


class Site(Record):
    """A place where an organisation works: depot, workshop, welcome desk."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sites")
    name = models.CharField("nom", max_length=120)
    address = models.CharField("adresse", max_length=200, blank=True)
    commune_code = models.CharField("commune", max_length=5, validators=[check_commune])
    departement = models.CharField("département", max_length=3, editable=False)
    receives = models.BooleanField("reçoit du matériel", default=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="organisations_site_name")]
        ordering = ["name"]
        verbose_name = "site"

    def __str__(self) -> str:
        return self.name

    @property
    def commune(self) -> geography.Commune:
        return geography.commune(self.commune_code)
