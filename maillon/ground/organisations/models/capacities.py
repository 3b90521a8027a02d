from django.db import models

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models.networks import Affiliation


class CapacityQuerySet(RecordQuerySet):
    def visible_to(self, member):
        return self.filter(affiliation__network=member.network_id)


class Capacity(Record):
    """What a member says that it can take in: kilos a month, benches, what its vehicle carries, what it knows how to do.

    What is not said (None) limits nothing: it is not known.
    """

    class Competence(models.TextChoices):
        SENSITIVE = "sensitive", "Données sensibles (santé, social)"
        MOBILE = "mobile", "Tablettes et téléphones"
        SERVER = "server", "Serveurs et réseau"
        PRINT = "print", "Imprimantes et copieurs"

    affiliation = models.OneToOneField(Affiliation, models.CASCADE, related_name="capacity")
    monthly_kg = models.PositiveIntegerField("kilos par mois", null=True, blank=True)
    benches = models.PositiveSmallIntegerField("postes d’atelier", null=True, blank=True)
    vehicle_kg = models.PositiveIntegerField("charge de son véhicule (kg)", null=True, blank=True)
    competences = models.JSONField("compétences", default=list, help_text="valeurs de Competence")
    note = models.CharField("précision", max_length=200, blank=True)
    declared_at = models.DateTimeField("déclarée le")

    objects = CapacityQuerySet.as_manager()

    class Meta:
        verbose_name = "capacité"

    def __str__(self) -> str:
        return f"Capacité de {self.affiliation.organisation}"

    @property
    def competences_label(self) -> str:
        """« données sensibles (santé, social), serveurs et réseau »."""
        return ", ".join(str(self.Competence(one).label).lower() for one in self.competences)
