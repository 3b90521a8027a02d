from django.db import models
from django.db.models import Q

from maillon.common import numbers
from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Role


class ImportQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Those who run the network see all; others what their organisation imported."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        return mine.filter(author__organisation=member.organisation_id)

    def live(self):
        """Those that count: neither abandoned nor undone."""
        return self.exclude(state__in=(Import.State.ABANDONED, Import.State.UNDONE))


class Import(Record):
    """A spreadsheet that someone sends so that its lines become things. Its file is kept until they are, or it is abandoned."""

    class State(models.TextChoices):
        DRAFT = "draft", "À vérifier"
        RUNNING = "running", "En cours"
        DONE = "done", "Fait"
        STOPPED = "stopped", "Arrêté"
        ABANDONED = "abandoned", "Abandonné"
        UNDONE = "undone", "Annulé"

    LOOK = {"draft": "wait", "running": "run", "done": "ok", "stopped": "stop", "abandoned": "end", "undone": "end"}

    network = models.ForeignKey(Network, models.PROTECT, related_name="imports")
    author = models.ForeignKey(Member, models.PROTECT, related_name="imports", verbose_name="envoyé par")
    kind = models.SlugField("genre", help_text="le `slug` d’un `Kind`")
    target = models.UUIDField("dans quoi", null=True)
    target_name = models.CharField(max_length=160, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    name = models.CharField("fichier", max_length=120)
    told = models.CharField("lu comme", max_length=80)
    digest = models.CharField("empreinte du fichier", max_length=64)
    sheet = models.CharField("feuille", max_length=120, blank=True)
    head_line = models.PositiveIntegerField("ligne des titres", default=1)
    heads = models.JSONField("titres", default=list)
    columns = models.JSONField("colonnes", default=dict, help_text="champ : place de sa colonne")
    state = models.CharField("état", max_length=10, choices=State, default=State.DRAFT)
    lines = models.PositiveIntegerField("lignes à traiter", default=0)
    position = models.PositiveIntegerField("dernière ligne traitée", default=0)
    treated = models.PositiveIntegerField("lignes traitées", default=0)
    written = models.PositiveIntegerField("lignes écrites", default=0)
    known = models.PositiveIntegerField("lignes déjà là", default=0)
    rejected = models.PositiveIntegerField("lignes en erreur", default=0)
    trouble = models.CharField("pourquoi il s’est arrêté", max_length=300, blank=True)
    accepted_at = models.DateTimeField("accepté le", null=True)
    moved_at = models.DateTimeField("a avancé le", null=True)
    finished_at = models.DateTimeField("fini le", null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            # A missing target is a place too, which SQL takes for different ones.
            models.UniqueConstraint(
                fields=["network", "kind", "target", "digest"],
                condition=~Q(state__in=("abandoned", "undone")),
                name="imports_import_once",
                violation_error_message="Ce fichier a déjà été envoyé.",
            ),
            models.UniqueConstraint(
                fields=["network", "kind", "digest"],
                condition=~Q(state__in=("abandoned", "undone")) & Q(target=None),
                name="imports_import_once_bare",
                violation_error_message="Ce fichier a déjà été envoyé.",
            ),
        ]
        indexes = [models.Index(fields=["network", "kind", "-created_at"], name="imports_import_newest")]
        ordering = ["-created_at"]
        verbose_name = "import"

    def __str__(self) -> str:
        return self.name

    @property
    def look(self) -> str:
        return self.LOOK[self.state]

    @property
    def progress(self) -> str:
        """« 1 500 sur 10 000 »."""
        return f"{numbers.number(self.treated)} sur {numbers.number(self.lines)}"

    @property
    def root(self) -> "Import":
        """The first of a series of corrected files: its key makes the keys of their lines."""
        return self.corrects or self


class ImportLine(models.Model):
    """What one line of an accepted file became: a thing, or a line to correct with the sentence that says why."""

    sheet = models.ForeignKey(Import, models.CASCADE, related_name="results")
    number = models.PositiveIntegerField("ligne")
    thing = models.UUIDField("ce qu’elle a fait", null=True)
    cells = models.JSONField("cases", default=list)
    why = models.TextField("à corriger", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="imports_importline_once")]
        ordering = ["number"]
        verbose_name = "ligne importée"

    def __str__(self) -> str:
        return f"{self.sheet}, ligne {self.number}"


class LearntColumn(models.Model):
    """What a network calls a field, learnt from the columns it has matched by hand; proposed the next time."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="learnt_columns")
    kind = models.SlugField("genre")
    head = models.CharField("titre de colonne", max_length=120)
    field = models.CharField("champ", max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "kind", "head"], name="imports_learntcolumn_head")]
        verbose_name = "colonne apprise"

    def __str__(self) -> str:
        return f"{self.head} → {self.field}"
