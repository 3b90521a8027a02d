from django.db import models

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Role


class EnquiryQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Whoever runs the network reads what is written to it; nobody else."""
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return self.filter(network=member.network_id)
        return self.none()

    def waiting(self):
        """Neither answered nor held back as advertising."""
        return self.filter(answered_at=None, held="")


class Enquiry(Record):
    """A message that a visitor writes to a network by its contact page, until somebody answers it."""

    class Topic(models.TextChoices):
        GIVE = "give", "Donner du matériel"
        ASK = "ask", "Être équipé, ou équiper quelqu’un"
        AFTER = "after", "Un appareil que j’ai reçu"
        JOIN = "join", "Rejoindre le réseau, devenir bénévole"
        DATA = "data", "Mes données personnelles"
        ACCESS = "access", "L’accessibilité du site"
        PRESS = "press", "La presse"
        OTHER = "other", "Autre chose"

    class Held(models.TextChoices):
        BAIT = "bait", "Un champ invisible a été rempli : c’est le fait d’un robot."
        QUICK = "quick", "La page a été remplie en moins de trois secondes."
        LINKS = "links", "Le message contient plusieurs liens."
        MANY = "many", "La même adresse a écrit plusieurs fois en une heure."

    network = models.ForeignKey(Network, models.CASCADE, related_name="enquiries")
    topic = models.CharField("sujet", max_length=6, choices=Topic)
    name = models.CharField("nom", max_length=120)
    email = models.EmailField("adresse e-mail")
    text = models.TextField("message", max_length=4000)
    held = models.CharField("retenu", max_length=5, choices=Held, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answered_by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["network", "answered_at", "created_at"], name="pages_enquiry_waiting")]
        ordering = ["-created_at"]
        verbose_name = "message reçu"

    def __str__(self) -> str:
        return self.get_topic_display()
