import datetime

from django.db import models
from django.db.models import Count, Q, Sum

from maillon.common import moments
from maillon.common.models import Record, RecordQuerySet
from maillon.giving.donations.models import Offer
from maillon.giving.rounds.models.fleet import Container, Vehicle
from maillon.giving.rounds.roads import Place
from maillon.ground.organisations.models import Member, Network, Role, Site
from maillon.matter.lots.models import Lot


class RoundQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator sees the network's; logistics their organisation's; a driver those sent to her."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        sent = Q(driver=member, state__in=(Round.State.SENT, Round.State.RUNNING, Round.State.DONE))
        if member.has(Role.LOGISTICIAN, Role.MANAGER):
            return mine.filter(Q(vehicle__organisation=member.organisation_id) | sent)
        return mine.filter(sent)

    def alive(self):
        return self.exclude(state=Round.State.CANCELLED)

    def with_loads(self):
        """With how many stops there are, how many are over, and the load expected."""
        kept = ~Q(stops__state="missed")
        return self.annotate(
            stop_count=Count("stops", filter=kept),
            done_count=Count("stops", filter=Q(stops__state="done")),
            load_g=Sum("stops__mass_g", filter=kept),
        )

    def whole(self):
        """With all that its page, its plan and its rules read."""
        vehicle = ("vehicle", "vehicle__home", "vehicle__drop_off", "vehicle__organisation")
        return self.select_related("network", *vehicle, "home", "drop_off", "driver", "driver__user")


class Round(Record):
    """One vehicle on one day: where it goes, in which order, who drives. Hours, distance and cost are those of its stops."""

    class State(models.TextChoices):
        PLANNED = "planned", "Tournée prévue"
        SENT = "sent", "Envoyée au chauffeur"
        RUNNING = "running", "En route"
        DONE = "done", "Terminée"
        CANCELLED = "cancelled", "Annulée"

    LOOK = {"planned": "soon", "sent": "kept", "running": "run", "done": "out", "cancelled": "end"}

    network = models.ForeignKey(Network, models.PROTECT, related_name="rounds")
    day = models.DateField("jour")
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="rounds", verbose_name="véhicule")
    driver = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", verbose_name="chauffeur")
    home = models.ForeignKey(Site, models.PROTECT, related_name="+")
    drop_off = models.ForeignKey(Site, models.PROTECT, related_name="+")
    state = models.CharField("état", max_length=10, choices=State, default=State.PLANNED)
    leaves_at = models.DateTimeField("départ")
    returns_at = models.DateTimeField("retour")
    distance_m = models.PositiveIntegerField("distance (m)", default=0)
    cost_cents = models.PositiveIntegerField("coût (centimes)", default=0)
    sent_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    before = models.JSONField(
        default=dict, help_text="l’ordre des arrêts avant le dernier changement, par tournée, pour revenir en arrière"
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vehicle", "day"],
                condition=~Q(state="cancelled"),
                name="rounds_round_vehicle_day",
                violation_error_message="Ce véhicule a déjà une tournée ce jour-là.",
            )
        ]
        indexes = [models.Index(fields=["network", "day"], name="rounds_round_day")]
        ordering = ["-day", "leaves_at"]
        verbose_name = "tournée"

    def __str__(self) -> str:
        return f"Tournée du {self.day:%d/%m/%Y}, {self.vehicle}"

    @property
    def look(self) -> str:
        return self.LOOK[self.state]


class StopQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Those of the rounds one sees; those of the counter, to whoever works at that site's organisation."""
        rounds = Round.objects.visible_to(member).values("pk")
        door = Q(round=None) if member.coordinates else Q(round=None, site__organisation=member.organisation_id)
        return self.filter(Q(round__in=rounds) | door, network=member.network_id)

    def open(self):
        return self.filter(state__in=Stop.OPEN)


class Stop(Record):
    """One collection in a round; or, without a round, what a donor brings to a workshop by appointment.

    `due_at` and the load are what was planned; the told window what the donor was written; the rest is what happened.
    A signature is strokes of points between 0 and 1, width then height.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "À faire"
        ARRIVED = "arrived", "Sur place"
        DONE = "done", "Chargé"
        MISSED = "missed", "Non fait"

    LOOK = {"planned": "soon", "arrived": "run", "done": "out", "missed": "stop"}
    OPEN = ("planned", "arrived")

    class Missed(models.TextChoices):
        CLOSED = "closed", "C’est fermé"
        ABSENT = "absent", "Personne pour nous recevoir"
        NOT_READY = "not_ready", "Le matériel n’est pas prêt"
        FULL = "full", "Le véhicule est plein"
        REFUSED = "refused", "Le donateur ne veut plus donner"
        ACCESS = "access", "Accès impossible"
        OTHER = "other", "Autre raison"

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, models.CASCADE, null=True, related_name="stops")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", help_text="où le matériel arrive")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="stops")
    rank = models.PositiveSmallIntegerField("rang", default=1)
    state = models.CharField("état", max_length=8, choices=State, default=State.PLANNED)
    due_at = models.DateTimeField("prévu à", null=True)
    distance_m = models.PositiveIntegerField("depuis l’arrêt précédent (m)", default=0)
    mass_g = models.PositiveIntegerField("masse prévue (g)", default=0)
    volume_l = models.PositiveIntegerField("volume prévu (litres)", default=0)
    minutes = models.PositiveSmallIntegerField("durée prévue (minutes)", default=0)
    latitude = models.FloatField()
    longitude = models.FloatField()
    told_from = models.DateTimeField("annoncé entre", null=True)
    told_to = models.DateTimeField("et", null=True)
    arrived_at = models.DateTimeField("arrivé à", null=True)
    ended_at = models.DateTimeField("reparti à", null=True)
    missed = models.CharField("pourquoi", max_length=10, choices=Missed, blank=True)
    remark = models.CharField("remarque", max_length=300, blank=True)
    refusals = models.CharField("laissé sur place, et pourquoi", max_length=500, blank=True)
    seals = models.CharField("contenants scellés, leurs numéros", max_length=300, blank=True)
    signer = models.CharField("remis par", max_length=120, blank=True)
    strokes = models.JSONField("signature", default=list)
    on_paper = models.BooleanField("a signé sur papier", default=False)
    lot = models.OneToOneField(Lot, models.PROTECT, null=True, related_name="stop")

    objects = StopQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offer"],
                condition=Q(state__in=("planned", "arrived")),
                name="rounds_stop_offer",
                violation_error_message="Cette offre est déjà dans une tournée.",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(lot__isnull=False),
                name="rounds_stop_lot",
                violation_error_message="Un arrêt chargé a son lot.",
            ),
            models.CheckConstraint(
                condition=~Q(state="missed") | ~Q(missed=""),
                name="rounds_stop_missed",
                violation_error_message="Dites pourquoi l’arrêt n’a pas été fait.",
            ),
        ]
        ordering = ["rank"]
        verbose_name = "arrêt"

    def __str__(self) -> str:
        return f"Arrêt {self.rank}, {self.offer.donor_name}"

    @property
    def look(self) -> str:
        return self.LOOK[self.state]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def place(self) -> Place:
        return Place(self.latitude, self.longitude)

    @property
    def window(self) -> str:
        """« le jeudi 11 juin 2026 entre 8 h et 9 h », as the donor was told; empty when she was told nothing."""
        if self.told is None:
            return ""
        first, last = self.told
        return f"le {moments.full_day(first)} entre {moments.hour(first)} et {moments.hour(last)}"

    @property
    def told(self) -> tuple[datetime.datetime, datetime.datetime] | None:
        return (self.told_from, self.told_to) if self.told_from and self.told_to else None


class Weighing(models.Model):
    """One passage on the scale at a stop: gross, and the empty weight of what held it, as it was that day."""

    stop = models.ForeignKey(Stop, models.CASCADE, related_name="weighings")
    container = models.ForeignKey(Container, models.PROTECT, null=True, related_name="+", verbose_name="contenant")
    gross_g = models.PositiveIntegerField("brut (g)")
    tare_g = models.PositiveIntegerField("tare (g)", default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gross_g__gt=models.F("tare_g")),
                name="rounds_weighing_net",
                violation_error_message="Le brut dépasse la tare.",
            )
        ]
        ordering = ["pk"]
        verbose_name = "pesée"

    def __str__(self) -> str:
        return f"{self.gross_g} g"

    @property
    def net_g(self) -> int:
        return self.gross_g - self.tare_g
