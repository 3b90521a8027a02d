import datetime

from django.db import models
from django.db.models import F, Q

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation, Role, Site


class VehicleQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator sees the network's; others their organisation's."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(organisation=member.organisation_id)

    def in_service(self):
        return self.filter(withdrawn_on__isnull=True)


class Vehicle(Record):
    """A van or a lorry: what it carries, what it costs, when it may be on the road, where it sleeps and unloads."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="vehicles")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="à")
    home = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name="garé à")
    drop_off = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name="décharge à")
    name = models.CharField("nom", max_length=60)
    plate = models.CharField("immatriculation", max_length=12, blank=True)
    capacity_g = models.PositiveIntegerField("charge utile (g)")
    volume_l = models.PositiveIntegerField("volume utile (litres)")
    tail_lift = models.BooleanField("hayon élévateur", default=False)
    cost_km_cents = models.PositiveIntegerField("coût du kilomètre (centimes)")
    cost_hour_cents = models.PositiveIntegerField("coût de l’heure, équipage compris (centimes)")
    co2e_g_km = models.PositiveIntegerField("émissions (g CO₂e/km)", null=True, blank=True)
    starts_at = models.TimeField("part au plus tôt", default=datetime.time(8, 0))
    ends_at = models.TimeField("rentre au plus tard", default=datetime.time(17, 30))
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)

    objects = VehicleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity_g__gt=0, volume_l__gt=0),
                name="rounds_vehicle_capacity",
                violation_error_message="Un véhicule porte une masse et un volume.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="rounds_vehicle_hours",
                violation_error_message="Le retour vient après le départ.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "network", "name"],
                condition=Q(withdrawn_on__isnull=True),
                name="rounds_vehicle_name",
                violation_error_message="Un véhicule porte déjà ce nom.",
            ),
        ]
        ordering = ["name"]
        verbose_name = "véhicule"

    def __str__(self) -> str:
        return self.name


class ContainerQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        return self.filter(network=member.network_id)

    def in_service(self):
        return self.filter(withdrawn_on__isnull=True)


class Container(Record):
    """A kind of pallet, roll or box that goes on the scale with what it holds, and its empty weight."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="containers")
    name = models.CharField("nom", max_length=60)
    tare_g = models.PositiveIntegerField("masse à vide (g)")
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)

    objects = ContainerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "name"],
                condition=Q(withdrawn_on__isnull=True),
                name="rounds_container_name",
                violation_error_message="Un contenant porte déjà ce nom.",
            )
        ]
        ordering = ["name"]
        verbose_name = "contenant"

    def __str__(self) -> str:
        return self.name
