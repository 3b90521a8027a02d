import secrets

from django.db import models
from django.db.models import Q

from maillon.common.models import Record


def new_path() -> str:
    """Where a file lies in the store: 160 random bits, in one of 256 folders."""
    name = secrets.token_hex(20)
    return f"{name[:2]}/{name[2:]}"


class File(Record):
    """One file handed in, as it is kept. What it is comes from its content, never from its name.

    Its owner is named by kind (`app.model`) and key, as in the journal: any app may own files without being known here.
    `purpose` is the owner's own word for what the file is to it.
    """

    class Type(models.TextChoices):
        JPEG = "image/jpeg", "Photo"
        PDF = "application/pdf", "PDF"
        XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Classeur XLSX"
        ODS = "application/vnd.oasis.opendocument.spreadsheet", "Classeur ODS"
        XLS = "application/vnd.ms-excel", "Classeur XLS"
        CSV = "text/csv", "Tableau CSV"
        RAW = "application/octet-stream", "Fichier tel quel"

    network = models.UUIDField(null=True, help_text="le réseau de son propriétaire")
    owner_kind = models.CharField(max_length=60, help_text="app.model du propriétaire")
    owner = models.UUIDField()
    purpose = models.SlugField(max_length=40, blank=True)
    name = models.CharField("nom", max_length=120)
    caption = models.CharField("légende", max_length=120, blank=True)
    type = models.CharField("format", max_length=80, choices=Type)
    size_bytes = models.PositiveIntegerField("taille (octets)")
    digest = models.CharField("empreinte SHA-256", max_length=64)
    width = models.PositiveSmallIntegerField("largeur (pixels)", null=True)
    height = models.PositiveSmallIntegerField("hauteur (pixels)", null=True)
    path = models.CharField(max_length=60, unique=True, default=new_path)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(type="image/jpeg") | Q(width__gt=0, height__gt=0),
                name="files_file_picture",
                violation_error_message="Une photo a une largeur et une hauteur.",
            )
        ]
        indexes = [models.Index(fields=["owner", "created_at"], name="files_file_owner")]
        ordering = ["created_at"]
        verbose_name = "fichier"

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.type == self.Type.JPEG

    @property
    def thumbnail_path(self) -> str:
        """Where the small copy of a picture lies."""
        return f"{self.path}.petit"
