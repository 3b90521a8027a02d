from django.db import models

from maillon.common.models import Record


class Kind(models.TextChoices):
    """E-mails that nobody needs in order to work: each leaves with a way to receive it no more."""

    DIGEST = "digest", "La lettre de la semaine : ce qui vous attend"
    PLACES = "places", "Le rappel annuel de vos lieux dans l’annuaire"
    RENEWALS = "renewals", "Le rappel du matériel que vous prévoyez de donner"


class Message(Record):
    """One e-mail to one person, kept until it is sent and then for the time its network allows.

    Subjects name no helped person: they travel in clear and show on locked screens.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "À envoyer"
        SENT = "sent", "Envoyé"
        FAILED = "failed", "Non parti"

    network = models.UUIDField(null=True)
    to = models.EmailField("destinataire")
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte")
    kind = models.CharField("genre", max_length=10, choices=Kind, blank=True, help_text="vide : nécessaire")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"], name="outbox_message_state")]
        ordering = ["-created_at"]
        verbose_name = "courrier"

    def __str__(self) -> str:
        return self.subject

    @property
    def told(self) -> tuple[str, str]:
        """What became of it, and its look: without a mail server nothing leaves, and nothing says that it did."""
        if self.state == self.State.SENT and not self.attempts:
            return "Gardé, non envoyé", "kept"
        return self.get_state_display(), {"waiting": "wait", "sent": "ok", "failed": "stop"}[self.state]


class OptOut(Record):
    """That an address receives one kind of e-mail no more, whatever the network."""

    email = models.EmailField("adresse")
    kind = models.CharField("genre", max_length=10, choices=Kind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["email", "kind"], name="outbox_optout_once")]
        verbose_name = "refus d’un courrier"

    def __str__(self) -> str:
        return self.get_kind_display()


class Digest(models.Model):
    """That someone’s letter of the week was thought of, whether there was something to say or not."""

    recipient = models.UUIDField("destinataire")
    week = models.DateField("semaine du")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "week"], name="outbox_digest_week")]
        verbose_name = "lettre de la semaine"

    def __str__(self) -> str:
        return f"semaine du {self.week:%d/%m/%Y}"
