from django.db import models
from django.db.models import Q
from django.urls import reverse

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


class TextQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """To write: whoever runs the network."""
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return self.filter(network=member.network_id)
        return self.none()

    def published(self):
        return self.exclude(published=None)


class Text(Record):
    """Something that a network publishes in its own words: a page, news, a sheet, what it adds to its legal notices.

    What is read is its published version; later ones are drafts until they are published in their turn.
    """

    class Kind(models.TextChoices):
        PAGE = "page", "Page"
        NEWS = "actualite", "Actualité"
        SHEET = "fiche", "Fiche de formation ou de sensibilisation"
        HOME = "accueil", "Présentation, en tête de la page d’accueil"
        NOTICES = "mentions", "Mentions légales : ce que le réseau ajoute"
        DATA = "donnees", "Données personnelles : ce que le réseau ajoute"
        ACCESS = "accessibilite", "Accessibilité : ce que le réseau ajoute"

    LISTED = (Kind.PAGE, Kind.NEWS, Kind.SHEET)

    network = models.ForeignKey(Network, models.CASCADE, related_name="texts")
    kind = models.CharField("genre", max_length=13, choices=Kind)
    slug = models.SlugField("adresse", max_length=80)
    published = models.ForeignKey("Version", models.PROTECT, null=True, blank=True, related_name="+")
    first_published_at = models.DateTimeField("publié le", null=True, blank=True)

    objects = TextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "slug"],
                name="pages_text_slug",
                violation_error_message="Un autre texte du réseau a déjà cette adresse.",
            ),
            models.UniqueConstraint(
                fields=["network", "kind"],
                condition=Q(kind__in=("accueil", "mentions", "donnees", "accessibilite")),
                name="pages_text_one",
                violation_error_message="Le réseau a déjà ce texte : modifiez-le.",
            ),
        ]
        ordering = ["-first_published_at", "-created_at"]
        verbose_name = "texte"

    def __str__(self) -> str:
        return self.slug

    @property
    def address(self) -> str:
        """Where visitors read it."""
        slug = self.network.slug
        if self.kind == self.Kind.HOME:
            return f"/r/{slug}/"
        if self.kind in self.LISTED:
            return reverse("pages:text", args=[slug, self.slug])
        return reverse(f"pages:{self.kind}_of", args=[slug])


class Version(Record):
    """One version of a text, kept as it was written: to go back to an older one makes a new one."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    title = models.CharField("titre", max_length=120)
    summary = models.CharField("en une phrase", max_length=280, blank=True)
    body = models.TextField("texte", max_length=40_000, blank=True, help_text="Markdown")
    author = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="pages_version_number")]
        ordering = ["-number"]
        verbose_name = "version d’un texte"

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"
