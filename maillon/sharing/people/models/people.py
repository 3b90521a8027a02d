import datetime
from typing import Any, cast

from django.db import models

from maillon.common import geography
from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation
from maillon.sharing.people.models.vault import SealedField


class PersonQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The organisation that accompanies her, and no other: not even the coordinator."""
        return self.filter(network=member.network_id, organisation=member.organisation_id)


class Person(Record):
    """A helped person. Her identity is sealed; the rest says only what the service and its figures need.

    Enumerations are those of La Coop de la médiation numérique.
    """

    class AgeBracket(models.TextChoices):
        UNDER_12 = "moins_de_douze", "Moins de 12 ans"
        FROM_12 = "douze_dix_huit", "12 à 18 ans"
        FROM_18 = "dix_huit_vingt_quatre", "18 à 24 ans"
        FROM_25 = "vingt_cinq_trente_neuf", "25 à 39 ans"
        FROM_40 = "quarante_cinquante_neuf", "40 à 59 ans"
        FROM_60 = "soixante_soixante_neuf", "60 à 69 ans"
        OVER_70 = "soixante_dix_plus", "70 ans et plus"
        UNSAID = "non_communique", "Non communiqué"

        @classmethod
        def of(cls, born_on: datetime.date, on: datetime.date) -> "Person.AgeBracket":
            """The bracket of someone born on that day."""
            age = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
            steps = ((12, cls.UNDER_12), (18, cls.FROM_12), (25, cls.FROM_18), (40, cls.FROM_25), (60, cls.FROM_40))
            last = cls.FROM_60 if age < 70 else cls.OVER_70
            return next((bracket for limit, bracket in steps if age < limit), last)

    class Status(models.TextChoices):
        SCHOOL = "scolarise", "Scolarisé ou scolarisée"
        JOBLESS = "sans_emploi", "Sans emploi"
        EMPLOYED = "en_emploi", "En emploi"
        RETIRED = "retraite", "À la retraite"
        UNSAID = "non_communique", "Non communiqué"

    network = models.ForeignKey(Network, models.PROTECT, related_name="people")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="accompanied", verbose_name="accompagnée par"
    )
    identity = SealedField("identité", null=True, help_text="last_name, first_name, born_on, phone, email, reference")
    fingerprint = models.CharField("empreinte", max_length=64, blank=True)
    commune_code = models.CharField("commune", max_length=5)
    age_bracket = models.CharField("âge", max_length=24, choices=AgeBracket, default=AgeBracket.UNSAID)
    status = models.CharField("situation", max_length=16, choices=Status, default=Status.UNSAID)
    easy_reading = models.BooleanField("support de lecture simple", default=False)
    informed_on = models.DateField("informée le")
    last_contact_on = models.DateField("dernier contact le")
    anonymised_on = models.DateField("anonymisée le", null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["network", "fingerprint"], name="people_person_fingerprint")]
        verbose_name = "personne"

    def __str__(self) -> str:
        return f"Personne {str(self.pk)[-6:]}"

    @property
    def told(self) -> dict[str, Any]:
        """Her identity as it was told; empty once it is destroyed. For whoever the caller found allowed to read it."""
        return cast("dict[str, Any]", self.identity or {})

    @property
    def commune(self) -> geography.Commune:
        return geography.commune(self.commune_code)
