import uuid

from django.db import models
from django.utils import timezone

from maillon.common.models import new_id


class EntryQuerySet(models.QuerySet):
    def about(self, *subjects: uuid.UUID):
        """What happened to these things, oldest first."""
        return self.filter(subject__in=subjects).order_by("at", "id")


class Entry(models.Model):
    """One act: a verb of the domain, on one thing, by someone, for an organisation of a network.

    `data` holds what the sentence of the timeline needs (codes, counts, grams, cents), never a helped person's identity.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.UUIDField(null=True, help_text="null: an act of the platform that belongs to no network")
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=60, help_text="app.verb, as the action is named")
    kind = models.CharField(max_length=60, help_text="app.model of the subject")
    subject = models.UUIDField()
    actor_kind = models.CharField(max_length=20)
    actor = models.UUIDField(null=True)
    organisation = models.UUIDField(null=True)
    data = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"], name="journal_entry_subject"),
            models.Index(fields=["network", "at"], name="journal_entry_network"),
        ]
        verbose_name = "écriture"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.kind}"


class Pending(models.Model):
    """An entry that waits for its seal: what the sealer reads, so that it never scans the whole journal."""

    entry = models.UUIDField(primary_key=True)
    network = models.UUIDField(null=True)

    class Meta:
        verbose_name = "écriture à sceller"

    def __str__(self) -> str:
        return str(self.entry)


class Seal(models.Model):
    """One link of a network's chain: the hash of the entry and of the seal before it.

    The seal holds the entry's identifier, not a foreign key: a deleted entry must leave a seal that accuses.
    """

    id = models.BigAutoField(primary_key=True)
    network = models.UUIDField(null=True)
    sequence = models.PositiveBigIntegerField()
    entry = models.UUIDField(unique=True)
    hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "sequence"], name="journal_seal_sequence"),
            models.UniqueConstraint(
                fields=["sequence"], condition=models.Q(network=None), name="journal_seal_platform_sequence"
            ),
        ]
        verbose_name = "scellé"

    def __str__(self) -> str:
        return f"{self.network} {self.sequence}"
