from django.db import models

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network


class MappingQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        return self.filter(network=member.network_id)


class Mapping(Record):
    """How the files of one producer are read: for each column of the standard, where it comes from."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="place_mappings")
    source = models.CharField("source", max_length=150)
    rules = models.JSONField("règles")

    objects = MappingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "source"], name="directory_mapping_source")]
        ordering = ["source"]
        verbose_name = "correspondance"

    def __str__(self) -> str:
        return self.source
