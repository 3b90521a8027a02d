import hashlib
import json
import secrets
from typing import Any

from django.db import models
from django.db.models import Q

from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation, Role


def new_code() -> str:
    """The public verification code: 160 random bits, in a form that can be typed."""
    return secrets.token_hex(20)


def digest(facts: dict[str, Any]) -> str:
    """SHA-256 of the facts in canonical JSON (UTF-8, sorted keys, no spaces), in hexadecimal."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Counter(models.Model):
    """The last number given for one issuer, kind and year: the row that is locked to give the next."""

    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "kind", "year"], name="documents_counter_unique")]
        verbose_name = "compteur de numéros"

    def __str__(self) -> str:
        return f"{self.kind} {self.year} : {self.last}"


class DocumentQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The coordinator sees her network's; anyone else what her organisation, or one merged into it, issued or received."""
        mine = self.filter(network=member.network_id)
        if member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return mine
        own = member.organisation_id
        issued = Q(issuer=own) | Q(issuer__merged_into=own)
        return mine.filter(issued | Q(recipient=own) | Q(recipient__merged_into=own))


class Document(Record):
    """One issued document. Its facts never change; a correction is a new document that replaces it.

    `facts` is what the template prints, without any helped person's identity; `digest` their SHA-256. The PDF is made
    from them, the same to the byte each time; where it is sealed, the one that was first printed is kept (`Original`).
    """

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", "Convention de don"
        FRAME = "frame", "Convention-cadre"
        RECEPTION = "reception", "Bon de réception"
        PICKUP = "pickup", "Bon d’enlèvement"
        TRANSFER = "transfer", "Bon de transfert"
        ERASURE = "erasure", "Certificat d’effacement"
        ERASURE_LOT = "erasure_lot", "Certificat d’effacement de lot"
        HANDOVER = "handover", "Attestation de remise"
        OUTCOME = "outcome", "Bilan du donateur"
        RECEIPT = "receipt", "Reçu fiscal"

    PREFIX = {
        "agreement": "CV",
        "frame": "CC",
        "reception": "BR",
        "pickup": "BE",
        "transfer": "BT",
        "erasure": "C",
        "erasure_lot": "CL",
        "handover": "R",
        "outcome": "BD",
        "receipt": "RF",
    }

    network = models.ForeignKey(Network, models.PROTECT, related_name="documents")
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="issued_documents")
    recipient = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="received_documents")
    kind = models.CharField(max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    issued_on = models.DateField("établi le")
    about = models.UUIDField(help_text="le lot, l’appareil, la remise dont il parle")
    code = models.CharField("code de vérification", max_length=40, unique=True, default=new_code)
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "kind", "year", "number"], name="documents_document_number")
        ]
        indexes = [models.Index(fields=["about"], name="documents_document_about")]
        ordering = ["-issued_on", "-number"]
        verbose_name = "document"

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return f"{self.PREFIX[self.kind]}-{self.year}-{self.number:04d}"

    @property
    def revoked(self) -> bool:
        return hasattr(self, "revocation")

    @property
    def stands(self) -> bool:
        """Whether it may still be relied on."""
        return not self.revoked and not hasattr(self, "replaced_by")

    @property
    def standing(self) -> str:
        """What became of it, in a word."""
        return "Révoqué" if self.revoked else "Valide" if self.stands else "Remplacé"

    @property
    def look(self) -> str:
        return {"Révoqué": "stop", "Valide": "ok", "Remplacé": "end"}[self.standing]


class Original(Record):
    """The sealed PDF of a document, as it was first printed: anyone may compare hers with it, to the byte."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="original")
    content = models.BinaryField("le fichier")
    sha256 = models.CharField("empreinte du fichier", max_length=64)
    seal = models.CharField("empreinte du certificat du cachet", max_length=64)

    class Meta:
        verbose_name = "original scellé"

    def __str__(self) -> str:
        return f"{self.document} {self.sha256[:8]}"


class Revocation(Record):
    """A document that must no longer be relied on, and why. It stays, with its number; its public page says it."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="revocation")
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", verbose_name="révoqué par")
    reason = models.CharField("pourquoi", max_length=300)

    class Meta:
        verbose_name = "révocation"

    def __str__(self) -> str:
        return f"{self.document} : {self.reason}"
