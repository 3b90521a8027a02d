from django.db import models
from django.utils import timezone

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation


class CharterQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        return self.filter(network=member.network_id)

    def in_force(self):
        """The latest of those that have begun, first."""
        return self.filter(starts_on__lte=timezone.localdate()).order_by("-starts_on", "-version")


class Charter(Record):
    """One version of what the members of a network promise each other; never edited, a new version replaces it."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="charters")
    version = models.PositiveSmallIntegerField("version")
    starts_on = models.DateField("en vigueur le")
    text = models.TextField("texte", max_length=20_000)
    author = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", verbose_name="publiée par")

    objects = CharterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "version"],
                name="governance_charter_version",
                violation_error_message="Cette version de la charte existe déjà.",
            )
        ]
        ordering = ["-version"]
        verbose_name = "charte"

    def __str__(self) -> str:
        return f"Charte, version {self.version}"

    @property
    def parts(self) -> list[dict[str, object]]:
        """Its paragraphs, and its titles, which are the lines that start with « # »."""
        parts: list[dict[str, object]] = []
        for block in filter(None, (block.strip() for block in self.text.replace("\r\n", "\n").split("\n\n"))):
            first, _, rest = block.partition("\n") if block.startswith("#") else ("", "", block)
            if first:
                parts.append({"title": True, "text": first.lstrip("# ")})
            if rest.strip():
                parts.append({"title": False, "text": rest.strip()})
        return parts


class Acceptance(Record):
    """An organisation has accepted one version of the charter: who signed for it, as what, and when."""

    charter = models.ForeignKey(Charter, models.CASCADE, related_name="acceptances")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="charter_acceptances")
    accepted_on = models.DateField("acceptée le")
    name = models.CharField("nom du signataire", max_length=120)
    function = models.CharField("fonction du signataire", max_length=80)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", verbose_name="noté par")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "organisation"],
                name="governance_acceptance_once",
                violation_error_message="Cette structure a déjà accepté cette version.",
            )
        ]
        verbose_name = "acceptation de la charte"

    def __str__(self) -> str:
        return f"{self.organisation}, {self.charter}"


class Contribution(Record):
    """What a member owes its network for one year, and when it was paid."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="contributions")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contributions")
    year = models.PositiveSmallIntegerField("année")
    amount_cents = models.PositiveIntegerField("montant (centimes)")
    paid_on = models.DateField("payée le", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation", "year"],
                name="governance_contribution_year",
                violation_error_message="La cotisation de cette année est déjà notée.",
            )
        ]
        ordering = ["-year"]
        verbose_name = "cotisation"

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"
