from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Role
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Location


class StocktakeQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator sees the network's; others those of their organisation's sites."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(location__site__organisation=member.organisation_id)

    def running(self):
        return self.filter(closed_at=None)


class Stocktake(Record):
    """Everything that stands in one location, scanned; then closed, with what each difference came to."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="stocktakes")
    location = models.ForeignKey(Location, models.PROTECT, related_name="stocktakes", verbose_name="emplacement")
    opened_by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="commencé par")
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    expected = models.PositiveIntegerField("attendus", default=0)
    seen = models.PositiveIntegerField("vus", default=0)

    objects = StocktakeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["location"],
                condition=Q(closed_at=None),
                name="scanning_stocktake_running",
                violation_error_message="Un inventaire est déjà en cours ici.",
            )
        ]
        ordering = ["-created_at"]
        verbose_name = "inventaire"

    def __str__(self) -> str:
        return f"Inventaire de {self.location}"

    @property
    def card(self) -> str:
        """The card that arms its series."""
        return f"inventaire.{self.pk.hex}"


class ScanQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Each sees her own series; the coordinator does not follow anyone's."""
        return self.filter(member=member.pk)


class Scan(Record):
    """One scan of a series, kept with its answer; its key was made by the phone or the page that sent it."""

    class Result(models.TextChoices):
        DONE = "done", "Fait"
        ALREADY = "already", "Déjà scanné"
        UNKNOWN = "unknown", "Inconnu"
        REFUSED = "refused", "À voir"

    LOOK = {"done": "ok", "already": "run", "unknown": "stop", "refused": "wait"}

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="scans", verbose_name="scanné par")
    card = models.CharField("carte", max_length=80)
    code = models.CharField("ce qui a été lu", max_length=120)
    at = models.DateTimeField("lu le", default=timezone.now)
    result = models.CharField("résultat", max_length=8, choices=Result)
    sentence = models.CharField("réponse", max_length=300)
    device = models.ForeignKey(Device, models.SET_NULL, null=True, blank=True, related_name="scans")
    told = models.JSONField("appareil, comme on l’a montré", null=True, blank=True)
    before = models.JSONField("avant", null=True, blank=True)
    after = models.JSONField("après", null=True, blank=True)
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)

    objects = ScanQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["member", "card", "-at"], name="scanning_scan_series")]
        ordering = ["-at", "-id"]
        verbose_name = "scan"

    def __str__(self) -> str:
        return f"{self.card} : {self.code}"

    @property
    def look(self) -> str:
        return "end" if self.undone_at else self.LOOK[self.result]

    @property
    def word(self) -> str:
        """The word of its badge."""
        return "Annulé" if self.undone_at else self.get_result_display()

    @property
    def undoable(self) -> bool:
        return self.result == Scan.Result.DONE and self.undone_at is None


class Difference(models.Model):
    """One thing that a stocktake found otherwise than written, and what was decided of it."""

    class Kind(models.TextChoices):
        MISSING = "missing", "Manquant"
        ELSEWHERE = "elsewhere", "Attendu ailleurs"
        UNEXPECTED = "unexpected", "Inattendu"

    class Decision(models.TextChoices):
        MOVED = "moved", "Rangé ici"
        SOUGHT = "sought", "À chercher : sans emplacement"
        LOST = "lost", "Déclaré perdu"
        FOUND = "found", "Retrouvé : à trier de nouveau"
        LEFT = "left", "Laissé tel quel"

    LOOK = {"missing": "stop", "elsewhere": "wait", "unexpected": "run"}

    stocktake = models.ForeignKey(Stocktake, models.CASCADE, related_name="differences")
    kind = models.CharField("écart", max_length=10, choices=Kind)
    device = models.ForeignKey(Device, models.SET_NULL, null=True, related_name="+")
    code = models.CharField("code", max_length=120)
    title = models.CharField("appareil", max_length=200, blank=True)
    place = models.CharField("emplacement noté", max_length=200, blank=True)
    decision = models.CharField("décision", max_length=8, choices=Decision)
    reason = models.CharField("motif", max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stocktake", "code"], name="scanning_difference_code")]
        ordering = ["kind", "code"]
        verbose_name = "écart d’inventaire"

    def __str__(self) -> str:
        return f"{self.code} : {self.get_kind_display().lower()}"

    @property
    def look(self) -> str:
        return self.LOOK[self.kind]
