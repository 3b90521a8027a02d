from django.db import models

from maillon.common.models import Record
from maillon.ground.organisations.models import Member, Network
from maillon.matter.lots.models import Regime

FRAME = "cadre"
KINDS = [*Regime.choices, (FRAME, "Convention-cadre, sur plusieurs années")]


class AgreementText(Record):
    """One version of the text of an agreement, in a regime: never edited, another follows it. See `common.deeds` for its form.

    Without a network it is the published model, that every network starts from.
    """

    network = models.ForeignKey(Network, models.PROTECT, null=True, blank=True, related_name="agreement_texts")
    kind = models.CharField("régime", max_length=24, choices=KINDS)
    version = models.PositiveSmallIntegerField("version")
    body = models.TextField("texte", max_length=20_000)
    written_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", verbose_name="écrit par")
    reason = models.CharField("pourquoi", max_length=200, blank=True)
    restores = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="reprend le modèle publié"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "kind", "version"], name="agreements_agreementtext_version"),
            models.UniqueConstraint(
                fields=["kind", "version"],
                condition=models.Q(network=None),
                name="agreements_agreementtext_published",
            ),
        ]
        ordering = ["kind", "-version"]
        verbose_name = "texte de convention"

    def __str__(self) -> str:
        whose = "modèle publié" if self.network_id is None else f"modèle du réseau {self.network}"
        return f"{self.get_kind_display()}, {whose}, version {self.version}"


class Approval(Record):
    """That a named person declared a text valid for a network: agreements made from it no longer ask for advice."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    text = models.ForeignKey(AgreementText, models.PROTECT, related_name="approvals", verbose_name="texte")
    name = models.CharField("nom", max_length=120)
    capacity = models.CharField("qualité", max_length=120)
    approved_on = models.DateField("validé le")
    recorded_by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="noté par")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "text"], name="agreements_approval_once")]
        verbose_name = "validation d’un texte"

    def __str__(self) -> str:
        return f"{self.name}, {self.capacity}"
