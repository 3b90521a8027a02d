import datetime

from django.db import models
from django.db.models import F, Q

from maillon.common.models import Record, RecordQuerySet
from maillon.giving.donations.models import Offer
from maillon.ground.organisations.models import Network, Site
from maillon.matter.ledger.models import Category


class Bulk(models.Model):
    """How much room one unit of a category takes in a vehicle, in litres, packed as one carries it: data, not a constant."""

    category = models.OneToOneField(Category, models.CASCADE, primary_key=True, related_name="+")
    volume_l = models.PositiveIntegerField("encombrement (litres)")
    source = models.CharField("source", max_length=120)

    class Meta:
        verbose_name = "encombrement"

    def __str__(self) -> str:
        return f"{self.category} : {self.volume_l} l"


class Practice(Record):
    """How a network collects: what its plans assume where nobody said better. One row a network, these values by default."""

    network = models.OneToOneField(Network, models.CASCADE, related_name="+")
    detour_percent = models.PositiveSmallIntegerField("longueur d’un trajet, en % du vol d’oiseau", default=130)
    speed_kmh = models.PositiveSmallIntegerField("vitesse moyenne (km/h)", default=55)
    stop_minutes = models.PositiveSmallIntegerField("durée d’un arrêt, avant de charger (minutes)", default=10)
    unit_seconds = models.PositiveSmallIntegerField("temps pour charger un objet (secondes)", default=30)
    stairs_percent = models.PositiveSmallIntegerField("temps de chargement par un escalier (%)", default=200)
    unload_minutes = models.PositiveSmallIntegerField("déchargement à l’atelier (minutes)", default=30)
    opens_at = models.TimeField("les donateurs ouvrent, sauf s’ils disent autre chose", default=datetime.time(8, 30))
    closes_at = models.TimeField("ils ferment", default=datetime.time(17, 0))
    window_minutes = models.PositiveSmallIntegerField("créneau annoncé au donateur (minutes)", default=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(detour_percent__range=(100, 300), speed_kmh__range=(10, 110)),
                name="rounds_practice_roads",
                violation_error_message="Le détour va de 100 à 300 %, la vitesse de 10 à 110 km/h.",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="rounds_practice_hours",
                violation_error_message="La fermeture vient après l’ouverture.",
            ),
        ]
        verbose_name = "usage de collecte"

    def __str__(self) -> str:
        return f"Usages de collecte, {self.network}"

    @classmethod
    def of(cls, network: Network) -> "Practice":
        """The network's, or the usual one when it never said anything (not saved)."""
        return cls.objects.filter(network=network).first() or cls(network=network)


class CollectionQuerySet(RecordQuerySet):
    def visible_to(self, member):
        return self.filter(offer__in=Offer.objects.visible_to(member))


class Collection(Record):
    """What the planner knows of an accepted offer to collect, better than the offer itself: empty means « as estimated »."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    offer = models.OneToOneField(Offer, models.CASCADE, related_name="collection")
    destination = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="atelier"
    )
    mass_g = models.PositiveIntegerField("masse estimée (g)", null=True, blank=True)
    volume_l = models.PositiveIntegerField("volume estimé (litres)", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("durée sur place (minutes)", null=True, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    not_before = models.DateField("pas avant le", null=True, blank=True)
    not_after = models.DateField("pas après le", null=True, blank=True)
    tail_lift = models.BooleanField("il faut un hayon", default=False)
    note = models.CharField("consigne au chauffeur", max_length=200, blank=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="rounds_collection_place",
                violation_error_message="Une position a une latitude et une longitude.",
            ),
            models.CheckConstraint(
                condition=Q(not_before__isnull=True) | Q(not_after__isnull=True) | Q(not_after__gte=F("not_before")),
                name="rounds_collection_dates",
                violation_error_message="La dernière date vient après la première.",
            ),
        ]
        verbose_name = "enlèvement à prévoir"

    def __str__(self) -> str:
        return f"Enlèvement de l’{self.offer}"
