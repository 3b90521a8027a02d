from django.db import models

from maillon.common.models import Record


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
