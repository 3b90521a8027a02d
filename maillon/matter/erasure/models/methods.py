from django.db import models
from django.db.models import F, Q

from maillon.common.models import Record
from maillon.matter.devices.models import Medium


class Level(models.TextChoices):
    """What is proven, in the words of IEEE 2883."""

    NONE = "none", "Sans garantie"
    CLEAR = "clear", "Clear"
    PURGE = "purge", "Purge"
    DESTROY = "destroy", "Destruct"


class Technique(models.TextChoices):
    """What was done to a medium, whatever the tool."""

    OVERWRITE = "overwrite", "Écrasement par logiciel"
    SECURE_ERASE = "secure_erase", "ATA SECURITY ERASE UNIT"
    SECURE_ERASE_ENHANCED = "secure_erase_plus", "ATA SECURITY ERASE UNIT, mode renforcé"
    SANITIZE_OVERWRITE = "sanitize_overwrite", "SANITIZE, écrasement par le disque"
    SANITIZE_BLOCK = "sanitize_block", "SANITIZE, effacement des blocs"
    SANITIZE_CRYPTO = "sanitize_crypto", "SANITIZE, changement de clé"
    FORMAT_USER = "format_user", "NVMe FORMAT, effacement des données (ses = 1)"
    FORMAT_CRYPTO = "format_crypto", "NVMe FORMAT, changement de clé (ses = 2)"
    CRYPTO_ERASE = "crypto_erase", "Changement de clé d’un disque autochiffrant (TCG)"
    RESET_ENCRYPTED = "reset_encrypted", "Réinitialisation d’usine, mémoire chiffrée"
    RESET = "reset", "Réinitialisation d’usine, chiffrement inconnu"
    SHRED = "shred", "Broyé"
    CRUSH = "crush", "Écrasé : plateaux ou puces en morceaux"
    MELT = "melt", "Fondu ou incinéré"
    DEGAUSS = "degauss", "Démagnétisé"
    DRILL = "drill", "Percé ou plié"


DESTRUCTIONS = (Technique.SHRED, Technique.CRUSH, Technique.MELT, Technique.DEGAUSS, Technique.DRILL)
COMMANDS = tuple(technique for technique in Technique if technique not in DESTRUCTIONS)
FAMILIES = {
    Technique.OVERWRITE: "overwrite",
    Technique.RESET: "overwrite",
    Technique.SANITIZE_CRYPTO: "crypto_erase",
    Technique.FORMAT_CRYPTO: "crypto_erase",
    Technique.CRYPTO_ERASE: "crypto_erase",
    Technique.RESET_ENCRYPTED: "crypto_erase",
    **dict.fromkeys(DESTRUCTIONS, "destruction"),
}


class Method(Record):
    """What a technique may claim on a kind of medium, between two dates: data, which a standard's next edition replaces.

    What has no line in force claims nothing.
    """

    kind = models.CharField("support", max_length=10, choices=Medium.Kind)
    technique = models.CharField("technique", max_length=20, choices=Technique)
    level = models.CharField("niveau", max_length=8, choices=Level)
    caution = models.CharField("ce qu’elle n’atteint pas", max_length=250, blank=True)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    source = models.CharField("source", max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "technique", "starts_on"], name="erasure_method_unique"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="erasure_method_dates",
                violation_error_message="La fin précède le début.",
            ),
        ]
        ordering = ["kind", "technique", "starts_on"]
        verbose_name = "méthode d’effacement"

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_technique_display()} : {self.get_level_display()}"
